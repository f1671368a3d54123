//! Two runs side by side: where they first differ, and in what.
//!
//! Events are compared run of a step by run of a step: branches that interleave in another order are no difference.

mod pairs;
mod summary;
mod value;

use std::collections::BTreeMap;

use flowglass_expression::Json;

use crate::{Event, EventId, EventType, History, Member, fold};
use pairs::{Pair, Side, pairs};

pub use summary::{EndingError, StepTotals, Summary, Totals};
pub use value::{ValueDifference, value_differences};

/// Whether times count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// They do not.
    #[default]
    Ignored,
    /// Every event must come as long after the first one, to the millisecond.
    Compared,
}

/// Two runs side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// All events of both, those that belong together in one row. The order is that of the first run; what only the
    /// second one has stands behind what came before it there.
    pub rows: Vec<Row>,
    /// The first row that differs.
    pub first: Option<usize>,
    /// How many rows differ.
    pub differing: usize,
    /// The first row whose events the runs recorded in another order than the row before it. That is no difference.
    pub reordered: Option<usize>,
    /// Both runs in numbers.
    pub summary: Summary,
}

/// An event of one run and its counterpart in the other; one of them may be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The event of the first run.
    pub a: Option<EventId>,
    /// The event of the second run.
    pub b: Option<EventId>,
    /// What differs.
    pub difference: Option<Difference>,
}

/// What differs between two events.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Only the first run has it.
    OnlyInA,
    /// Only the second run has it.
    OnlyInB,
    /// They are of different types.
    Type,
    /// They belong to different steps.
    Step,
    /// They follow from events that do not belong together.
    Trigger,
    /// A part of what they carry; the path begins with the member of the detail.
    Value(ValueDifference),
    /// They come at different times; milliseconds since the first event of each run.
    Time(i64, i64),
}

impl Comparison {
    /// The first difference.
    pub fn first_row(&self) -> Option<&Row> {
        self.rows.get(self.first?)
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.first.is_none()
    }
}

/// Compares two runs.
///
/// The numbers of events may differ, and so may what is named anew in every run: two texts that are the tokens of the
/// same task, or the names of the same child execution, map run or request, count as equal wherever they stand.
pub fn compare(a: &History, b: &History, times: Times) -> Comparison {
    let (a_view, b_view) = (fold(a, usize::MAX), fold(b, usize::MAX));
    let (a_side, b_side) = (Side { history: a, view: &a_view }, Side { history: b, view: &b_view });
    let pairs = in_order(pairs(a_side, b_side), a, b);
    let counterparts: BTreeMap<EventId, EventId> = pairs.iter().filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let names = names(&pairs, a, b);
    let judge = Judge { a: a_side, b: b_side, counterparts: &counterparts, names: &names, times };
    let rows: Vec<Row> = pairs.into_iter().map(|(a, b)| Row { a, b, difference: judge.difference(a, b) }).collect();
    let differing = rows.iter().filter(|row| row.difference.is_some()).count();
    let mut latest = None;
    let reordered = rows.iter().position(|row| {
        let earlier = row.a.is_some() && row.b.is_some() && row.b < latest;
        latest = latest.max(row.b.filter(|_| row.a.is_some()));
        earlier
    });
    let summary = Summary::new(a_side, b_side, &|a, b| names.get(a).is_some_and(|known| known == b));
    Comparison { first: rows.iter().position(|row| row.difference.is_some()), rows, differing, reordered, summary }
}

/// The rows in the order of the first run.
fn in_order(pairs: Vec<Pair>, a: &History, b: &History) -> Vec<Pair> {
    // Where each event of the second run stands in the first: behind what came before it.
    let mut by_b: Vec<Pair> = pairs.iter().copied().filter(|(_, b)| b.is_some()).collect();
    by_b.sort_by_key(|(_, id)| id.and_then(|id| b.position(id)));
    let mut behind: BTreeMap<EventId, Option<usize>> = BTreeMap::new();
    let mut last = None;
    for (one, other) in by_b {
        match (one, other) {
            (Some(one), _) => last = a.position(one).max(last),
            (None, Some(other)) => {
                behind.insert(other, last);
            }
            (None, None) => {}
        }
    }
    let mut rows = pairs;
    rows.sort_by_key(|(one, other)| match (one, other) {
        (Some(one), _) => (a.position(*one), None),
        (None, Some(other)) => (behind.get(other).copied().flatten(), b.position(*other)),
        (None, None) => (None, None),
    });
    rows
}

