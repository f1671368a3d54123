//! Histories as lines of text that people can read and write.

use std::fmt;

use flowglass_expression::Json;

use crate::{Detail, Event, EventId, History, Kind, Millis};

/// The time of the first event; lines do not tell times. 2026-01-01T00:00:00.000Z.
const START: Millis = Millis(1_767_225_600_000);
/// The time between an event and the next, in milliseconds.
const STEP: i64 = 10;
/// What a name without quotes cannot contain, since it ends there.
const NAME_ENDS: [&str; 3] = ["  ", " {", " \""];

impl History {
    /// Reads one event a line: `ID <- TRIGGER  Type  StepName  {detail}`.
    ///
    /// A trigger of 0 stands for none. The name is left out for events of the execution itself, and ends before two
    /// blanks or the detail; without a detail it is `{}`. A type, name or detail that does not fit so is a JSON text
    /// in quotes (a name must then be given, at least `""`). Empty lines are passed over. Lines tell no times:
    /// the events are 10 ms apart.
    ///
    /// # Errors
    /// When a line cannot be read, with its number.
    pub fn from_lines(text: &str) -> Result<Self, LineError> {
        let mut history = Self::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let fail = |message| LineError { line: index + 1, message };
            let parts = read_line(line).map_err(fail)?;
            let event = Event {
                id: parts.id,
                trigger: parts.trigger,
                time: START.plus(STEP.saturating_mul(history.len() as i64)),
                kind: Kind::from_name(&parts.kind),
                step: &parts.step,
                detail: parts.detail.view(),
            };
            history.record(&event).map_err(|error| fail(error.to_string()))?;
        }
        Ok(history)
    }

    /// Writes the events as [`from_lines`](Self::from_lines) reads them, with aligned columns and without their times.
    pub fn to_lines(&self) -> String {
        let rows: Vec<_> = self.events().map(row).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2), width(3)];
        let mut text = String::new();
        for [id, trigger, kind, step, detail] in &rows {
            let [a, b, c, d] = widths;
            text.push_str(&format!("{id:>a$} <- {trigger:>b$}  {kind:<c$}  "));
            if d > 0 {
                text.push_str(&format!("{step:<d$}  "));
            }
            text.push_str(detail);
            text.push('\n');
        }
        text
    }
}

/// A line that is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for LineError {}

struct Line {
    id: EventId,
    trigger: Option<EventId>,
    kind: String,
    step: String,
    detail: Detail,
}

fn read_line(line: &str) -> Result<Line, String> {
    let (id, rest) = line.split_once("<-").ok_or("expected `ID <- TRIGGER`")?;
    let (trigger, rest) = word(rest);
    let id = EventId(number(id.trim())?);
    let trigger = Some(number(trigger)?).filter(|id| *id != 0).map(EventId);
    if rest.is_empty() {
        return Err("the type of the event is missing".to_owned());
    }
    let (kind, rest) = if rest.starts_with('"') {
        quoted(rest)?
    } else {
        let (kind, rest) = word(rest);
        (kind.to_owned(), rest)
    };
    let (step, rest) = match rest.chars().next() {
        None | Some('{') => (String::new(), rest),
        Some('"') => quoted(rest)?,
        Some(_) => {
            let end = NAME_ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
            let (step, rest) = rest.split_at(end);
            (step.to_owned(), rest.trim_start())
        }
    };
    let detail = if rest.starts_with('"') {
        let (raw, rest) = quoted(rest)?;
        if !rest.is_empty() {
            return Err(format!("nothing can follow the detail, but {rest:?} does"));
        }
        Detail::from_text(&raw)
    } else if rest.is_empty() {
        Detail::new()
    } else {
        match Json::parse(rest) {
            Ok(Json::Object(object)) => Detail::from_object(&object),
            Ok(other) => return Err(format!("the detail must be an object, and this is of type {}", other.kind())),
            Err(error) => return Err(format!("the detail is no JSON: {}", error.message)),
        }
    };
    Ok(Line { id, trigger, kind, step, detail })
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (word, rest.trim_start())
}

