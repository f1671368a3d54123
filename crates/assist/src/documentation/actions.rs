//! What tasks can call, with which parameters. Source: `state-machine.md` 6 and 7, `fdl-v1.md` 5.2.

use flowglass_flow::services::Resource;

use super::About;

/// An integrated operation of the new language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    /// As `Action` writes it.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) about: About,
    /// Its parameters, the required ones first.
    pub(crate) parameters: &'static [Parameter],
}

/// A parameter of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    /// Its key.
    pub(crate) name: &'static str,
    /// Set when the operation cannot do without it.
    pub(crate) required: bool,
    /// What is written as its value until somebody knows better.
    pub(crate) sample: Sample,
    /// What it says.
    pub(crate) about: About,
}

/// A value to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sample {
    /// The name of a resource, text or a number: one of these, the first to begin with.
    One(&'static [&'static str]),
    /// An object with one computed member.
    Object,
    /// The whole input of the step: `$Input`, or `$` in the older language.
    Input,
}

const fn required(name: &'static str, sample: Sample, about: About) -> Parameter {
    Parameter { name, required: true, sample, about }
}

const fn optional(name: &'static str, sample: Sample, about: About) -> Parameter {
    Parameter { name, required: false, sample, about }
}

/// The operations with parameters of their own; any other `Product:Operation` may be called too.
pub(crate) static ACTIONS: &[Action] = &[
    Action {
        name: "FC:InvokeFunction",
        about: About::new(
            "Calls a function. Its JSON result is `$Output.Body`.",
            "调用函数，函数返回的 JSON 在 `$Output.Body` 中。",
            "FC",
        ),
        parameters: &[
            required(
                "resourceArn",
                Sample::One(&["acs:fc:::functions/NAME/LATEST", "acs:fc:::services/SERVICE.LATEST/functions/NAME"]),
                About::new(
                    "The function. Region and account may be left empty.",
                    "函数的 ARN，地域和账号可以留空。",
                    "FC",
                ),
            ),
            optional(
                "invocationType",
                Sample::One(&["Sync", "Async"]),
                About::new(
                    "`Sync` waits for the result, `Async` only starts the function.",
                    "`Sync` 等待结果，`Async` 只启动函数。",
                    "FC",
                ),
            ),
            optional(
                "body",
                Sample::Object,
                About::new(
                    "What the function gets as its event: an object or text.",
                    "传给函数的事件：对象或文本。",
                    "FC",
                ),
            ),
        ],
    },
    Action {
        name: "FNF:StartExecution",
        about: About::new(
            "Starts an execution of another flow. In request mode the task is done as soon as it has started.",
            "启动其他流程的执行。请求模式下，启动后任务即完成。",
            "SUB",
        ),
        parameters: &[
            required(
                "resourceArn",
                Sample::One(&["acs:fnf:::flow/NAME"]),
                About::new("The flow, in the same region.", "流程的 ARN，必须在同一地域。", "SUB"),
            ),
            optional(
                "input",
                Sample::Object,
                About::new("The input of the execution, an object.", "执行的输入，必须是对象。", "SUB"),
            ),
            optional(
                "executionName",
                Sample::One(&["run-1"]),
                About::new("The name of the execution, unique for the flow.", "执行的名称，在流程内唯一。", "SUB"),
            ),
        ],
    },
    Action {
        name: "HTTP:Request",
        about: About::new("Sends an HTTP request to a public address.", "向公网地址发送 HTTP 请求。", "HTTP"),
        parameters: &[
            required(
                "url",
                Sample::One(&["https://example.com/"]),
                About::new("The full address; it must be public.", "完整地址，必须可公网访问。", "HTTP"),
            ),
            required(
                "method",
                Sample::One(&["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]),
                About::new("The method of the request.", "请求方法。", "HTTP"),
            ),
            optional("headers", Sample::Object, About::new("The headers of the request.", "请求头。", "HTTP")),
            optional(
                "body",
                Sample::Object,
                About::new(
                    "Text is sent as it is, objects and arrays as JSON.",
                    "文本原样发送，对象和数组以 JSON 发送。",
                    "HTTP",
                ),
            ),
        ],
    },
    Action {
        name: "MNS:SendMessage",
        about: About::new("Sends a message to a queue or a topic.", "向队列或主题发送消息。", "SMQ"),
        parameters: &[
            required(
                "resourceArn",
                Sample::One(&["acs:mns:::/queues/NAME/messages", "acs:mns:::/topics/NAME/messages"]),
                About::new("The queue or topic.", "队列或主题的 ARN。", "SMQ"),
            ),
            required(
                "message",
                Sample::Object,
                About::new("The message: text or an object.", "消息内容：文本或对象。", "SMQ"),
            ),
            optional(
                "priority",
                Sample::One(&["8"]),
                About::new("The priority, 1 to 16; 8 unless said.", "优先级，1 到 16，默认为 8。", "SMQ"),
            ),
            optional(
                "delaySeconds",
                Sample::One(&["0"]),
                About::new(
                    "After how many seconds the message appears, 0 to 604800.",
                    "消息延迟多少秒可见，0 到 604800。",
                    "SMQ",
                ),
            ),
            optional(
                "messageTag",
                Sample::One(&["tag"]),
                About::new("The tag of a topic's message.", "主题消息的标签。", "SMQ"),
            ),
            optional(
                "messageAttributes",
                Sample::Object,
                About::new("The attributes of the message.", "消息的属性。", "SMQ"),
            ),
        ],
    },
    Action {
        name: "EventBridge:PutEvents",
        about: About::new("Sends an event to an event bus.", "向事件总线发送事件。", "EB"),
        parameters: &[
            required("id", Sample::One(&["event-1"]), About::new("The event's id.", "事件的 ID。", "EB")),
            required(
                "source",
                Sample::One(&["my.app"]),
                About::new("Where the event comes from.", "事件的来源。", "EB"),
            ),
            required("type", Sample::One(&["my.app:created"]), About::new("The event's type.", "事件的类型。", "EB")),
            required("eventBusName", Sample::One(&["default"]), About::new("The event bus.", "事件总线的名称。", "EB")),
            optional(
                "subject",
                Sample::One(&["subject"]),
                About::new("The event's subject; the flow's ARN unless said.", "事件的主题，默认为流程的 ARN。", "EB"),
            ),
            optional("data", Sample::Object, About::new("The event's content.", "事件的内容。", "EB")),
        ],
    },
    Action {
        name: "SMS:SendSms",
        about: About::new("Sends a text message.", "发送短信。", "SMS"),
        parameters: &[
            required(
                "phoneNumbers",
                Sample::One(&["\"13900000000\""]),
                About::new(
                    "The numbers, with commas between them, at most 1000.",
                    "手机号码，用逗号分隔，最多 1000 个。",
                    "SMS",
                ),
            ),
            required(
                "signName",
                Sample::One(&["sign"]),
                About::new("The signature of the message.", "短信签名。", "SMS"),
            ),
            required(
                "templateCode",
                Sample::One(&["SMS_000000"]),
                About::new("The template of the message.", "短信模板。", "SMS"),
            ),
            optional(
                "templateParam",
                Sample::Object,
                About::new("The values for the template.", "模板变量的值。", "SMS"),
            ),
        ],
    },
    Action {
        name: "OSS:GetObject",
        about: About::new("Reads an object from OSS.", "读取 OSS 对象。", "OSS"),
        parameters: &[
            required("bucket", Sample::One(&["bucket"]), About::new("The bucket.", "存储空间名称。", "OSS")),
            required("key", Sample::One(&["path/of/object"]), About::new("The object's key.", "对象的键。", "OSS")),
            optional(
                "region",
                Sample::One(&["cn-hangzhou"]),
                About::new(
                    "The bucket's region; the flow's unless said.",
                    "存储空间所在地域，默认为流程所在地域。",
                    "OSS",
                ),
            ),
            optional(
                "versionId",
                Sample::One(&["version"]),
                About::new("The version of the object.", "对象的版本。", "OSS"),
            ),
            optional(
                "range",
                Sample::One(&["bytes=0-99"]),
                About::new("The part of the object to read.", "要读取的范围。", "OSS"),
            ),
            optional(
                "ifMatch",
                Sample::One(&["etag"]),
                About::new("Reads only if the object has this ETag.", "仅当 ETag 一致时读取。", "OSS"),
            ),
            optional(
                "ifNoneMatch",
                Sample::One(&["etag"]),
                About::new("Reads only if the object has another ETag.", "仅当 ETag 不一致时读取。", "OSS"),
            ),
        ],
    },
    Action {
        name: "DashScope:QwenTextGeneration",
        about: About::new(
            "Asks a language model; the answer is in `$Output.output.choices[0].message.content`.",
            "调用大语言模型，答案在 `$Output.output.choices[0].message.content` 中。",
            "SAMPLE",
        ),
        parameters: &[
            required("model", Sample::One(&["qwen-plus"]), About::new("The model.", "模型名称。", "SAMPLE")),
            required("messages", Sample::Object, About::new("The conversation.", "对话内容。", "SAMPLE")),
            required(
                "api_key",
                Sample::One(&["KEY"]),
                About::new("The key for the model service.", "模型服务的 API Key。", "SAMPLE"),
            ),
        ],
    },
];

/// The operation with this name.
pub(crate) fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}

/// A form of `resourceArn` in the older language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LegacyTarget {
    /// What it leads to.
    pub(crate) resource: Resource,
    /// The form, to begin with.
    pub(crate) arn: &'static str,
    /// What it calls.
    pub(crate) about: About,
    /// Its `serviceParams`, the required ones first.
    pub(crate) parameters: &'static [Parameter],
}

