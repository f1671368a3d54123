//! Events as `GetExecutionHistory` answers them.

use std::collections::BTreeMap;
use std::fmt;

use flowglass_expression::Json;
use flowglass_history::{Detail, Event, EventId, History, Kind, Millis};
use serde::{Deserialize, Serialize};

use crate::lenient;

/// One event on the wire.
///
/// Members are written in the order of a published history. Source: api.md 5.1; events.md 2 and 3, sample A.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireEvent {
    /// The bare name of the step; empty for events of the execution.
    #[serde(deserialize_with = "lenient::text")]
    pub step_name: String,
    /// What happened, in the service's words.
    #[serde(rename = "Type", deserialize_with = "lenient::text")]
    pub kind: String,
    /// From 1, growing.
    #[serde(deserialize_with = "lenient::integer")]
    pub event_id: i64,
    /// The event that triggered this one; 0 for none.
    #[serde(deserialize_with = "lenient::integer")]
    pub schedule_event_id: i64,
    /// The text of a JSON object.
    #[serde(deserialize_with = "lenient::text")]
    pub event_detail: String,
    /// When it happened, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub time: String,
    /// Members that this build does not know, kept as they are; a history does not have them.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

impl From<Event<'_>> for WireEvent {
    fn from(event: Event<'_>) -> Self {
        Self {
            step_name: event.step.to_owned(),
            kind: event.kind.name().to_owned(),
            event_id: i64::from(event.id.0),
            schedule_event_id: event.trigger.map_or(0, |id| i64::from(id.0)),
            event_detail: event.detail.to_text(),
            time: event.time.to_rfc3339(),
            other: BTreeMap::new(),
        }
    }
}

/// The events of a history as `GetExecutionHistory` answers them, in the order of their numbers.
pub fn execution_history(history: &History) -> Vec<WireEvent> {
    history.events().map(WireEvent::from).collect()
}

/// Makes a history from events in any order; an event that comes twice, as pages that overlap have it, counts once.
///
/// An event without a time gets that of the event before it.
///
/// # Errors
/// When an event has no type, no usable number or a time that is no RFC 3339 text, or when two different events have
/// the same number.
pub fn history_from_events(events: &[WireEvent]) -> Result<History, EventError> {
    let mut sorted: Vec<&WireEvent> = events.iter().collect();
    sorted.sort_by_key(|event| event.event_id);
    let mut history = History::new();
    let mut before: Option<&WireEvent> = None;
    for event in sorted {
        let fail = |message: String| EventError { event_id: event.event_id, message };
        if let Some(same) = before.filter(|before| before.event_id == event.event_id) {
            if same == event {
                continue;
            }
            return Err(fail("it is there twice, with different contents".to_owned()));
        }
        before = Some(event);
        let id = match u32::try_from(event.event_id) {
            Ok(id) if id > 0 => id,
            _ if event.event_id > 0 => return Err(fail("the number is too large".to_owned())),
            _ => return Err(fail("events are numbered from 1".to_owned())),
        };
        if event.kind.is_empty() {
            return Err(fail("it has no Type".to_owned()));
        }
        let time = match event.time.trim() {
            "" => history.last().map_or(Millis(0), |last| last.time),
            text => Millis::parse(text).map_err(|error| fail(format!("its Time: {error}")))?,
        };
        let detail = Detail::from_text(&event.event_detail);
        let entry = Event {
            id: EventId(id),
            trigger: u32::try_from(event.schedule_event_id).ok().filter(|id| *id != 0).map(EventId),
            time,
            kind: Kind::from_name(&event.kind),
            step: &event.step_name,
            detail: detail.view(),
        };
        history.record(&entry).map_err(|error| fail(error.to_string()))?;
    }
    Ok(history)
}

/// An event that cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventError {
    /// Its number, as far as it has one; 0 otherwise.
    pub event_id: i64,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the event with EventId {}: {}", self.event_id, self.message)
    }
}

