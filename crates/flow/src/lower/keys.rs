//! The keys of both languages, place by place.
//!
//! Source: `fdl-v1.md` 2–4, `state-machine.md` 1–2 and 8.

use crate::model::Dialect;

pub(super) const LEGACY_FLOW: &[&str] =
    &["version", "type", "name", "steps", "inputMappings", "outputMappings", "timeoutSeconds"];
pub(super) const LEGACY_MAPPING: &[&str] = &["target", "source"];
pub(super) const LEGACY_RETRY: &[&str] =
    &["errors", "intervalSeconds", "maxIntervalSeconds", "maxAttempts", "multiplier"];
pub(super) const LEGACY_CATCH: &[&str] = &["errors", "goto"];
pub(super) const LEGACY_ARM: &[&str] = &["condition", "steps", "goto"];
pub(super) const LEGACY_DEFAULT: &[&str] = &["steps", "goto"];
pub(super) const LEGACY_BRANCH: &[&str] = &["steps"];
pub(super) const LEGACY_ITERATION: &[&str] = &["collection", "item", "index"];
/// The types that pages describe; `loop` is known to the vendor's schema only.
pub(super) const LEGACY_TYPES: &[&str] = &["task", "pass", "wait", "choice", "parallel", "foreach", "succeed", "fail"];

pub(super) const MACHINE_FLOW: &[&str] =
    &["Type", "SpecVersion", "Name", "Description", "StartAt", "States", "Timeout"];
pub(super) const MACHINE_RETRY: &[&str] =
    &["Errors", "MaxAttempts", "IntervalSeconds", "BackoffRate", "MaxBackoffSeconds", "Description"];
pub(super) const MACHINE_CATCH: &[&str] = &["Errors", "Next", "OutputConstructor", "Description"];
pub(super) const MACHINE_ARM: &[&str] = &["Condition", "Next"];
pub(super) const MACHINE_BRANCH: &[&str] = &["StartAt", "States"];
pub(super) const MACHINE_PROCESSOR: &[&str] = &["StartAt", "States", "ProcessorConfig"];
pub(super) const MACHINE_PROCESSOR_CONFIG: &[&str] = &["ExecutionMode", "Mode"];
pub(super) const MACHINE_TYPES: &[&str] = &["Pass", "Task", "Choice", "Parallel", "Map", "Wait", "Succeed", "Fail"];

/// The keys of a legacy step of one type.
pub(super) fn legacy_step(kind: &str) -> Vec<&'static str> {
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

/// The keys of a state of one type.
pub(super) fn machine_state(kind: &str) -> Vec<&'static str> {
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
        "Map" => &[
            "ItemsPath",
            "Processor",
            "ProcessorConfig",
            "MaxConcuccency",
            "MaxConcurrency",
            "ItemReader",
            "ItemConstructor",
            "ItemBatcher",
            "ResultWriter",
            "MaxItems",
            "ToleratedFailurePercentage",
            "ToleratedFailureCount",
        ],
        "Wait" => &["Seconds", "Seconds.$", "UntilDateTime", "UntilDateTime.$"],
        "Fail" => &["Code", "Code.$", "Detail", "Detail.$"],
        _ => &[],
    });
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
