//! An execution as the service describes it.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use flowglass_history::{Millis, Status};
use serde::{Deserialize, Serialize};

use crate::lenient;

/// What the service writes for the end of an execution that goes on.
///
/// Source: api.md 1 and 5.1.
pub const NEVER: &str = "1970-01-01T00:00:00Z";

/// An execution on the wire: what the operations that start, stop, describe and list executions have in common.
///
/// Source: api.md 5.1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireExecution {
    /// The flow that it runs.
    #[serde(deserialize_with = "lenient::text")]
    pub flow_name: String,
    /// Its own name, unique in its flow.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Where it stands; empty or unknown means that it has not ended.
    #[serde(deserialize_with = "lenient::text")]
    pub status: String,
    /// When it began, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub started_time: String,
    /// When it ended; empty or [`NEVER`] while it goes on.
    #[serde(deserialize_with = "lenient::text")]
    pub stopped_time: String,
    /// The text of a JSON object; `StartSyncExecution` does not answer with it.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The text of a JSON value; empty as long as there is none.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The definition that it runs, as it was at the start.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub flow_definition: Option<String>,
    /// The role that it acts in; only where it stops.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// The variables of the environment, `{"Variables":[{"Name":…,"Value":…}]}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Json>,
    /// The error that ended it; only `StartSyncExecution` answers with it.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// What is said about the error; as [`error_code`](Self::error_code).
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

impl WireExecution {
    /// Where it stands, if that is said in a known word.
    pub fn known_status(&self) -> Option<Status> {
        Status::from_name(&self.status)
    }

    /// When it began, if that is said.
    pub fn started(&self) -> Option<Millis> {
        moment(&self.started_time)
    }

    /// When it ended, if it has.
    pub fn stopped(&self) -> Option<Millis> {
        moment(&self.stopped_time)
    }

    /// What it was started with; missing and empty input is `{}`, and a text that is no JSON is a JSON text.
    pub fn input_value(&self) -> Json {
        self.input.as_deref().and_then(value).unwrap_or_else(Json::object)
    }

    /// What it ended with, if there is something; a text that is no JSON is a JSON text.
    pub fn output_value(&self) -> Option<Json> {
        self.output.as_deref().and_then(value)
    }

    /// The text for [`stopped_time`](Self::stopped_time).
    pub fn stopped_text(stopped: Option<Millis>) -> String {
        stopped.map_or_else(|| NEVER.to_owned(), Millis::to_rfc3339)
    }
}

/// A moment; the epoch stands for none.
fn moment(text: &str) -> Option<Millis> {
    Millis::parse(text).ok().filter(|moment| *moment != Millis(0))
}

fn value(text: &str) -> Option<Json> {
    if text.trim().is_empty() {
        return None;
    }
    Some(Json::parse(text).unwrap_or_else(|_| Json::from(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flowglass_expression::json;

    fn read(text: &str) -> WireExecution {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn an_execution_is_written_with_the_members_it_has() {
        let execution = WireExecution {
            flow_name: "shop".to_owned(),
            name: "run-1".to_owned(),
            status: Status::Running.name().to_owned(),
            started_time: Millis(1_767_225_600_000).to_rfc3339(),
            stopped_time: WireExecution::stopped_text(None),
            input: Some("{}".to_owned()),
            output: Some(String::new()),
            ..WireExecution::default()
        };
        let expected = concat!(
            r#"{"FlowName":"shop","Name":"run-1","Status":"Running","StartedTime":"2026-01-01T00:00:00.000Z","#,
            r#""StoppedTime":"1970-01-01T00:00:00Z","Input":"{}","Output":""}"#,
        );
        assert_eq!(serde_json::to_string(&execution).unwrap(), expected);
        assert_eq!(read(expected), execution);
        assert_eq!((execution.known_status(), execution.stopped()), (Some(Status::Running), None));
        assert_eq!(execution.started(), Some(Millis(1_767_225_600_000)));
    }

    #[test]
    fn unknown_members_are_kept() {
        let text = r#"{"FlowName":"","Name":"a","Status":"","StartedTime":"","StoppedTime":"","Environment":{"Variables":[]},"MapRunName":"x","New":[1,null]}"#;
        let execution = read(text);
        assert_eq!(execution.other.get("New"), Some(&json!([1, null])));
        assert_eq!(execution.environment, Some(json!({"Variables": []})));
        assert_eq!(serde_json::to_string(&execution).unwrap(), text);
    }

    #[test]
    fn what_is_not_said_has_a_meaning() {
        fn check(text: &str, status: Option<Status>, stopped: Option<Millis>, input: Json, output: Option<Json>) {
            let execution = read(text);
            assert_eq!(execution.known_status(), status, "{text}");
            assert_eq!(execution.stopped(), stopped, "{text}");
            assert_eq!(execution.input_value(), input, "{text}");
            assert_eq!(execution.output_value(), output, "{text}");
        }
        check("{}", None, None, json!({}), None);
        check(r#"{"Status":"Odd","StoppedTime":null,"Input":"","Output":" "}"#, None, None, json!({}), None);
        check(r#"{"StoppedTime":"1970-01-01T08:00:00+08:00","Input":null}"#, None, None, json!({}), None);
        check(
            r#"{"Status":"Failed","StoppedTime":"2026-01-01T00:00:00Z","Input":{"a":1},"Output":"no JSON"}"#,
            Some(Status::Failed),
            Some(Millis(1_767_225_600_000)),
            json!({"a": 1}),
            Some(json!("no JSON")),
        );
    }
}
