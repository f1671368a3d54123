//! Runs of distributed Maps as the service describes them.
//!
//! Source: api.md 5.5.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::lenient;

/// A run of a distributed Map: what `DescribeMapRun` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireMapRun {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub map_run_name: String,
    /// The execution that the Map is a step of.
    #[serde(deserialize_with = "lenient::text")]
    pub execution_name: String,
    /// Where it stands.
    #[serde(deserialize_with = "lenient::text")]
    pub status: String,
    /// When it began, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub started_time: String,
    /// When it ended; empty or [`crate::NEVER`] while it goes on.
    #[serde(deserialize_with = "lenient::text")]
    pub stopped_time: String,
    /// How many items run at a time.
    #[serde(deserialize_with = "lenient::integer")]
    pub concurrency: i64,
    /// How many items may fail; missing when nobody has said.
    #[serde(deserialize_with = "lenient::optional_integer", skip_serializing_if = "Option::is_none")]
    pub tolerated_failed_count: Option<i64>,
    /// How many of a hundred items may fail; missing when nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerated_failed_percentage: Option<f64>,
    /// How many items stand where.
    pub item_counts: WireItemCounts,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// How many items of a run stand where.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireItemCounts {
    /// Not started.
    #[serde(deserialize_with = "lenient::integer")]
    pub pending: i64,
    /// Running.
    #[serde(deserialize_with = "lenient::integer")]
    pub running: i64,
    /// Ended well; the service's own spelling.
    #[serde(deserialize_with = "lenient::integer")]
    pub succeed: i64,
    /// Failed or timed out.
    #[serde(deserialize_with = "lenient::integer")]
    pub failed: i64,
    /// Stopped, or never started.
    #[serde(deserialize_with = "lenient::integer")]
    pub aborted: i64,
    /// All of them.
    #[serde(deserialize_with = "lenient::integer")]
    pub total: i64,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// What `UpdateMapRun` answers: how the run goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct MapRunUpdate {
    /// The flow.
    #[serde(deserialize_with = "lenient::text")]
    pub flow_name: String,
    /// The execution that the Map is a step of.
    #[serde(deserialize_with = "lenient::text")]
    pub execution_name: String,
    /// The run.
    #[serde(deserialize_with = "lenient::text")]
    pub map_run_name: String,
    /// How many items run at a time.
    #[serde(deserialize_with = "lenient::integer")]
    pub concurrency: i64,
    /// How many items may fail; missing when nobody has said.
    #[serde(deserialize_with = "lenient::optional_integer", skip_serializing_if = "Option::is_none")]
    pub tolerated_failed_count: Option<i64>,
    /// How many of a hundred items may fail; missing when nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerated_failed_percentage: Option<f64>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_written_as_it_was_read() {
        let text = concat!(
            r#"{"MapRunName":"m","ExecutionName":"e","Status":"Running","StartedTime":"2026-01-01T08:00:00+08:00","#,
            r#""StoppedTime":"","Concurrency":5,"ToleratedFailedPercentage":2.5,"#,
            r#""ItemCounts":{"Pending":1,"Running":2,"Succeed":3,"Failed":4,"Aborted":5,"Total":15,"New":0},"New":1}"#,
        );
        let run: WireMapRun = serde_json::from_str(text).unwrap();
        assert_eq!((run.item_counts.succeed, run.tolerated_failed_count), (3, None));
        assert_eq!(serde_json::to_string(&run).unwrap(), text);
        let text =
            r#"{"FlowName":"f","ExecutionName":"e","MapRunName":"m","Concurrency":5,"ToleratedFailedCount":2,"New":1}"#;
        let update: MapRunUpdate = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&update).unwrap(), text);
    }
}
