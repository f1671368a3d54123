//! What an execution that succeeds costs at least, told by the cheapest way through the flow.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use flowglass_expression::Json;

use super::reach::Reach;
use super::ways::{By, Way, each_way};
use crate::known_data::{KnownData, Shape};
use crate::model::{Dialect, Flow, Map, Pattern, ScopeId, StepId, StepKind, Target, Value, Wait};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Events of the history, without those of the execution itself.
    ///
    /// Source: `events.md` 4, in the vocabulary of the API reference.
    Events,
    /// Milliseconds of waits.
    Waits,
}

/// The cheapest way through a flow.
#[derive(Clone, Debug)]
pub(crate) struct Cheapest {
    /// What it costs.
    pub(crate) total: u64,
    /// The steps of the outermost scope that it leads through, in order, each with what was spent before it.
    pub(crate) steps: Vec<(StepId, u64)>,
}

impl Cheapest {
    /// The step in which more than `limit` is spent; the last one when that is not reached.
    pub(crate) fn passing(&self, limit: u64) -> Option<StepId> {
        let before = self.steps.iter().rev().find(|(_, spent)| *spent <= limit);
        before.map(|(id, _)| *id)
    }
}

/// Finds the cheapest way from the start of the flow to its end; `None` when no execution succeeds, or nobody can tell.
pub(crate) fn cheapest(flow: &Flow, known: &KnownData, reach: &Reach, measure: Measure) -> Option<Cheapest> {
    let mut least = Least { flow, known, reach, measure, scopes: vec![Some(0); flow.scopes().len()] };
    let mut spent = vec![u64::MAX; flow.steps().len()];
    let mut before = vec![None; spent.len()];
    let mut last = None;
    // A scope has a higher number than those around it, and these ask what it costs.
    for number in (0..least.scopes.len()).rev() {
        let end = least.scope(ScopeId(number as u32), &mut spent, &mut before);
        least.scopes[number] = end.map(|(total, _)| total);
        last = end.and_then(|(_, last)| last);
    }
    let total = least.scopes[flow.root.0 as usize]?;
    let mut steps = Vec::new();
    while let Some(id) = last {
        steps.push((id, spent[id.0 as usize]));
        last = before[id.0 as usize];
    }
    steps.reverse();
    Some(Cheapest { total, steps })
}

struct Least<'flow> {
    flow: &'flow Flow,
    known: &'flow KnownData,
    reach: &'flow Reach,
    measure: Measure,
    /// By scope: what it costs at least to come through it; `None` when nothing comes through.
    scopes: Vec<Option<u64>>,
}