/// The text in the quotes that `text` begins with, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    let (quoted, rest) = text.split_at(end.ok_or("the closing quote is missing")? + 2);
    match Json::parse(quoted) {
        Ok(Json::String(text)) => Ok((text.as_ref().to_owned(), rest.trim_start())),
        _ => Err(format!("{quoted} is no JSON text")),
    }
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is not the number of an event"))
}

/// The columns of one event: id, trigger, type, step and detail.
fn row(event: Event<'_>) -> [String; 5] {
    let kind = match event.kind.name() {
        name if name.is_empty() || name.starts_with('"') || name.contains(is_blank) => quote(name),
        name => name.to_owned(),
    };
    let step = match event.step {
        "" if event.detail.raw().is_some() => quote(""),
        "" => String::new(),
        step if is_plain(step) => step.to_owned(),
        step => quote(step),
    };
    let detail = event.detail.raw().map_or_else(|| event.detail.to_text(), quote);
    [event.id.to_string(), event.trigger.map_or(0, |id| id.0).to_string(), kind, step, detail]
}

fn is_plain(step: &str) -> bool {
    !step.starts_with(['{', '"'])
        && !NAME_ENDS.iter().any(|end| step.contains(end))
        && !step.contains(|c: char| c != ' ' && is_blank(c))
        && step.trim() == step
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn quote(text: &str) -> String {
    Json::from(text).to_compact()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_written_aligned() {
        let text = r#"
1<-0 ExecutionStarted {"input": {"a": 1}}
 2 <- 1  StepEntered  pay all  {"input":{},"local":{}}
3 <- 2 StepStarted pay all {}
10 <- 3 StepSkipped 步骤  {}
"#;
        let history = History::from_lines(text).unwrap();
        let expected = r#"
 1 <- 0  ExecutionStarted           {"input":{"a":1}}
 2 <- 1  StepEntered       pay all  {"input":{},"local":{}}
 3 <- 2  StepStarted       pay all  {}
10 <- 3  StepSkipped       步骤       {}
"#;
        assert_eq!(history.to_lines(), expected.trim_start_matches('\n'));
        let times: Vec<_> = history.events().map(|event| event.time.since(START)).collect();
        assert_eq!(times, [0, 10, 20, 30]);
        assert_eq!(History::from_lines("\n \n"), Ok(History::new()));
        assert_eq!(History::new().to_lines(), "");
    }

    #[test]
    fn the_column_of_names_goes_when_nothing_has_one() {
        let history = History::from_lines("1 <- 0 ExecutionStarted").unwrap();
        assert_eq!(history.to_lines(), "1 <- 0  ExecutionStarted  {}\n");
    }

    #[test]
    fn whatever_a_history_holds_comes_back() {
        fn check(kind: &str, step: &str, detail: &str) {
            let mut history = History::new();
            history.push_other(kind, None, START, step, Detail::from_text(detail).view());
            let lines = history.to_lines();
            assert_eq!(History::from_lines(&lines).as_ref(), Ok(&history), "{lines}");
        }
        check("", "", "");
        check("A B", " a  b ", "not JSON");
        check("\"", "\"", "\"");
        check("T", "{}", r#"{"a":"\"  \\"}"#);
        check("T\n", "a\nb\r\u{85}\u{2028}", "a\nb");
        check("T", "a b", "[1]");
        check("<-", "<-", "<-");
        check("T", "a {b", "{}");
        check("T", "a \"b", "");
        check("T", "", "{}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        fn check(text: &str, line: usize, part: &str) {
            let error = History::from_lines(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.to_string().contains(part), "{error}");
        }
        check("hello", 1, "ID <- TRIGGER");
        check("1 <- 0 A\n\nx <- 1 B", 3, "\"x\"");
        check("1 <- x A", 1, "\"x\"");
        check("1 <- 0", 1, "type");
        check("1 <- 0 A b  {", 1, "no JSON");
        check("1 <- 0 A b  [1]", 1, "array");
        check("1 <- 0 A \"b", 1, "closing quote");
        check("1 <- 0 A \"\" \"b\" c", 1, "nothing can follow");
        check("1 <- 0 A\n1 <- 0 B", 2, "cannot follow");
        check("0 <- 0 A", 1, "from 1");
    }
}
