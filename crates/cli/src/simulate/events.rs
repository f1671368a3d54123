//! The table of a run's events.

use flowglass_history::{Event, History, Member, Millis};

use crate::display_width::{cut, display_width, padded};
use crate::duration::duration_words;
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// The most cells of a step's name.
const MOST_STEP: usize = 40;
/// The most cells of a detail.
const MOST_DETAIL: usize = 100;

/// Writes one line for each event: number, trigger, time since `start`, type, step and the beginning of its detail.
pub(super) fn events_table(history: &History, start: Millis, palette: Palette) -> String {
    let rows: Vec<[String; 6]> = std::iter::once(["id", "after", "time", "type", "step", "detail"].map(str::to_owned))
        .chain(history.events().map(|event| row(&event, start)))
        .collect();
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3), width(4)];
    let mut text = String::new();
    for (index, [id, trigger, time, kind, step, detail]) in rows.iter().enumerate() {
        let [a, b, c, d, e] = widths;
        let line = format!("{id:>a$}  {trigger:>b$}  {time:>c$}  {kind:<d$}  {}  ", padded(step, e));
        text.push_str(&match (index, history_role(kind)) {
            (0, _) => palette.paint(Role::Frame, &format!("{line}{detail}")),
            (_, Some(role)) => format!("{}{detail}", palette.paint(role, &line)),
            (_, None) => line + detail,
        });
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

fn row(event: &Event<'_>, start: Millis) -> [String; 6] {
    let trigger = event.trigger.map_or_else(|| "-".to_owned(), |id| id.0.to_string());
    let detail = detail_words(event);
    [
        event.id.0.to_string(),
        trigger,
        duration_words(event.time.since(start)),
        plain(event.kind.name()).into_owned(),
        cut(&plain(event.step), MOST_STEP),
        cut(&plain(&detail), MOST_DETAIL),
    ]
}

/// The detail, with the number of a repeated attempt first, since that is what tells it apart.
fn detail_words(event: &Event<'_>) -> String {
    let text = event.detail.to_text();
    match event.detail.count(&Member::Attempt) {
        Some(attempt) => {
            let pause = event.detail.millis(&Member::DelaySeconds).unwrap_or(0);
            format!("attempt {attempt} after a pause of {} {text}", duration_words(pause))
        }
        None => text,
    }
}

/// What is good or bad of an event, when something is.
fn history_role(kind: &str) -> Option<Role> {
    let ends = |words: &[&str]| words.iter().any(|word| kind.ends_with(word));
    if ends(&["Failed", "TimedOut", "Stopped", "Aborted"]) {
        Some(Role::Bad)
    } else if kind == "ExecutionSucceeded" {
        Some(Role::Good)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_stand_in_columns() {
        let history = History::from_lines(
            "1 <- 0  ExecutionStarted  {\"input\":{}}\n2 <- 1  StepEntered  收费  {\"input\":{},\"local\":{}}\n10 <- 2  StepFailed  a  {}\n",
        )
        .unwrap();
        let start = history.at(0).unwrap().time;
        let expected = "\
id  after     time  type              step  detail
 1      -  0.000 s  ExecutionStarted        {\"input\":{}}
 2      1  0.010 s  StepEntered       收费  {\"input\":{},\"local\":{}}
10      2  0.020 s  StepFailed        a     {}
";
        assert_eq!(events_table(&history, start, Palette::Plain), expected);
        let coloured = events_table(&history, start, Palette::Coloured);
        assert!(coloured.contains("\u{1b}[1;31m10      2  0.020 s  StepFailed"), "{coloured}");
    }

    #[test]
    fn a_repeated_attempt_is_told_first() {
        let line = r#"1 <- 0  TaskScheduled  a  {"pattern":"sync","attempt":2,"delaySeconds":1.5}"#;
        let history = History::from_lines(line).unwrap();
        let table = events_table(&history, history.at(0).unwrap().time, Palette::Plain);
        assert!(table.contains("a     attempt 2 after a pause of 1.500 s {\"pattern\":\"sync\""), "{table}");
    }

    #[test]
    fn long_and_hostile_texts_are_cut_and_made_safe() {
        let long = "x".repeat(300);
        let lines = format!("1 <- 0  T  \"\\u001b[2J{long}\"  {{\"a\":\"{long}\"}}\n");
        let history = History::from_lines(&lines).unwrap();
        let table = events_table(&history, history.at(0).unwrap().time, Palette::Plain);
        assert!(!table.contains('\u{1b}'));
        assert!(table.lines().all(|line| display_width(line) < 180), "{table}");
    }
}
