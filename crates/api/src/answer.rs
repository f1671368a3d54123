//! What the operations answer: their own members, and the number of the request.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::{WireEvent, WireExecution, WireFlow, lenient};

/// An answer of an operation.
///
/// `CreateFlow`, `DescribeFlow` and `UpdateFlow` answer with a [`WireFlow`], `ListFlows` with a [`FlowList`],
/// `StartExecution`, `StartSyncExecution`, `StopExecution` and `DescribeExecution` with a [`WireExecution`],
/// `ListExecutions` with an [`ExecutionList`], `GetExecutionHistory` with an [`EventList`], the two reports with a
/// [`Reported`], and what deletes with [`Nothing`]; versions, aliases, map runs and regions have shapes of their own.
/// Source: api.md 4 and 5.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer<T> {
    /// The number of the request, for the vendor's support.
    #[serde(rename = "RequestId", default, deserialize_with = "lenient::text")]
    pub request_id: String,
    /// What was asked for.
    #[serde(flatten)]
    pub body: T,
}

/// A page of flows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FlowList {
    /// The flows.
    #[serde(deserialize_with = "lenient::list")]
    pub flows: Vec<WireFlow>,
    /// What to ask for the next page with; none when this is the last.
    #[serde(deserialize_with = "lenient::token", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// A page of executions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ExecutionList {
    /// The executions.
    #[serde(deserialize_with = "lenient::list")]
    pub executions: Vec<WireExecution>,
    /// What to ask for the next page with; none when this is the last.
    #[serde(deserialize_with = "lenient::token", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// A page of a history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct EventList {
    /// The events.
    #[serde(deserialize_with = "lenient::list")]
    pub events: Vec<WireEvent>,
    /// What to ask for the next page with; none when there are no more events now.
    #[serde(deserialize_with = "lenient::token", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// What came of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Reported {
    /// The number of the event that the report made.
    #[serde(deserialize_with = "lenient::integer")]
    pub event_id: i64,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// An answer that says nothing but that it was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Nothing {
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    #[test]
    fn answers_are_written_as_they_were_read() {
        fn check<T: Serialize + DeserializeOwned>(text: &str) {
            let answer: Answer<T> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&answer).unwrap(), text);
        }
        check::<FlowList>(r#"{"RequestId":"a","Flows":[],"NextToken":"shop"}"#);
        check::<ExecutionList>(r#"{"RequestId":"a","Executions":[],"New":{"x":1}}"#);
        check::<EventList>(
            r#"{"RequestId":"a","Events":[{"StepName":"","Type":"A","EventId":1,"ScheduleEventId":0,"EventDetail":"{}","Time":""}],"NextToken":"2"}"#,
        );
        check::<Reported>(r#"{"RequestId":"a","EventId":7}"#);
        check::<Nothing>(r#"{"RequestId":"a"}"#);
        check::<WireExecution>(
            r#"{"RequestId":"a","FlowName":"f","Name":"n","Status":"Running","StartedTime":"","StoppedTime":"","New":1}"#,
        );
    }

    #[test]
    fn the_number_of_the_request_is_no_member_of_what_was_asked_for() {
        let answer: Answer<WireFlow> = serde_json::from_str(r#"{"Name":"shop","RequestId":"a"}"#).unwrap();
        assert_eq!((answer.request_id.as_str(), answer.body.other.len()), ("a", 0));
    }

    #[test]
    fn other_forms_are_understood() {
        let answer: Answer<EventList> =
            serde_json::from_str(r#"{"Events":null,"NextToken":"","RequestId":null}"#).unwrap();
        assert_eq!(answer, Answer::default());
        let answer: Answer<EventList> = serde_json::from_str(r#"{"NextToken":3}"#).unwrap();
        assert_eq!(answer.body.next_token.as_deref(), Some("3"));
        let answer: Answer<Reported> = serde_json::from_str(r#"{"EventId":"12"}"#).unwrap();
        assert_eq!(answer.body.event_id, 12);
    }
}
