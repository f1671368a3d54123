//! What the pages say of the services that a task can call: names, parameters, modes, forms of their resources.
//!
//! Source: `fdl-v1.md` 5.2, `state-machine.md` 6 and 7.

use crate::model::Pattern::{self, RequestResponse, Sync, WaitForCallback};

/// An action with parameters of its own (an *optimized* integration of the new language).
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// As it is written in `Action`.
    pub name: &'static str,
    /// The names of its parameters.
    pub parameters: &'static [&'static str],
}

/// The actions that the pages describe one by one.
pub const ACTIONS: &[Action] = &[
    Action { name: "FC:InvokeFunction", parameters: &["resourceArn", "invocationType", "body"] },
    Action { name: "FNF:StartExecution", parameters: &["resourceArn", "executionName", "input"] },
    Action { name: "HTTP:Request", parameters: &["url", "method", "headers", "body"] },
    Action {
        name: "MNS:SendMessage",
        parameters: &["resourceArn", "message", "priority", "delaySeconds", "messageTag", "messageAttributes"],
    },
    Action { name: "EventBridge:PutEvents", parameters: &["id", "source", "type", "eventBusName", "subject", "data"] },
    Action { name: "SMS:SendSms", parameters: &["phoneNumbers", "signName", "templateCode", "templateParam"] },
    Action {
        name: "OSS:GetObject",
        parameters: &["bucket", "key", "region", "versionId", "range", "ifMatch", "ifNoneMatch"],
    },
    Action { name: "DashScope:QwenTextGeneration", parameters: &["model", "messages", "api_key"] },
];

/// The action of this name, when the pages describe it.
pub fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}

/// The modes that an action of the new language supports; `None` where the table says nothing.
///
/// Source: [INT], the table in `state-machine.md` 6; [SMS] for the callback of SMS.
pub fn modes(action: &str) -> Option<&'static [Pattern]> {
    match action {
        "FC:InvokeFunction" | "FNF:StartExecution" => Some(&[RequestResponse, Sync, WaitForCallback]),
        "EventBridge:PutEvents" | "MNS:SendMessage" | "HTTP:Request" | "SMS:SendSms" => {
            Some(&[RequestResponse, WaitForCallback])
        }
        _ if action.starts_with("OSS:") => Some(&[RequestResponse]),
        _ => None,
    }
}

/// What a resource name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A function.
    Function,
    /// Another flow.
    Flow,
    /// A queue.
    Queue,
    /// A topic.
    Topic,
}

impl Resource {
    /// Tells what a resource name leads to, as far as its beginning says it.
    pub fn of(arn: &str) -> Option<Self> {
        let mut parts = arn.strip_prefix("acs:")?.splitn(4, ':');
        let service = parts.next()?;
        match service {
            "fc" => Some(Self::Function),
            "fnf" => Some(Self::Flow),
            "mns" => {
                let resource = parts.nth(2).unwrap_or_default();
                [("/queues/", Self::Queue), ("/topics/", Self::Topic)]
                    .into_iter()
                    .find(|(prefix, _)| resource.starts_with(prefix))
                    .map(|(_, kind)| kind)
            }
            _ => None,
        }
    }

    /// The patterns of the older language that it supports; a function that is called asynchronously also has `sync`.
    ///
    /// Source: `fdl-v1.md` 5.2.
    pub fn patterns(self) -> &'static [Pattern] {
        match self {
            Self::Function | Self::Flow => &[RequestResponse, Sync, WaitForCallback],
            Self::Queue | Self::Topic => &[RequestResponse, WaitForCallback],
        }
    }
}

/// Tells whether a part of the text is put in later, by a template or by a person.
pub fn has_placeholder(text: &str) -> bool {
    text.contains(['{', '}', '<', '>', '$', '!', '%'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_told_by_their_beginning() {
        let check = |arn: &str, expected: Option<Resource>| assert_eq!(Resource::of(arn), expected, "{arn}");
        check("acs:fc:::services/a/functions/b", Some(Resource::Function));
        check("acs:fc:", Some(Resource::Function));
        check("acs:fnf:cn-beijing:1:flow/x", Some(Resource::Flow));
        check("acs:mns:::/queues/q/messages", Some(Resource::Queue));
        check("acs:mns:::/topics/t/messages", Some(Resource::Topic));
        check("acs:mns:::queues/q/messages", None);
        check("acs:mns", None);
        check("acs:oss:::bucket", None);
        check("service/function", None);
        check("", None);
    }

    #[test]
    fn what_is_put_in_later_is_seen() {
        assert!(["${Arn}", "{x}", "acs:fnf:::flow/<name>", "{{x}}", "%s"].into_iter().all(has_placeholder));
        assert!(!has_placeholder("acs:fc:cn-shanghai:1:services/a.LATEST/functions/b-c_d"));
    }
}
