//! How two runs differ, as people read it.

use flowglass_expression::Json;
use flowglass_history::{
    Comparison, Difference, EndingError, Event, EventId, History, Row, RunView, StepTotals, Summary, Totals,
    ValueDifference, fold,
};

use super::place::{EventPlace, event_words};
use super::side::Side;
use crate::display_width::{cut, display_width, padded};
use crate::duration::duration_words;
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// How many rows stand before the first difference, for orientation.
const BEFORE: usize = 4;
/// The most cells of a value.
const MOST_VALUE: usize = 90;
/// What the runs are called.
const LETTERS: [&str; 2] = ["A", "B"];
/// The most steps that are listed for one reason.
const MOST_STEPS: usize = 20;

/// Writes how two runs differ: the first difference, what came before it, and both runs in numbers.
pub(super) fn report(a: &Side, b: &Side, comparison: &Comparison, palette: Palette) -> String {
    let mut text = String::new();
    for (letter, side) in [("A", a), ("B", b)] {
        let what = if side.what.is_empty() { String::new() } else { format!(": {}", plain(&side.what)) };
        text.push_str(&format!("{}  {}{what}\n", palette.paint(Role::Frame, letter), plain(&side.name)));
    }
    text.push('\n');
    match comparison.first.and_then(|index| Some((index, comparison.rows.get(index)?))) {
        None => {
            let words = format!("no difference in {}", count(comparison.rows.len(), "event"));
            text.push_str(&format!("{}\n", palette.paint(Role::Good, &words)));
        }
        Some((index, row)) => {
            first(&mut text, a, b, row, palette);
            text.push('\n');
            let from = index.saturating_sub(BEFORE);
            rows(&mut text, a, b, comparison.rows.get(from..=index).unwrap_or_default(), palette);
            let (differing, all) = (comparison.differing, comparison.rows.len());
            text.push_str(&format!("\n{differing} of {} differ\n", count(all, "event")));
        }
    }
    if let Some(row) = comparison.reordered.and_then(|index| comparison.rows.get(index)) {
        let which = both(row, LETTERS);
        text.push_str(&format!("note: events of different branches came in another order, first {which}\n"));
    }
    text.push_str(&summary(&comparison.summary, (a, b)));
    text
}

/// The first difference: where it is and what differs.
fn first(text: &mut String, a: &Side, b: &Side, row: &Row, palette: Palette) {
    let title = format!("the first difference: {}", both(row, LETTERS));
    text.push_str(&format!("{}\n", palette.paint(Role::Bad, &title)));
    text.push_str(&format!("  {}\n", places(row, [(&a.history, &a.view), (&b.history, &b.view)], LETTERS)));
    if let Some(difference) = &row.difference {
        text.push_str(&format!("  {}\n", words(difference, [&a.history, &b.history], row, LETTERS)));
    }
}

/// A row that differs, in one line, for a history and its simulation.
pub(crate) fn first_difference(history: &History, simulation: &History, row: &Row) -> String {
    const NAMES: [&str; 2] = ["the history", "the simulation"];
    let (a, b) = (fold(history, usize::MAX), fold(simulation, usize::MAX));
    let places = places(row, [(history, &a), (simulation, &b)], NAMES);
    let words = row.difference.as_ref().map(|difference| words(difference, [history, simulation], row, NAMES));
    format!("the first is {}: {places}: {}", both(row, NAMES), words.unwrap_or_default())
}