/// Members of outputs that name something the service makes anew in every run.
const MADE_NAMES: [&str; 4] = ["ExecutionName", "MapRunName", "RequestId", "RequestID"];

/// The names of the first run, each with the name of the same thing in the second: tokens of tasks, and what the
/// service or the simulator names by chance.
fn names(pairs: &[Pair], a: &History, b: &History) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (one, other) in pairs {
        let events = one.zip(*other).and_then(|(one, other)| a.event(one).zip(b.event(other)));
        let Some((one, other)) = events.filter(|(one, other)| one.detail != other.detail) else { continue };
        let made = |event: &Event<'_>, name: &str| event.detail.output().and_then(|output| output.get(name)).cloned();
        let token = |event: &Event<'_>| event.detail.get(&Member::TaskToken).cloned();
        let found = std::iter::once((token(&one), token(&other)))
            .chain(MADE_NAMES.into_iter().map(|name| (made(&one, name), made(&other, name))));
        for (one, other) in found {
            if let (Some(Json::String(one)), Some(Json::String(other))) = (one, other) {
                names.insert(one.to_string(), other.to_string());
            }
        }
    }
    names
}

struct Judge<'a> {
    a: Side<'a>,
    b: Side<'a>,
    counterparts: &'a BTreeMap<EventId, EventId>,
    names: &'a BTreeMap<String, String>,
    times: Times,
}

impl Judge<'_> {
    fn difference(&self, a: Option<EventId>, b: Option<EventId>) -> Option<Difference> {
        let event = |side: Side<'_>, id: Option<EventId>| Some(side.history.event(id?)?.id);
        match (event(self.a, a), event(self.b, b)) {
            (Some(a), Some(b)) => self.between(&self.a.history.event(a)?, &self.b.history.event(b)?),
            (Some(_), None) => Some(Difference::OnlyInA),
            (None, Some(_)) => Some(Difference::OnlyInB),
            (None, None) => None,
        }
    }

    fn between(&self, a: &Event<'_>, b: &Event<'_>) -> Option<Difference> {
        if a.step != b.step {
            return Some(Difference::Step);
        }
        if a.kind != b.kind {
            return Some(Difference::Type);
        }
        if let Some(found) = self.value(a, b) {
            return Some(Difference::Value(found));
        }
        if !self.follow_alike(a, b) {
            return Some(Difference::Trigger);
        }
        let since = |side: Side<'_>, event: &Event<'_>| event.time.since(side.view.first_time.unwrap_or(event.time));
        let times = (since(self.a, a), since(self.b, b));
        (self.times == Times::Compared && times.0 != times.1).then_some(Difference::Time(times.0, times.1))
    }

    fn value(&self, a: &Event<'_>, b: &Event<'_>) -> Option<ValueDifference> {
        if a.detail == b.detail {
            return None;
        }
        let same = |a: &str, b: &str| self.names.get(a).is_some_and(|known| known == b);
        value_differences(&a.detail.to_json(), &b.detail.to_json(), 1, &same).into_iter().next()
    }

    /// Whether two events follow from events that belong together. Which member of a container left last, or made room
    /// for the next, is a matter of order.
    fn follow_alike(&self, a: &Event<'_>, b: &Event<'_>) -> bool {
        let (Some(one), Some(other)) = (a.trigger, b.trigger) else {
            return a.trigger.is_none() && b.trigger.is_none();
        };
        if self.counterparts.get(&one) == Some(&other) {
            return true;
        }
        let leaves = |side: Side<'_>, id| {
            let kind = side.history.event(id).and_then(|event| event.kind.known());
            kind.is_some_and(EventType::closes_group)
        };
        leaves(self.a, one) && leaves(self.b, other)
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    fn history(lines: &str) -> History {
        History::from_lines(lines).unwrap_or_else(|error| panic!("{error}\n{lines}"))
    }

    /// The numbers of the first row that differs, and how.
    fn first(a: &str, b: &str) -> Option<(Option<u32>, Option<u32>, Difference)> {
        let comparison = compare(&history(a), &history(b), Times::Ignored);
        let row = comparison.first_row()?;
        Some((row.a.map(|id| id.0), row.b.map(|id| id.0), row.difference.clone()?))
    }

    const BRANCHES: &str = r#"
 1 <- 0  ExecutionStarted  {"input":{}}
 2 <- 1  StepEntered   p  {}
 3 <- 2  StepStarted   p  {}
 4 <- 3  BranchEntered p  {"index":0}
 5 <- 3  BranchEntered p  {"index":1}
 6 <- 4  StepEntered   a  {}
 7 <- 5  StepEntered   b  {"input":{"n":[1,2]}}
 8 <- 6  StepExited    a  {}
 9 <- 7  StepExited    b  {}
