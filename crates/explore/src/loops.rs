//! Loops that can go round for ever.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use flowglass_flow::{Flow, StepId, StepKind};
use flowglass_history::Status;
use flowglass_simulator::{Answer, ExecutionId, Scenario, Way};

use crate::ends::Cause;
use crate::exploration::{Finding, Kind};
use crate::replay::{Replayed, finished, replay, words};
use crate::script::{Decision, Said, Script, simplified};
use crate::subject::Subject;
use crate::walk::{To, Walk};

/// How many rounds of decisions are tried out.
const MOST_LOOPS: usize = 12;
/// The most decisions of a run that goes round and round.
const MOST_DECISIONS: usize = 6_000;

/// The loops of a flow.
#[derive(Default)]
pub(crate) struct Loops {
    pub(crate) findings: Vec<Finding>,
    /// Whether the decisions lead back to one that was open before, so that there are endlessly many ways.
    pub(crate) is_endless: bool,
}

/// Finds the loops that can go round for ever, and runs each until something ends it.
pub(crate) fn loops(subject: &Subject, walk: &Walk) -> Loops {
    let mut found = Loops::default();
    let mut seen: Vec<Round> = Vec::new();
    let rounds = rounds(walk);
    found.is_endless = !rounds.is_empty();
    for round in rounds.iter().take(MOST_LOOPS) {
        let Some(finding) = decided_loop(subject, walk, round, &mut seen) else { continue };
        found.findings.push(finding);
    }
    let mut busy: BTreeSet<&BTreeSet<Arc<str>>> = BTreeSet::new();
    for (number, edge) in walk.edges.iter().enumerate() {
        let To::End(end) = edge.to else { continue };
        let Some(Cause::EventLimit { names }) = walk.ends.get(end).map(|end| &end.cause) else { continue };
        if busy.len() >= MOST_LOOPS || !busy.insert(names) {
            continue;
        }
        let decisions = walk.decisions(number);
        let scenario = Script::of(&decisions).scenario(&subject.base);
        let replayed = replay(subject, &scenario);
        let round = last_round(&replayed);
        if is_new(&mut seen, &round) {
            let told = words(&decisions);
            found.findings.push(finding(subject, &round.steps, scenario, told, String::new()));
        }
    }
    found
}

/// Decisions that lead back to where they began: the runs of each round.
fn rounds(walk: &Walk) -> Vec<Vec<usize>> {
    let component = components(walk);
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    // Rounds in which the same tasks answer, or fail, are taken for one.
    let mut known: BTreeSet<Vec<(Option<&str>, bool)>> = BTreeSet::new();
    for (number, edge) in walk.edges.iter().enumerate() {
        let To::Node(to) = edge.to else { continue };
        if component.get(to) != component.get(edge.from) {
            continue;
        }
        let Some(mut round) = way_within(walk, &component, to, edge.from) else { continue };
        round.push(number);
        let mut who: Vec<(Option<&str>, bool)> = round
            .iter()
            .filter_map(|edge| walk.edges.get(*edge))
            .map(|edge| {
                let call = walk.nodes.get(edge.from).and_then(|node| node.call.as_ref());
                let is_result = matches!(edge.said, Said::Input(_) | Said::Starts | Said::Answer(Answer::Output(_)));
                (call.map(|call| &*call.step), is_result)
            })
            .collect();
        who.sort_unstable();
        who.dedup();
        if known.insert(who) {
            rounds.push(round);
        }
    }
    rounds.sort_by_key(Vec::len);
    rounds
}