impl Least<'_> {
    /// What a scope costs at least, and the step that leaves it then (Dijkstra's algorithm).
    fn scope(&self, id: ScopeId, spent: &mut [u64], before: &mut [Option<StepId>]) -> Option<(u64, Option<StepId>)> {
        let Some(start) = self.flow.scope(id).start.step() else { return Some((0, None)) };
        let mut end: Option<(u64, Option<StepId>)> = None;
        spent[start.0 as usize] = 0;
        let mut open = BinaryHeap::from([Reverse((0, start))]);
        while let Some(Reverse((so_far, step))) = open.pop() {
            if so_far > spent[step.0 as usize] {
                continue;
            }
            each_way(self.flow, step, |way| {
                let Some(cost) = self.cost(step, &way) else { return };
                let total = so_far.saturating_add(cost);
                match way.jump.target {
                    Target::Step(next) if total < spent[next.0 as usize] => {
                        spent[next.0 as usize] = total;
                        before[next.0 as usize] = Some(step);
                        open.push(Reverse((total, next)));
                    }
                    Target::Step(_) => {}
                    Target::End | Target::Unknown(_) | Target::Missing => {
                        if end.is_none_or(|(least, _)| total < least) {
                            end = Some((total, Some(step)));
                        }
                    }
                }
            });
        }
        end
    }

    /// What a step costs at least when this way is taken; `None` when it cannot be.
    fn cost(&self, id: StepId, way: &Way<'_>) -> Option<u64> {
        if !self.reach.passes(self.flow, id, way) {
            return None;
        }
        let body = match way.body {
            Some(body) => self.scopes[body.0 as usize]?,
            None => 0,
        };
        match self.measure {
            Measure::Events => self.events(id, way, body),
            Measure::Waits => self.waits(id, way, body),
        }
    }

    fn events(&self, id: StepId, way: &Way<'_>, body: u64) -> Option<u64> {
        if matches!(way.by, By::Catch(_)) {
            // An input that cannot be built fails right after the step is entered.
            return Some(2);
        }
        // Entered, Started, Succeeded, Exited.
        let own = 4;
        Some(match &self.flow.step(id).kind {
            // And Scheduled, Started, Succeeded of the attempt; Submitted where it waits.
            StepKind::Task(task) if task.pattern == Pattern::RequestResponse => own + 3,
            StepKind::Task(_) => own + 4,
            StepKind::Pass | StepKind::Wait(_) | StepKind::Succeed | StepKind::Fail(_) => own,
            StepKind::Choice(_) => body.saturating_add(own),
            StepKind::Parallel(parallel) => {
                let mut total = own;
                for branch in &parallel.branches {
                    total = self.scopes[branch.0 as usize]?.saturating_add(2).saturating_add(total);
                }
                total
            }
            // The items of a distributed Map have histories of their own.
            StepKind::Map(map) if map.distributed.is_some() => own,
            StepKind::Map(map) => {
                let inside = map.body.and_then(|body| self.scopes[body.0 as usize]).unwrap_or_default();
                inside.saturating_add(2).saturating_mul(self.items(id, map)).saturating_add(own)
            }
            StepKind::Loop(_) | StepKind::Unknown(_) => 0,
        })
    }

    fn waits(&self, id: StepId, way: &Way<'_>, body: u64) -> Option<u64> {
        if matches!(way.by, By::Catch(_)) {
            return Some(0);
        }
        Some(match &self.flow.step(id).kind {
            StepKind::Wait(wait) => milliseconds(wait),
            StepKind::Choice(_) => body,
            StepKind::Parallel(parallel) => {
                let mut slowest = 0;
                for branch in &parallel.branches {
                    slowest = self.scopes[branch.0 as usize]?.max(slowest);
                }
                slowest
            }
            StepKind::Map(map) => {
                // Source: [EACH], [INL], [LIM].
                let at_once = match (self.flow.dialect, &map.distributed) {
                    (Dialect::StateMachine, None) => 40,
                    (Dialect::Legacy, _) | (Dialect::StateMachine, Some(_)) => 100,
                };
                let at_once = map.concurrency.as_ref().map_or(at_once, |written| u64::from(written.value)).max(1);
                let inside = map.body.and_then(|body| self.scopes[body.0 as usize]).unwrap_or_default();
                inside.saturating_mul(self.items(id, map).div_ceil(at_once))
            }
            StepKind::Pass
            | StepKind::Task(_)
            | StepKind::Succeed
            | StepKind::Fail(_)
            | StepKind::Loop(_)
            | StepKind::Unknown(_) => 0,
        })
    }

    /// The number of items that a Map has at least.
    fn items(&self, id: StepId, map: &Map) -> u64 {
        let list = match (&map.items, self.known.step(id)) {
            (Some(items), Some(data)) => self.known.value(&items.value, &data.input),
            _ => Shape::Anything,
        };
        match list {
            Shape::List { least } => least as u64,
            Shape::Anything | Shape::Scalar | Shape::Object(_) => 0,
        }
    }
}

/// The time that a wait is written to take.
fn milliseconds(wait: &Wait) -> u64 {
    match wait.seconds.as_ref().map(|seconds| &seconds.value) {
        // Numbers below 0 become 0 in the conversion.
        Some(Value::Constant(Json::Number(seconds))) => (seconds.as_f64() * 1_000.0) as u64,
        _ => 0,
    }
}
