//! What a `resourceArn` of the older language names.
//!
//! Source: `fdl-v1.md` 5.2.

use flowglass_flow::{Spanned, Task, Template, Value};

/// What a `resourceArn` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A function, with the resource that the new language names it by.
    Function(String),
    /// A flow.
    Flow,
    /// A queue or a topic.
    Messages,
    /// Something that no page describes.
    Other,
}

impl Target {
    pub(crate) fn of(resource: &str) -> Self {
        let product = resource.strip_prefix("acs:").and_then(|rest| rest.split(':').next());
        match product {
            Some("fc") => Self::Function(resource.to_owned()),
            Some("fnf") => Self::Flow,
            Some("mns") => Self::Messages,
            Some(_) => Self::Other,
            // `!Ref service/function`, which a deployment writes out. Source: [EX:wait-for-callback-task].
            None => match resource.split_once('/') {
                Some((service, function)) if is_name(service) && is_name(function) => {
                    Self::Function(format!("acs:fc:::services/{service}/functions/{function}"))
                }
                _ => Self::Other,
            },
        }
    }
}

/// The entry of a task's `serviceParams` with this key.
pub(crate) fn parameter<'a>(task: &'a Task, key: &str) -> Option<&'a Spanned<Value>> {
    let Some(Template::Object(members)) = &task.parameters else { return None };
    match members.iter().find(|(name, _)| name.value == key) {
        Some((_, Template::Value(value))) => Some(value),
        _ => None,
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_told_apart() {
        fn check(resource: &str, expected: Target) {
            assert_eq!(Target::of(resource), expected, "{resource}");
        }
        let full = "acs:fc:cn-hangzhou:1:services/s.LATEST/functions/f";
        check(full, Target::Function(full.to_owned()));
        check("s/f", Target::Function("acs:fc:::services/s/functions/f".to_owned()));
        check("acs:fnf:::flow/pay", Target::Flow);
        check("acs:mns:::/queues/q/messages", Target::Messages);
        check("acs:oss:::bucket", Target::Other);
        check("pay", Target::Other);
        check("http://a/b", Target::Other);
    }
}