impl std::error::Error for EventError {}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    fn event(event_id: i64, kind: &str) -> WireEvent {
        WireEvent {
            event_id,
            kind: kind.to_owned(),
            schedule_event_id: event_id - 1,
            step_name: if kind.starts_with("Execution") { String::new() } else { "pass1".to_owned() },
            event_detail: r#"{"input":{}}"#.to_owned(),
            time: "2024-06-24T02:58:42.043Z".to_owned(),
            ..WireEvent::default()
        }
    }

    fn numbers(history: &History) -> Vec<u32> {
        history.events().map(|event| event.id.0).collect()
    }

    #[test]
    fn an_event_is_written_as_the_service_writes_it() {
        let history = history_from_events(&[event(1, "ExecutionStarted"), event(2, "StepEntered")]).unwrap();
        let expected = concat!(
            r#"[{"StepName":"","Type":"ExecutionStarted","EventId":1,"ScheduleEventId":0,"#,
            r#""EventDetail":"{\"input\":{}}","Time":"2024-06-24T02:58:42.043Z"},"#,
            r#"{"StepName":"pass1","Type":"StepEntered","EventId":2,"ScheduleEventId":1,"#,
            r#""EventDetail":"{\"input\":{}}","Time":"2024-06-24T02:58:42.043Z"}]"#,
        );
        assert_eq!(serde_json::to_string(&execution_history(&history)).unwrap(), expected);
    }

    #[test]
    fn what_is_written_can_be_read() {
        let events = [
            event(1, "ExecutionStarted"),
            WireEvent { event_detail: "not JSON".to_owned(), ..event(2, "StepSkipped") },
            WireEvent { event_detail: String::new(), step_name: "步骤".to_owned(), ..event(7, "StepEntered") },
        ];
        let history = history_from_events(&events).unwrap();
        assert_eq!(execution_history(&history), events);
        let text = serde_json::to_string(&events).unwrap();
        assert_eq!(serde_json::from_str::<Vec<WireEvent>>(&text).unwrap(), events);
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let (first, second, third) = (event(1, "ExecutionStarted"), event(2, "StepEntered"), event(3, "StepStarted"));
        let events = [third.clone(), second.clone(), first, second, third];
        assert_eq!(numbers(&history_from_events(&events).unwrap()), [1, 2, 3]);
        assert_eq!(numbers(&history_from_events(&[]).unwrap()), [0; 0]);
    }

    #[test]
    fn other_forms_are_understood() {
        let text = r#"{"Type":"StepEntered","EventId":"4","ScheduleEventId":null,"StepName":null,
            "EventDetail":{"input": {"a": 1}},"New":[1]}"#;
        let read: WireEvent = serde_json::from_str(text).unwrap();
        let expected = WireEvent {
            kind: "StepEntered".to_owned(),
            event_id: 4,
            event_detail: r#"{"input":{"a":1}}"#.to_owned(),
            other: [("New".to_owned(), json!([1]))].into(),
            ..WireEvent::default()
        };
        assert_eq!(read, expected);
        assert!(serde_json::to_string(&read).unwrap().ends_with(r#","Time":"","New":[1]}"#));
        let history =
            history_from_events(&[WireEvent { time: String::new(), ..event(5, "A") }, event(4, "B")]).unwrap();
        assert_eq!(history.last().unwrap().time, Millis(1_719_197_922_043));
        let far = WireEvent { schedule_event_id: -3, ..event(1, "A") };
        assert_eq!(history_from_events(&[far]).unwrap().last().unwrap().trigger, None);
    }

    #[test]
    fn what_cannot_be_taken_over_is_named() {
        fn check(events: &[WireEvent], event_id: i64, part: &str) {
            let error = history_from_events(events).unwrap_err();
            assert_eq!(error.event_id, event_id, "{error}");
            assert!(error.to_string().contains(part), "{error}");
        }
        check(&[event(0, "A")], 0, "from 1");
        check(&[event(-1, "A")], -1, "from 1");
        check(&[event(i64::MAX, "A")], i64::MAX, "too large");
        check(&[event(4_000_000_000, "A")], 4_000_000_000, "too large");
        check(&[event(1, "A"), event(2, "")], 2, "no Type");
        check(&[event(3, "A"), event(3, "B")], 3, "twice");
        check(&[WireEvent { time: "yesterday".to_owned(), ..event(1, "A") }], 1, "\"yesterday\"");
    }
}