/// The shortest way from a decision to another in the same component: the runs.
fn way_within(walk: &Walk, component: &[usize], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut came: BTreeMap<usize, Option<usize>> = BTreeMap::from([(from, None)]);
    let mut open = VecDeque::from([from]);
    while let Some(node) = open.pop_front() {
        if node == to {
            break;
        }
        for number in &walk.nodes.get(node)?.edges {
            if let To::Node(next) = walk.edges.get(*number)?.to
                && component.get(next) == component.get(node)
                && !came.contains_key(&next)
            {
                came.insert(next, Some(*number));
                open.push_back(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while let Some(number) = *came.get(&at)? {
        way.push(number);
        at = walk.edges.get(number)?.from;
    }
    way.reverse();
    Some(way)
}

/// By decision: the number of the strongly connected component that it lies in (Tarjan's algorithm, without recursion).
pub(crate) fn components(walk: &Walk) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = walk.nodes.len();
    let next_of = |node: usize, number: usize| {
        let edge = walk.nodes.get(node).and_then(|node| node.edges.get(number));
        edge.and_then(|edge| walk.edges.get(*edge)).map(|edge| edge.to)
    };
    let (mut index, mut low) = (vec![NONE; count], vec![0; count]);
    let (mut on_stack, mut component) = (vec![false; count], vec![NONE; count]);
    let (mut stack, mut next_index, mut next_component) = (Vec::new(), 0, 0);
    for root in 0..count {
        if index[root] != NONE {
            continue;
        }
        let mut work = vec![(root, 0_usize)];
        while let Some((node, number)) = work.pop() {
            if number == 0 {
                index[node] = next_index;
                low[node] = next_index;
                next_index += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            match next_of(node, number) {
                Some(to) => {
                    work.push((node, number + 1));
                    if let To::Node(to) = to {
                        if index[to] == NONE {
                            work.push((to, 0));
                        } else if on_stack[to] {
                            low[node] = low[node].min(index[to]);
                        }
                    }
                }
                None => {
                    if low[node] == index[node] {
                        while let Some(member) = stack.pop() {
                            on_stack[member] = false;
                            component[member] = next_component;
                            if member == node {
                                break;
                            }
                        }
                        next_component += 1;
                    }
                    if let Some((parent, _)) = work.last() {
                        low[*parent] = low[*parent].min(low[node]);
                    }
                }
            }
        }
    }
    component
}

/// Goes round in a loop of decisions until something ends the execution.
fn decided_loop(subject: &Subject, walk: &Walk, round: &[usize], seen: &mut Vec<Round>) -> Option<Finding> {
    let first = walk.edges.get(*round.first()?)?.from;
    let before = walk.nodes.get(first)?.came_by?;
    let to_there = walk.decisions(before);
    let once: Vec<Decision> = round.iter().filter_map(|edge| Some(walk.decision(walk.edges.get(*edge)?))).collect();
    let rounds = MOST_DECISIONS.checked_div(once.len())?;
    let all: Vec<Decision> =
        to_there.iter().cloned().chain(std::iter::repeat_n(&once, rounds).flatten().cloned()).collect();
    let scenario = Script::of(&all).scenario(&subject.base);
    let replayed = replay(subject, &scenario);
    let status = replayed.simulation.execution(ExecutionId(0)).status();
    if !matches!(status, Status::Failed | Status::TimedOut) {
        return None;
    }
    let round = last_round(&replayed);
    if round.steps.is_empty() || !is_new(seen, &round) {
        return None;
    }
    let mut told = words(&to_there);
    let again: Vec<String> = words(&once);
    told.push(format!("again and again: {}", again.join(", ")));
    let course = |scenario: &Scenario| {
        let simulation = replay(subject, scenario).simulation;
        let execution = simulation.execution(ExecutionId(0));
        (execution.status(), execution.history.len(), simulation.now())
    };
    let original = course(&scenario);
    let scenario = simplified(scenario, |other| course(other) == original);
    let while_so = if again.len() > 2 { "tasks answer as shown".to_owned() } else { again.join(" and ") };
    Some(finding(subject, &round.steps, scenario, told, while_so))
}

/// What a loop goes through in each round.
struct Round {
    steps: BTreeSet<StepId>,
    /// The arms and catch rules that it takes.
    turns: BTreeSet<(StepId, Way)>,
}

/// What was gone through over and over at the end of a run.
fn last_round(replayed: &Replayed) -> Round {
    let length = replayed.simulation.execution(ExecutionId(0)).history.len();
    let mut counts: BTreeMap<(StepId, Way), usize> = BTreeMap::new();
    for taken in replayed.taken.iter().filter(|taken| taken.event.0 as usize > length / 2) {
        *counts.entry((taken.step, taken.way)).or_default() += 1;
    }
    let again: BTreeSet<(StepId, Way)> =
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(way, _)| way).collect();
    let (entered, turns): (BTreeSet<_>, BTreeSet<_>) = again.into_iter().partition(|(_, way)| *way == Way::Enter);
    Round { steps: entered.into_iter().map(|(step, _)| step).collect(), turns }
}

/// Whether a loop is more than another one with something else in its rounds; remembers it then.
fn is_new(seen: &mut Vec<Round>, round: &Round) -> bool {
    let known = |known: &Round| known.steps.is_subset(&round.steps) && known.turns.is_subset(&round.turns);
    if seen.iter().any(known) {
        return false;
    }
    seen.push(Round { steps: round.steps.clone(), turns: round.turns.clone() });
    true
}

fn finding(
    subject: &Subject,
    steps: &BTreeSet<StepId>,
    scenario: Scenario,
    told: Vec<String>,
    while_so: String,
) -> Finding {
    let flow = &subject.flow;
    let names = step_names(flow, steps);
    let shows =
        if steps.len() == 1 { format!("{names} goes round and round") } else { format!("{names} go round and round") };
    let example = finished(subject, scenario, shows, told);
    let is_endless = example.status == Status::Failed;
    let has = |wanted: fn(&StepKind) -> bool| steps.iter().any(|step| wanted(&flow.step(*step).kind));
    let waits = has(|kind| matches!(kind, StepKind::Wait(_)));
    let calls = has(|kind| matches!(kind, StepKind::Task(_)));
    let goes = match (is_endless, while_so.is_empty()) {
        (true, _) => format!("{names} can go round for ever"),
        (false, _) => format!("{names} can go round until a time-out ends the execution"),
    };
    let pace = match (waits, calls) {
        (true, _) => "It waits in every round.",
        (false, true) => "It calls a task in every round and never waits.",
        (false, false) => "Nothing in it waits or calls a task, so it goes round as fast as it can.",
    };
    let until = if is_endless {
        format!("The execution fails at event {}, the most there may be.", example.events)
    } else {
        String::new()
    };
    let as_long = if while_so.is_empty() { String::new() } else { format!("It goes on as long as {while_so}.") };
    let why =
        [as_long, pace.to_owned(), until].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let first = steps.first().copied();
    Finding {
        kind: if is_endless { Kind::EndlessLoop } else { Kind::LongLoop },
        step: first,
        at: first.map_or(flow.scope(flow.root).at, |step| flow.step(step).name.at),
        what: goes,
        why,
        examples: vec![example],
    }
}

/// The names of steps in the order of the text: `a`, `a and b`, `a, b and c`, `a, b, c and 2 more`.
pub(crate) fn step_names<'s>(flow: &Flow, steps: impl IntoIterator<Item = &'s StepId>) -> String {
    const MOST: usize = 4;
    let mut names: Vec<String> = steps.into_iter().map(|step| flow.step(*step).name.value.clone()).collect();
    if names.len() > MOST {
        let more = names.len() - (MOST - 1);
        names.truncate(MOST - 1);
        names.push(format!("{more} more"));
    }
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}
