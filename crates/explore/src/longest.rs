//! The longest ways through the decisions, and how many ways there are.

use std::cmp::Reverse;

use flowglass_history::Status;
use flowglass_simulator::Scenario;

use crate::exploration::{Example, Finding, Longest};
use crate::replay::example;
use crate::script::Decision;
use crate::subject::Subject;
use crate::walk::{Edge, To, Walk};

/// The run that is longest by some measure, among all ways and the loops that were found.
///
/// Without loops every way is measured, although most of them were never run on their own: from a decision on, all
/// ways that lead to it go on alike.
pub(crate) fn longest(
    subject: &Subject,
    walk: &Walk,
    order: Option<&[usize]>,
    loops: &[Finding],
    is_whole: bool,
    measure: Measure,
) -> Option<Longest> {
    let decisions = match order {
        Some(order) => along(walk, order, measure),
        None => first_ways(walk, measure),
    }?;
    let own = example(subject, &decisions, measure.words().to_owned());
    let rounds = loops.iter().flat_map(|finding| finding.examples.first());
    let best = rounds
        .max_by_key(|other| measure.of_example(other))
        .filter(|other| measure.of_example(other) > measure.of_example(&own));
    let example = match best {
        Some(other) => {
            let scenario = Scenario { name: Some(measure.words().to_owned()), ..other.scenario.clone() };
            Example { shows: measure.words().to_owned(), scenario, ..other.clone() }
        }
        None => own,
    };
    Some(Longest { is_longest: is_whole && order.is_some(), example })
}

/// What is longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Events,
    Time,
}

impl Measure {
    fn of_edge(self, edge: &Edge) -> i64 {
        match self {
            Self::Events => i64::try_from(edge.events).unwrap_or(i64::MAX),
            Self::Time => edge.ms,
        }
    }

    fn of_example(self, example: &Example) -> i64 {
        match self {
            Self::Events => i64::try_from(example.events).unwrap_or(i64::MAX),
            Self::Time => example.ms,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Events => "the run with the most events",
            Self::Time => "the run that takes the most time",
        }
    }
}

/// The decisions in an order in which every run leads forwards; `None` when some lead back.
pub(crate) fn order(walk: &Walk) -> Option<Vec<usize>> {
    let mut before = vec![0_usize; walk.nodes.len()];
    let targets = |node: usize| {
        let edges = walk.nodes.get(node).map(|node| &node.edges[..]).unwrap_or_default();
        edges.iter().filter_map(|edge| match walk.edges.get(*edge)?.to {
            To::Node(to) => Some(to),
            To::End(_) => None,
        })
    };
    (0..walk.nodes.len()).flat_map(targets).for_each(|to| before[to] += 1);
    let mut order = Vec::new();
    let mut free: Vec<usize> = (0..walk.nodes.len()).filter(|node| before[*node] == 0).collect();
    while let Some(node) = free.pop() {
        order.push(node);
        for to in targets(node) {
            before[to] -= 1;
            if before[to] == 0 {
                free.push(to);
            }
        }
    }
    (order.len() == walk.nodes.len()).then_some(order)
}

/// How many ways lead from the start to an end.
pub(crate) fn ways(walk: &Walk, order: &[usize]) -> u128 {
    let mut ways = vec![0_u128; walk.nodes.len()];
    for node in order.iter().rev() {
        let edges = walk.nodes.get(*node).map(|node| &node.edges[..]).unwrap_or_default();
        let each = edges.iter().filter_map(|edge| walk.edges.get(*edge)).map(|edge| match edge.to {
            To::Node(to) => ways[to],
            To::End(_) => 1,
        });
        ways[*node] = each.fold(0, u128::saturating_add);
    }
    ways.first().copied().unwrap_or(0)
}

/// The longest way of all.
fn along(walk: &Walk, order: &[usize], measure: Measure) -> Option<Vec<Decision>> {
    // By decision: how long the longest way on is, and the run that it begins with.
    let mut best: Vec<Option<(i64, usize)>> = vec![None; walk.nodes.len()];
    for node in order.iter().rev() {
        for number in &walk.nodes.get(*node)?.edges {
            let edge = walk.edges.get(*number)?;
            let rest = match edge.to {
                To::Node(to) => best[to].map(|(rest, _)| rest),
                To::End(end) => walk.ends.get(end).filter(|end| counts(end.status)).map(|_| 0),
            };
            let Some(rest) = rest else { continue };
            let length = rest + measure.of_edge(edge);
            if best[*node].is_none_or(|(known, _)| length > known) {
                best[*node] = Some((length, *number));
            }
        }
    }
    let mut decisions = Vec::new();
    let mut at = 0;
    while let Some((_, number)) = best.get(at).copied().flatten() {
        let edge = walk.edges.get(number)?;
        decisions.push(walk.decision(edge));
        match edge.to {
            To::Node(to) => at = to,
            To::End(_) => return Some(decisions),
        }
    }
    None
}

/// The longest of the ways that first led to an end.
fn first_ways(walk: &Walk, measure: Measure) -> Option<Vec<Decision>> {
    let ended = walk.edges.iter().enumerate().filter_map(|(number, edge)| match edge.to {
        To::End(end) => Some((number, walk.ends.get(end).filter(|end| counts(end.status))?)),
        To::Node(_) => None,
    });
    let length = |end: &crate::ends::End| match measure {
        Measure::Events => i64::try_from(end.events).unwrap_or(i64::MAX),
        Measure::Time => end.ms,
    };
    let (number, _) = ended.max_by_key(|(number, end)| (length(end), Reverse(*number)))?;
    Some(walk.decisions(number))
}

/// Whether a run has an end to be measured.
fn counts(status: Status) -> bool {
    status.is_ended()
}