10 <- 8  BranchExited  p  {"index":0}
11 <- 9  BranchExited  p  {"index":1}
12 <- 11 StepSucceeded p  {}
"#;

    /// The same with the second branch ahead of the first.
    const INTERLEAVED: &str = r#"
 1 <- 0  ExecutionStarted  {"input":{}}
 2 <- 1  StepEntered   p  {}
 3 <- 2  StepStarted   p  {}
 4 <- 3  BranchEntered p  {"index":1}
 5 <- 4  StepEntered   b  {"input":{"n":[1,2]}}
 6 <- 5  StepExited    b  {}
 7 <- 6  BranchExited  p  {"index":1}
 8 <- 3  BranchEntered p  {"index":0}
 9 <- 8  StepEntered   a  {}
10 <- 9  StepExited    a  {}
11 <- 10 BranchExited  p  {"index":0}
12 <- 11 StepSucceeded p  {}
"#;

    #[test]
    fn the_order_of_branches_is_no_difference_but_is_told() {
        let comparison = compare(&history(BRANCHES), &history(INTERLEAVED), Times::Ignored);
        assert!(comparison.is_same(), "{:?}", comparison.first_row());
        let row = &comparison.rows[comparison.reordered.unwrap()];
        assert_eq!((row.a, row.b), (Some(EventId(5)), Some(EventId(4))));
        assert_eq!(compare(&history(BRANCHES), &history(BRANCHES), Times::Compared).reordered, None);
    }

    #[test]
    fn what_differs_is_found_in_its_own_branch() {
        let other = INTERLEAVED.replace("[1,2]", "[1,3]");
        let expected = ValueDifference { path: "input.n[1]".to_owned(), a: Some(json!(2)), b: Some(json!(3)) };
        assert_eq!(first(BRANCHES, &other), Some((Some(7), Some(5), Difference::Value(expected))));
        let other = INTERLEAVED.replace("StepExited    a", "StepFailed    a");
        assert_eq!(first(BRANCHES, &other), Some((Some(8), Some(10), Difference::Type)));
    }

    const TASK: &str = r#"
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered    t  {}
3 <- 2  TaskStarted    t  {"taskToken":"one"}
4 <- 3  TaskSucceeded  t  {"output":{"token":"one","RequestId":"x"}}
5 <- 4  StepExited     t  {}
6 <- 5  StepEntered    u  {}
7 <- 6  StepExited     u  {}
"#;

    #[test]
    fn names_that_are_made_anew_may_differ_wherever_they_stand() {
        let other = TASK.replace("one", "two").replace("\"x\"", "\"y\"");
        assert_eq!(first(TASK, &other), None);
        let other = TASK.replace("\"token\":\"one\"", "\"token\":\"two\"");
        assert!(matches!(first(TASK, &other), Some((Some(4), Some(4), Difference::Value(_)))));
    }

    #[test]
    fn where_runs_part_the_two_beginnings_are_one_difference() {
        let other =
            TASK.replace("StepEntered    u", "StepEntered    v").replace("StepExited     u", "StepExited     v");
        assert_eq!(first(TASK, &other), Some((Some(6), Some(6), Difference::Step)));
        let rows = compare(&history(TASK), &history(&other), Times::Ignored).rows;
        let last: Vec<_> = rows[rows.len() - 3..].iter().map(|row| (row.a, row.b)).collect();
        let (six, seven) = (Some(EventId(6)), Some(EventId(7)));
        assert_eq!(last, [(six, six), (None, seven), (seven, None)]);
    }

    #[test]
    fn what_only_one_run_has_stands_behind_what_came_before_it() {
        let shorter = TASK.rsplit_once("6 <-").unwrap().0;
        assert_eq!(first(TASK, shorter), Some((Some(6), None, Difference::OnlyInA)));
        assert_eq!(first(shorter, TASK), Some((None, Some(6), Difference::OnlyInB)));
        assert_eq!(first("", TASK), Some((None, Some(1), Difference::OnlyInB)));
        assert_eq!(compare(&History::new(), &History::new(), Times::Compared).rows, []);
    }

    #[test]
    fn triggers_and_times_are_compared() {
        let other = TASK.replace("7 <- 6", "7 <- 5");
        assert_eq!(first(TASK, &other), Some((Some(7), Some(7), Difference::Trigger)));
        let mut late = History::new();
        for event in history(TASK).events() {
            let later = if event.id == EventId(5) { 3 } else { 0 };
            late.record(&Event { time: event.time.plus(later), ..event }).unwrap();
        }
        assert!(compare(&history(TASK), &late, Times::Ignored).is_same());
        let comparison = compare(&history(TASK), &late, Times::Compared);
        assert_eq!(comparison.first_row().and_then(|row| row.difference.clone()), Some(Difference::Time(40, 43)));
    }

    #[test]
    fn attempts_and_iterations_are_compared_by_number() {
        let loops = r#"
1 <- 0  ExecutionStarted {}
2 <- 1  StepEntered      m  {}
3 <- 2  StepStarted      m  {}
4 <- 3  IterationEntered m  {"index":0}
5 <- 4  StepEntered      s  {"input":0}
6 <- 5  StepFailed       s  {}
7 <- 6  IterationExited  m  {"index":0,"error":"E"}
8 <- 7  StepStarted      m  {"attempt":2}
9 <- 8  IterationEntered m  {"index":0}
10 <- 9 StepEntered      s  {"input":1}
"#;
        assert_eq!(first(loops, loops), None);
        let other =
            loops.replace(r#"10 <- 9 StepEntered      s  {"input":1}"#, r#"10 <- 9 StepEntered      s  {"input":2}"#);
        assert!(matches!(first(loops, &other), Some((Some(10), Some(10), Difference::Value(_)))));
    }

    #[test]
    fn the_summary_counts_steps() {
        let mut longer = TASK.to_owned();
        longer.push_str("8 <- 7 StepEntered t {}\n9 <- 8 TaskStarted t {}\n10 <- 9 TaskFailed t {\"error\":\"E\"}\n11 <- 10 TaskStarted t {}\n");
        longer.push_str("12 <- 11 StepFailed t {}\n13 <- 12 ExecutionFailed {\"error\":\"E\",\"cause\":\"c\"}\n");
        let summary = compare(&history(TASK), &history(&longer), Times::Ignored).summary;
        assert_eq!(summary.status, (crate::Status::Running, crate::Status::Failed));
        assert_eq!(summary.error.1.map(|error| error.error).as_deref(), Some("E"));
        let step = &summary.steps[0];
        assert_eq!((&*step.step, step.a.runs, step.b.runs, step.b.attempts), ("t", 1, 2, 3));
        assert!(!step.is_of_one_run() && !step.lasts_differently());
    }
}