/// What `resourceArn` may name.
pub(crate) static LEGACY_TARGETS: &[LegacyTarget] = &[
    LegacyTarget {
        resource: Resource::Function,
        arn: "acs:fc:::services/SERVICE/functions/FUNCTION",
        about: About::new("A function. Its JSON result is `$local`.", "函数，返回的 JSON 为 `$local`。", "TASK"),
        parameters: &[
            optional(
                "InvocationType",
                Sample::One(&["Sync", "Async"]),
                About::new(
                    "`Sync` waits for the result, `Async` only starts the function.",
                    "`Sync` 等待结果，`Async` 只启动函数。",
                    "FCA",
                ),
            ),
            optional(
                "StatefulAsyncInvocationID",
                Sample::One(&["id"]),
                About::new("An id for the call, unique for the function.", "调用的 ID，在函数内唯一。", "FCA"),
            ),
        ],
    },
    LegacyTarget {
        resource: Resource::Flow,
        arn: "acs:fnf:::flow/FLOW",
        about: About::new(
            "Another flow. With `pattern: sync`, `$local` is its output.",
            "其他流程。配合 `pattern: sync` 时，`$local` 为其输出。",
            "SUB",
        ),
        parameters: &[
            optional(
                "Input",
                Sample::Input,
                About::new(
                    "The input of the execution; the step's whole input unless said.",
                    "执行的输入，默认为步骤的整个输入。",
                    "SUB",
                ),
            ),
            optional(
                "ExecutionName",
                Sample::One(&["run-1"]),
                About::new("The name of the execution; a random one unless said.", "执行的名称，默认随机生成。", "SUB"),
            ),
        ],
    },
    LegacyTarget {
        resource: Resource::Queue,
        arn: "acs:mns:::/queues/QUEUE/messages",
        about: About::new("A queue: sends a message to it.", "队列：向其发送消息。", "MNSQ"),
        parameters: &[
            required(
                "MessageBody",
                Sample::Input,
                About::new("The message; `$` is the step's whole input.", "消息内容；`$` 表示步骤的整个输入。", "MNSQ"),
            ),
            required(
                "Priority",
                Sample::One(&["8"]),
                About::new("The priority of the message.", "消息的优先级。", "MNSQ"),
            ),
            optional(
                "DelaySeconds",
                Sample::One(&["0"]),
                About::new("After how many seconds the message appears.", "消息延迟多少秒可见。", "MNSQ"),
            ),
        ],
    },
    LegacyTarget {
        resource: Resource::Topic,
        arn: "acs:mns:::/topics/TOPIC/messages",
        about: About::new("A topic: publishes a message to it.", "主题：向其发布消息。", "MNST"),
        parameters: &[
            required(
                "MessageBody",
                Sample::Input,
                About::new("The message; `$` is the step's whole input.", "消息内容；`$` 表示步骤的整个输入。", "MNST"),
            ),
            optional(
                "MessageTag",
                Sample::One(&["tag"]),
                About::new("The tag of the message.", "消息的标签。", "MNST"),
            ),
            optional(
                "MessageAttributes",
                Sample::Input,
                About::new("The attributes of the message.", "消息的属性。", "MNST"),
            ),
        ],
    },
];