/// Where the events of a row belong.
fn places(row: &Row, sides: [(&History, &RunView); 2], [a, b]: [&str; 2]) -> String {
    let place = |(history, view): (&History, &RunView), id: Option<EventId>| {
        Some(EventPlace::of(&history.event(id?)?, view).words())
    };
    match (place(sides[0], row.a), place(sides[1], row.b)) {
        (Some(one), Some(other)) if one != other => format!("{one} in {a}; {other} in {b}"),
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

/// What differs, in words.
fn words(difference: &Difference, [a, b]: [&History; 2], row: &Row, names: [&str; 2]) -> String {
    let [in_a, in_b] = names;
    let of = |history: &History, id: Option<EventId>, name: &dyn Fn(&Event<'_>) -> String| {
        id.and_then(|id| history.event(id)).map(|event| plain(&name(&event)).into_owned()).unwrap_or_default()
    };
    let both = |name: &dyn Fn(&Event<'_>) -> String| (of(a, row.a, name), of(b, row.b, name));
    let (one, other) = both(&|event| event.kind.name().to_owned());
    match difference {
        Difference::OnlyInA => format!("only {in_a} has this {one}"),
        Difference::OnlyInB => format!("only {in_b} has this {other}"),
        Difference::Type => format!("{one} in {in_a}, {other} in {in_b}"),
        Difference::Step => {
            let (step, other_step) = both(&|event| event.step.to_owned());
            format!("{one} of {step} in {in_a}, of {other_step} in {in_b}")
        }
        Difference::Trigger => {
            let cause = |history: &History, id: Option<EventId>| {
                let trigger = id.and_then(|id| history.event(id)).and_then(|event| event.trigger);
                trigger.map_or_else(|| "nothing".to_owned(), |trigger| event_words(history, trigger))
            };
            format!("it follows from {} in {in_a}, from {} in {in_b}", cause(a, row.a), cause(b, row.b))
        }
        Difference::Value(value) => value_words(value, names),
        Difference::Time(one, other) => {
            format!("{} after the start in {in_a}, {} in {in_b}", duration_words(*one), duration_words(*other))
        }
    }
}

fn value_words(ValueDifference { path, a, b }: &ValueDifference, [in_a, in_b]: [&str; 2]) -> String {
    let path = if path.is_empty() { "the detail".to_owned() } else { plain(path).into_owned() };
    let value = |value: &Option<Json>| match value {
        Some(value) => cut(&plain(&value.to_compact()), MOST_VALUE),
        None => "nothing".to_owned(),
    };
    format!("{path}: {} in {in_a}, {} in {in_b}", value(a), value(b))
}

/// The numbers of a row's events.
fn both(row: &Row, [a, b]: [&str; 2]) -> String {
    match (row.a, row.b) {
        (Some(one), Some(other)) => format!("event {} of {a}, event {} of {b}", one.0, other.0),
        (Some(one), None) => format!("event {} of {a}", one.0),
        (None, Some(other)) => format!("event {} of {b}", other.0),
        (None, None) => String::new(),
    }
}

/// Rows side by side: one line where they are the same, one for each run where they are not.
fn rows(text: &mut String, a: &Side, b: &Side, rows: &[Row], palette: Palette) {
    let mut lines: Vec<(&str, [String; 5])> = vec![("", ["A", "B", "type", "step", "detail"].map(str::to_owned))];
    for row in rows {
        let (one, other) = (row.a.map(|id| (a, id)), row.b.map(|id| (b, id)));
        let number = |id: Option<EventId>| id.map_or_else(String::new, |id| id.0.to_string());
        let mut add = |mark, ids: [String; 2], from: Option<(&Side, EventId)>| {
            let event = from.and_then(|(side, id)| side.history.event(id));
            let Some(event) = event else { return };
            let detail = cut(&plain(&event.detail.to_text()), MOST_VALUE);
            let [a, b] = ids;
            lines.push((mark, [a, b, plain(event.kind.name()).into_owned(), cut(&plain(event.step), 40), detail]));
        };
        if row.difference.is_none() {
            add(" ", [number(row.a), number(row.b)], one);
        } else {
            add("-", [number(row.a), String::new()], one);
            add("+", [String::new(), number(row.b)], other);
        }
    }
    let width = |column: usize| lines.iter().map(|(_, cells)| display_width(&cells[column])).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    for (mark, [one, other, kind, step, detail]) in &lines {
        let [a, b, c, d] = widths;
        let line = format!("{mark:<1} {one:>a$}  {other:>b$}  {kind:<c$}  {}  {detail}", padded(step, d));
        let line = line.trim_end();
        let painted = match *mark {
            "" => palette.paint(Role::Frame, line),
            "-" => palette.paint(Role::Bad, line),
            "+" => palette.paint(Role::Good, line),
            _ => line.to_owned(),
        };
        text.push_str(&painted);
        text.push('\n');
    }
}

/// What differs of the runs as a whole; nothing when nothing does.
fn summary(summary: &Summary, sides: (&Side, &Side)) -> String {
    let mut lines = Vec::new();
    let status = (sides.0.status, sides.1.status);
    if status.0 != status.1 {
        lines.push(format!("status: {} in A, {} in B", status.0.name(), status.1.name()));
    }
    if summary.error != (None, None) && summary.error.0 != summary.error.1 {
        let error = |error: &Option<EndingError>| match error {
            Some(error) if error.cause.is_empty() => plain(&error.error).into_owned(),
            Some(error) => format!("{}: {}", plain(&error.error), plain(&error.cause)),
            None => "none".to_owned(),
        };
        lines.push(format!("error: {} in A, {} in B", error(&summary.error.0), error(&summary.error.1)));
    }
    for value in &summary.output {
        let path = if value.path.is_empty() { "output".to_owned() } else { format!("output.{}", value.path) };
        lines.push(value_words(&ValueDifference { path, ..value.clone() }, LETTERS));
    }
    let mut listed = |is: &dyn Fn(&StepTotals) -> bool, words: &dyn Fn(&StepTotals) -> String| {
        let found: Vec<&StepTotals> = summary.steps.iter().filter(|step| is(step)).collect();
        lines.extend(found.iter().take(MOST_STEPS).map(|step| words(step)));
        if found.len() > MOST_STEPS {
            lines.push(format!("and {} more steps", found.len() - MOST_STEPS));
        }
    };
    listed(&|step| step.is_of_one_run(), &|step| {
        let (letter, totals) = if step.a.runs > 0 { ("A", step.a) } else { ("B", step.b) };
        format!("only in {letter}: {}, {}", plain(&step.step), count(totals.runs, "run"))
    });
    listed(
        &|step| !step.is_of_one_run() && (step.a.runs, step.a.attempts) != (step.b.runs, step.b.attempts),
        &|step| {
            let words =
                |totals: Totals| format!("{} and {}", count(totals.runs, "run"), count(totals.attempts, "attempt"));
            format!("{}: {} in A, {} in B", plain(&step.step), words(step.a), words(step.b))
        },
    );
    listed(&|step| !step.is_of_one_run() && step.lasts_differently(), &|step| {
        let [a, b] = [step.a, step.b].map(|totals| duration_words(totals.duration_ms));
        format!("{}: {a} in A, {b} in B", plain(&step.step))
    });
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.into_iter().map(|line| format!("  {line}\n")).collect();
    format!("\nsummary\n{}", lines.concat())
}

fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
