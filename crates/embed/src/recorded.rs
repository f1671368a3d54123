//! A recorded execution as the viewer needs it: its events and its status.
//!
//! It takes what [`flowglass_api::read_execution_file`] takes and makes the same history. It goes over the JSON value, which
//! the viewer reads anyway: typed reading would add a twentieth to what every reader of a docs page loads.

use flowglass_api::{WireEvent, history_from_events};
use flowglass_expression::Json;
use flowglass_history::{History, Status};

/// The events of an execution, and what the service says about the whole of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recorded {
    pub(crate) history: History,
    /// It wins over what the events tell.
    pub(crate) status: Option<Status>,
}

impl Recorded {
    /// Reads `{"Execution":{…},"Events":[…]}`; one of the two is enough.
    ///
    /// # Errors
    /// The text is something else; in words.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let file = Json::parse(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        let part = |name| file.get(name).filter(|part| !part.is_null());
        let (execution, events) = (part("Execution"), part("Events"));
        if execution.is_none() && events.is_none() {
            return Err("this is no execution: expected an object with `Execution` and `Events`".to_owned());
        }
        if execution.is_some_and(|execution| execution.as_object().is_none()) {
            return Err("`Execution` is no object".to_owned());
        }
        let events = match events {
            Some(events) => events.as_array().ok_or("`Events` is no list")?,
            None => &[],
        };
        let events = events.iter().map(event).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            history: history_from_events(&events).map_err(|error| error.to_string())?,
            status: execution.and_then(|execution| Status::from_name(execution.get("Status")?.as_str()?)),
        })
    }
}

fn event(event: &Json) -> Result<WireEvent, String> {
    if event.as_object().is_none() {
        return Err(format!("an event is of type {}, and events are objects", event.kind()));
    }
    Ok(WireEvent {
        step_name: text(event.get("StepName")),
        kind: text(event.get("Type")),
        event_id: integer(event.get("EventId"))?,
        schedule_event_id: integer(event.get("ScheduleEventId"))?,
        event_detail: text(event.get("EventDetail")),
        time: text(event.get("Time")),
        ..WireEvent::default()
    })
}

/// A text; what is something else becomes its JSON text.
fn text(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.as_ref().to_owned(),
        Some(other) => other.to_compact(),
    }
}

/// A whole number, also as a text; nothing is 0.
fn integer(value: Option<&Json>) -> Result<i64, String> {
    let read = match value {
        None | Some(Json::Null) => Some(0),
        Some(Json::Number(number)) => number.as_i64(),
        Some(Json::String(text)) if text.trim().is_empty() => Some(0),
        Some(Json::String(text)) => text.trim().parse().ok(),
        Some(Json::Bool(_) | Json::Array(_) | Json::Object(_)) => None,
    };
    read.ok_or_else(|| format!("the number of an event is {}", text(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flowglass_api::read_execution_file;

    const EVENTS: &str = r#"[{"EventId":"2","ScheduleEventId":1,"Type":"StepEntered","StepName":"a","EventDetail":{"input":1},"New":5},
        {"EventId":1,"ScheduleEventId":null,"Type":"ExecutionStarted","EventDetail":"{}","Time":"2026-01-01T00:00:00Z"}]"#;

    #[test]
    fn it_reads_what_the_wire_types_read() {
        for text in [
            format!(r#"{{"Events":{EVENTS}}}"#),
            format!(r#"{{"Execution":{{"Status":"Stopped"}},"Events":{EVENTS}}}"#),
            "\u{feff}{\"Execution\":{\"Status\":\"Odd\"},\"Events\":null}".to_owned(),
            r#"{"Execution":{}}"#.to_owned(),
        ] {
            let (execution, history) = read_execution_file(&text).unwrap();
            assert_eq!(Recorded::read(&text), Ok(Recorded { history, status: execution.known_status() }), "{text}");
        }
    }

    #[test]
    fn it_refuses_what_the_wire_types_refuse() {
        fn check(text: &str, beginning: &str) {
            assert!(read_execution_file(text).is_err(), "{text}");
            let words = Recorded::read(text).unwrap_err();
            assert!(words.starts_with(beginning), "{words}");
        }
        check("", "line 1, column 1: ");
        check("[]", "this is no execution: ");
        check("{}", "this is no execution: ");
        check(r#"{"Execution":5}"#, "`Execution` is no object");
        check(r#"{"Events":5}"#, "`Events` is no list");
        check(r#"{"Events":[5]}"#, "an event is of type number");
        check(r#"{"Events":[{"EventId":true,"Type":"A"}]}"#, "the number of an event is true");
        check(r#"{"Events":[{"EventId":1}]}"#, "the event with EventId 1: it has no Type");
    }
}