/// The form that a `resourceArn` of the older language has.
pub(crate) fn legacy_target(arn: &str) -> Option<&'static LegacyTarget> {
    let resource = Resource::of(arn)?;
    LEGACY_TARGETS.iter().find(|target| target.resource == resource)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn operations_and_their_parameters_are_described() {
        let parameters = ACTIONS
            .iter()
            .map(|action| (action.name, &action.about, action.parameters))
            .chain(LEGACY_TARGETS.iter().map(|target| (target.arn, &target.about, target.parameters)));
        for (name, about, parameters) in parameters {
            check(name, about);
            for parameter in parameters {
                check(parameter.name, &parameter.about);
            }
            assert!(parameters.is_sorted_by_key(|parameter| !parameter.required), "{name}");
        }
    }

    #[test]
    fn targets_are_known_by_their_form() {
        for target in LEGACY_TARGETS {
            assert_eq!(legacy_target(target.arn).map(|found| found.arn), Some(target.arn));
        }
        assert_eq!(
            legacy_target("acs:mns:cn-shanghai:1:/queues/a/messages").map(|found| found.arn),
            Some("acs:mns:::/queues/QUEUE/messages")
        );
        assert!(legacy_target("!Ref x").is_none());
    }

    #[test]
    fn the_parameters_are_those_that_the_checker_knows() {
        let known: Vec<_> = flowglass_flow::services::ACTIONS.iter().map(|action| action.name).collect();
        assert_eq!(ACTIONS.iter().map(|action| action.name).collect::<Vec<_>>(), known);
        for (action, known) in ACTIONS.iter().zip(flowglass_flow::services::ACTIONS) {
            let mut names: Vec<_> = action.parameters.iter().map(|parameter| parameter.name).collect();
            let mut known = known.parameters.to_vec();
            names.sort_unstable();
            known.sort_unstable();
            assert_eq!(names, known, "{}", action.name);
        }
    }
}
