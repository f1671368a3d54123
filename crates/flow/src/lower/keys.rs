//! The keys of both languages, place by place: what reading takes, and what an editor may offer.
//!
//! Source: `fdl-v1.md` 2–4, `state-machine.md` 1–2 and 8.

use crate::model::Dialect;

/// The outermost mapping of the older language.
pub const LEGACY_FLOW: &[&str] =
    &["version", "type", "name", "steps", "inputMappings", "outputMappings", "timeoutSeconds"];
/// An entry of `inputMappings`, `outputMappings` or `errorMappings`.
pub const LEGACY_MAPPING: &[&str] = &["target", "source"];
/// An entry of `retry`.
pub const LEGACY_RETRY: &[&str] = &["errors", "intervalSeconds", "maxIntervalSeconds", "maxAttempts", "multiplier"];
/// An entry of `catch`.
pub const LEGACY_CATCH: &[&str] = &["errors", "goto"];
/// An entry of `choices`.
pub const LEGACY_ARM: &[&str] = &["condition", "steps", "goto"];
/// The mapping under `default`.
pub const LEGACY_DEFAULT: &[&str] = &["steps", "goto"];
/// An entry of `branches`.
pub const LEGACY_BRANCH: &[&str] = &["steps"];
/// The mapping under `iterationMapping`.
pub const LEGACY_ITERATION: &[&str] = &["collection", "item", "index"];
/// The types that pages describe; `loop` is known to the vendor's schema only.
pub const LEGACY_TYPES: &[&str] = &["task", "pass", "wait", "choice", "parallel", "foreach", "succeed", "fail"];

/// The outermost mapping of the new language.
pub const MACHINE_FLOW: &[&str] = &["Type", "SpecVersion", "Name", "Description", "StartAt", "States", "Timeout"];
/// An entry of `Retry`.
pub const MACHINE_RETRY: &[&str] =
    &["Errors", "MaxAttempts", "IntervalSeconds", "BackoffRate", "MaxBackoffSeconds", "Description"];
/// An entry of `Catch`.
pub const MACHINE_CATCH: &[&str] = &["Errors", "Next", "OutputConstructor", "Description"];
/// An entry of `Branches` in a Choice.
pub const MACHINE_ARM: &[&str] = &["Condition", "Next"];
/// An entry of `Branches` in a Parallel.
pub const MACHINE_BRANCH: &[&str] = &["StartAt", "States"];
/// The mapping under `Processor`.
pub const MACHINE_PROCESSOR: &[&str] = &["StartAt", "States", "ProcessorConfig"];
/// The mapping under `ProcessorConfig`.
pub const MACHINE_PROCESSOR_CONFIG: &[&str] = &["ExecutionMode", "Mode"];
/// The types of states.
pub const MACHINE_TYPES: &[&str] = &["Pass", "Task", "Choice", "Parallel", "Map", "Wait", "Succeed", "Fail"];

/// The keys of a legacy step of one type.
pub fn legacy_step(kind: &str) -> Vec<&'static str> {
    let mut keys = vec!["type", "name", "inputMappings", "outputMappings"];
    if !matches!(kind, "succeed" | "fail") {
        keys.push("end");
    }
    keys.extend_from_slice(match kind {
        "task" => {
            &["resourceArn", "action", "pattern", "serviceParams", "timeoutSeconds", "errorMappings", "retry", "catch"]
        }
        "wait" => &["duration", "timestamp"],
        "choice" => &["choices", "default"],
        "parallel" => &["branches"],
        "foreach" => &["iterationMapping", "steps"],
        "fail" => &["error", "cause"],
        "loop" => &["preCondition", "postCondition", "steps"],
        _ => &[],
    });
    keys
}

/// The keys of a Map that only a distributed one has.
///
/// Source: `state-machine.md` 2.5.2.
pub const DISTRIBUTED: [&str; 7] = [
    "ItemReader",
    "ItemConstructor",
    "ItemBatcher",
    "ResultWriter",
    "MaxItems",
    "ToleratedFailurePercentage",
    "ToleratedFailureCount",
];

/// The keys of a state of one type.
pub fn machine_state(kind: &str) -> Vec<&'static str> {
    let mut keys = vec!["Name", "Type", "Description", "InputConstructor", "GlobalConstructor"];
    if kind != "Choice" {
        keys.push("OutputConstructor");
        keys.push("Next");
        keys.push("End");
    }
    if matches!(kind, "Task" | "Parallel" | "Map") {
        keys.push("Retry");
        keys.push("Catch");
    }
    keys.extend_from_slice(match kind {
        "Task" => &["Action", "TaskMode", "Parameters", "Timeout", "Timeout.$"],
        "Choice" => &["Branches", "Default"],
        "Parallel" => &["Branches"],
        "Map" => &["ItemsPath", "Processor", "ProcessorConfig", "MaxConcuccency", "MaxConcurrency"],
        "Wait" => &["Seconds", "Seconds.$", "UntilDateTime", "UntilDateTime.$"],
        "Fail" => &["Code", "Code.$", "Detail", "Detail.$"],
        _ => &[],
    });
    if kind == "Map" {
        keys.extend(DISTRIBUTED);
    }
    keys
}

/// The key of this place that stands for a key of the other dialect or of Amazon States Language.
///
/// Source: `state-machine.md` 11 (rule 34) and 14.
pub(super) fn replacement(dialect: Dialect, key: &str, known: &[&'static str]) -> Option<&'static str> {
    let meant: &[&'static str] = match (dialect, key) {
        (Dialect::StateMachine, "version") => &["SpecVersion"],
        (Dialect::StateMachine, "steps") => &["States"],
        (Dialect::StateMachine, "Comment") => &["Description"],
        (Dialect::StateMachine, "Resource" | "resourceArn" | "action") => &["Action"],
        (Dialect::StateMachine, "pattern") => &["TaskMode"],
        (Dialect::StateMachine, "serviceParams") => &["Parameters"],
        (Dialect::StateMachine, "TimeoutSeconds" | "timeoutSeconds" | "HeartbeatSeconds") => &["Timeout"],
        (Dialect::StateMachine, "InputPath" | "inputMappings" | "Parameters") => &["InputConstructor"],
        (Dialect::StateMachine, "ResultPath" | "OutputPath" | "ResultSelector" | "outputMappings") => {
            &["OutputConstructor"]
        }
        (Dialect::StateMachine, "Assign") => &["GlobalConstructor"],
        (Dialect::StateMachine, "Choices" | "choices") => &["Branches"],
        (Dialect::StateMachine, "Iterator" | "ItemProcessor") => &["Processor"],
        (Dialect::StateMachine, "ItemSelector") => &["ItemConstructor"],
        (Dialect::StateMachine, "ErrorEquals") => &["Errors"],
        (Dialect::StateMachine, "OnError" | "OnErrors") => &["Catch"],
        (Dialect::StateMachine, "goto") => &["Next"],
        (Dialect::StateMachine, "end") => &["End"],
        (Dialect::StateMachine, "duration" | "Duration" | "timestamp" | "Timestamp") => &["Seconds"],
        (Dialect::StateMachine, "Error" | "error") => &["Code"],
        (Dialect::StateMachine, "Cause" | "cause") => &["Detail"],
        (Dialect::Legacy, "next" | "Next") => &["goto"],
        (Dialect::Legacy, "States") => &["steps"],
        (Dialect::Legacy, "Action") => &["action", "resourceArn"],
        (Dialect::Legacy, "Seconds") => &["duration"],
        (Dialect::Legacy, "Parameters") => &["serviceParams"],
        _ => &[],
    };
    meant.iter().copied().find(|key| known.contains(key))
}
