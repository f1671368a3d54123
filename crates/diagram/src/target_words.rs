//! What a task calls, in a few words: `FC · pay/charge`, `MNS · backorders`, `flow · pay`.

use flowglass_flow::{Pattern, Task, TaskTarget, Template};

use crate::value_words::member_words;

/// The words for a task's second line: how it waits, if it does, and what it calls.
pub(crate) fn target_words(task: &Task) -> String {
    let called = task.target.as_ref().map(|target| called_words(&target.value, task.parameters.as_ref()));
    let waits = match task.pattern {
        Pattern::RequestResponse => None,
        Pattern::Sync => Some("sync"),
        Pattern::WaitForCallback => Some("callback"),
    };
    match (waits, called) {
        (Some(waits), Some(called)) => format!("{waits} · {called}"),
        (Some(waits), None) => waits.to_owned(),
        (None, Some(called)) => called,
        (None, None) => "calls nothing".to_owned(),
    }
}

fn called_words(target: &TaskTarget, parameters: Option<&Template>) -> String {
    match target {
        TaskTarget::Resource(text) => resource_words(text),
        TaskTarget::Action(text) => action_words(text, parameters),
    }
}

/// Source: the forms of `resourceArn`, `fdl-v1.md` 5.2 and `state-machine.md` 7.
fn resource_words(text: &str) -> String {
    let mut parts = text.splitn(5, ':');
    let (Some("acs"), Some(service), Some(_), Some(_), Some(resource)) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return text.to_owned();
    };
    let path: Vec<&str> = resource.split('/').filter(|part| !part.is_empty()).collect();
    match (service, path.as_slice()) {
        ("fc", ["services", service, "functions", function, ..]) => format!("FC · {service}/{function}"),
        ("fc", ["functions", function, ..]) => format!("FC · {function}"),
        ("fnf", ["flow", flow, ..]) => format!("flow · {flow}"),
        ("mns", ["queues" | "topics", name, ..]) => format!("MNS · {name}"),
        (_, [.., last]) => format!("{} · {last}", service.to_ascii_uppercase()),
        (_, []) => service.to_ascii_uppercase(),
    }
}

/// Source: the table of actions, `state-machine.md` 7. What an action is about stands in its parameters.
fn action_words(text: &str, parameters: Option<&Template>) -> String {
    let Some((product, operation)) = text.split_once(':') else { return text.to_owned() };
    let about = match product.to_ascii_lowercase().as_str() {
        "fc" | "fnf" | "mns" => member_words(parameters, "resourceArn").map(|arn| {
            let words = resource_words(&arn);
            if words.contains('·') { words } else { format!("{product} · {words}") }
        }),
        "http" => member_words(parameters, "url").map(|url| {
            let after_scheme = url.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//"));
            let address = after_scheme.unwrap_or(&url);
            let method = member_words(parameters, "method").unwrap_or_else(|| "GET".to_owned());
            format!("HTTP · {} {address}", method.to_ascii_uppercase())
        }),
        _ => None,
    };
    about.unwrap_or_else(|| format!("{product} · {operation}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_named_by_service_and_name() {
        let check = |text: &str, expected: &str| assert_eq!(resource_words(text), expected, "{text}");
        check("acs:fc:::services/pay/functions/charge", "FC · pay/charge");
        check("acs:fc:cn-hangzhou:123:services/pay.prod/functions/charge", "FC · pay.prod/charge");
        check("acs:fc:cn-shanghai:${ACCOUNT}:functions/cut/LATEST", "FC · cut");
        check("acs:fnf:::flow/pay", "flow · pay");
        check("acs:mns:::/queues/backorders/messages", "MNS · backorders");
        check("acs:mns:::/topics/news/messages", "MNS · news");
        check("acs:oss:::bucket", "OSS · bucket");
        check("acs:oss:::", "OSS");
        check("acs:fc", "acs:fc");
        check("my function", "my function");
        check("", "");
    }

    #[test]
    fn actions_without_parameters_are_named_by_product_and_operation() {
        let check = |text: &str, expected: &str| assert_eq!(action_words(text, None), expected, "{text}");
        check("FC:InvokeFunction", "FC · InvokeFunction");
        check("ECS:DescribeInstances", "ECS · DescribeInstances");
        check("facebody:DetectMask", "facebody · DetectMask");
        check("nothing", "nothing");
    }
}
