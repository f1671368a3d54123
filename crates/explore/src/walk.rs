//! The search: runs that part wherever something outside decides, and meet again where the same is still to come.

use std::collections::hash_map::Entry as MapEntry;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{Flow, StepId, StepKind};
use flowglass_history::EventId;
use flowglass_simulator::{Answer, ExecutionId, NextCall, Outside, Simulation, Taken, Way, begin};

use crate::candidates::candidates;
use crate::ends::{End, end};
use crate::origins::Source;
use crate::outcomes::{Outcomes, outcomes};
use crate::questions::{Questions, questions};
use crate::script::{CallKey, Decision, Said, Script};
use crate::subject::{Bounds, Subject};

/// Everything that was walked.
#[derive(Debug)]
pub(crate) struct Walk {
    /// The points at which something is decided; the first decides about the input.
    pub(crate) nodes: Vec<Node>,
    /// The runs from one decision to the next, or to an end.
    pub(crate) edges: Vec<Edge>,
    /// The ends.
    pub(crate) ends: Vec<End>,
    /// By way: the first run that took it, of the flow that is explored.
    pub(crate) taken: BTreeMap<(StepId, Way), usize>,
    /// How many runs were not made.
    pub(crate) cut: Cut,
    /// Whether the values that were tried are as good as all that there are.
    pub(crate) all_values: bool,
    /// Events of all runs together.
    pub(crate) events: usize,
    /// What is asked of data from outside.
    pub(crate) questions: Questions,
}

/// Why not everything was walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Ways that were given up after so many decisions.
    pub by_depth: usize,
    /// Decisions that were left open when the runs or the events were used up.
    pub by_runs: usize,
}

/// A point at which something is decided.
#[derive(Debug)]
pub(crate) struct Node {
    /// The run that came here first.
    pub(crate) came_by: Option<usize>,
    /// Decisions before it on that way.
    pub(crate) depth: usize,
    /// Who is decided about; nobody for the input.
    pub(crate) call: Option<Arc<CallKey>>,
    /// The runs from here on.
    pub(crate) edges: Vec<usize>,
}

/// A run from one decision to the next, or to an end.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) said: Said,
    pub(crate) to: To,
    /// The events of the execution, and milliseconds, that it took.
    pub(crate) events: usize,
    pub(crate) ms: i64,
}

/// Where a run leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    Node(usize),
    End(usize),
}

impl Walk {
    /// The decisions of the first way to a run, with that of the run itself.
    pub(crate) fn decisions(&self, edge: usize) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let mut at = Some(edge);
        while let Some(edge) = at.and_then(|at| self.edges.get(at)) {
            decisions.push(self.decision(edge));
            at = self.nodes.get(edge.from).and_then(|node| node.came_by);
        }
        decisions.reverse();
        decisions
    }

    /// What a run decides at its beginning.
    pub(crate) fn decision(&self, edge: &Edge) -> Decision {
        Decision { call: self.nodes.get(edge.from).and_then(|node| node.call.clone()), said: edge.said.clone() }
    }
}

/// A decision that is still open.
struct Open {
    node: usize,
    simulation: Rc<Simulation>,
    script: Rc<Script>,
    options: Vec<Said>,
}

struct Search<'s> {
    subject: &'s Subject,
    walk: Walk,
    /// Of each flow whose tasks were called.
    flows: Vec<(Arc<Flow>, Known)>,
    seen: HashMap<u64, usize>,
    to_come: fn(&Simulation) -> u64,
    /// Whether some step waits until a moment, so that the time of day matters.
    by_clock: bool,
}

/// What is known of a flow.
struct Known {
    questions: Questions,
    outcomes: BTreeMap<StepId, Rc<Outcomes>>,
}

/// Walks every way of a flow, within bounds; ways with few decisions come first.
pub(crate) fn walk(subject: &Subject, bounds: Bounds) -> Walk {
    walk_by(subject, bounds, Simulation::fingerprint)
}

/// As [`walk`]; `to_come` numbers what is still to come of a simulation.
fn walk_by(subject: &Subject, bounds: Bounds, to_come: fn(&Simulation) -> u64) -> Walk {
    let own = Known { questions: questions(&subject.flow), outcomes: BTreeMap::new() };
    let mut walk = Walk {
        nodes: vec![Node { came_by: None, depth: 0, call: None, edges: Vec::new() }],
        edges: Vec::new(),
        ends: Vec::new(),
        taken: BTreeMap::new(),
        cut: Cut::default(),
        all_values: true,
        events: 0,
        questions: own.questions.clone(),
    };
    let inputs = match &subject.base.input {
        Some(input) => vec![input.clone()],
        None => {
            let found = candidates(own.questions.asked.get(&Source::Input), &Json::object());
            walk.all_values &= found.complete;
            found.values
        }
    };
    let flows = std::iter::once(&subject.flow).chain(subject.flows.iter().map(|(_, flow)| flow));
    let by_clock = flows
        .flat_map(|flow| flow.steps())
        .any(|(_, step)| matches!(&step.kind, StepKind::Wait(wait) if wait.until.is_some()));
    let mut search = Search {
        subject,
        walk,
        flows: vec![(Arc::clone(&subject.flow), own)],
        seen: HashMap::new(),
        to_come,
        by_clock,
    };
    let mut open = VecDeque::new();
    for input in inputs {
        let decision = Decision { call: None, said: Said::Input(input) };
        let script = Script::of([&decision]);
        let (simulation, _) = begin(&subject.flow, &subject.name, &script.scenario(&subject.base), &subject.flows);
        open.extend(search.run(0, decision.said, simulation, script));
    }
    while let Some(next) = open.pop_front() {
        let depth = search.walk.nodes.get(next.node).map_or(0, |node| node.depth);
        if depth > bounds.depth {
            search.walk.cut.by_depth += next.options.len();
            continue;
        }
        for said in next.options {
            if search.walk.edges.len() >= bounds.runs || search.walk.events >= bounds.events {
                search.walk.cut.by_runs += 1;
                continue;
            }
            let call = search.walk.nodes.get(next.node).and_then(|node| node.call.clone());
            let mut script = Script::clone(&next.script);
            script.add(&Decision { call, said: said.clone() });
            let mut simulation = Simulation::clone(&next.simulation);
            simulation.set_answers(script.answers());
            open.extend(search.run(next.node, said, simulation, script));
        }
    }
    search.walk
}

impl Search<'_> {
    /// Runs on from a decision; gives the next one, unless the way is over or was walked before.
    fn run(&mut self, from: usize, said: Said, mut simulation: Simulation, script: Script) -> Option<Open> {
        let (events, ms) = progress(&simulation);
        let all_before: usize = simulation.executions().map(|(_, execution)| execution.history.len()).sum();
        let number = self.walk.edges.len();
        let mut taken = Vec::new();
        // The task that was decided about is called.
        if from != 0
            && let Some((id, event)) = simulation.advance(Outside::Nobody)
        {
            taken.extend(way_of(&simulation, &self.subject.flow, id, event));
        }
        let call = self.to_decision(&mut simulation, &script, &mut taken);
        for taken in taken {
            self.walk.taken.entry((taken.step, taken.way)).or_insert(number);
        }
        let all: usize = simulation.executions().map(|(_, execution)| execution.history.len()).sum();
        self.walk.events += all.saturating_sub(all_before);
        let then = progress(&simulation);
        let (to, open, (events_then, ms_then)) = match call {
            None => {
                let end = end(&simulation, ExecutionId(0));
                let then = (end.events, end.ms);
                self.walk.ends.push(end);
                (To::End(self.walk.ends.len() - 1), None, then)
            }
            Some((call, key)) => {
                let (node, open) = self.decide(number, from, simulation, script, &call, key);
                (To::Node(node), open, then)
            }
        };
        let edge = Edge { from, said, to, events: events_then.saturating_sub(events), ms: ms_then - ms };
        self.walk.edges.push(edge);
        if let Some(node) = self.walk.nodes.get_mut(from) {
            node.edges.push(number);
        }
        open
    }

    /// Goes on until something has to be decided.
    fn to_decision(
        &self,
        simulation: &mut Simulation,
        script: &Script,
        taken: &mut Vec<Taken>,
    ) -> Option<(NextCall, CallKey)> {
        loop {
            let flow = &self.subject.flow;
            let call = simulation.advance_to_call(Outside::Nobody, |simulation, id, event| {
                taken.extend(way_of(simulation, flow, id, event));
            })?;
            // What an execution leaves running when it ends changes nothing of it any more.
            if simulation.execution(ExecutionId(0)).status().is_ended() {
                return None;
            }
            let key = CallKey::of(simulation, &call);
            if script.decided(&key) <= call.used as usize && !script.is_starting(&key) {
                return Some((call, key));
            }
            let (id, event) = simulation.advance(Outside::Nobody)?;
            taken.extend(way_of(simulation, flow, id, event));
        }
    }

    /// Opens a decision, unless the same was open before; gives its number.
    fn decide(
        &mut self,
        edge: usize,
        from: usize,
        simulation: Simulation,
        script: Script,
        call: &NextCall,
        key: CallKey,
    ) -> (usize, Option<Open>) {
        let mut hasher = DefaultHasher::new();
        (self.to_come)(&simulation).hash(&mut hasher);
        key.hash(&mut hasher);
        for (key, answers) in script.decided_elsewhere() {
            (key, format!("{answers:?}")).hash(&mut hasher);
        }
        if self.by_clock {
            simulation.now().0.hash(&mut hasher);
        }
        let number = self.walk.nodes.len();
        match self.seen.entry(hasher.finish()) {
            MapEntry::Occupied(known) => (*known.get(), None),
            MapEntry::Vacant(free) => {
                free.insert(number);
                let depth = self.walk.nodes.get(from).map_or(0, |node| node.depth) + 1;
                let options = self.options(&simulation, call, script.decided(&key));
                let call = Some(Arc::new(key));
                self.walk.nodes.push(Node { came_by: Some(edge), depth, call, edges: Vec::new() });
                (number, Some(Open { node: number, simulation: Rc::new(simulation), script: Rc::new(script), options }))
            }
        }
    }

    /// What may become of a call.
    fn options(&mut self, simulation: &Simulation, call: &NextCall, decided: usize) -> Vec<Said> {
        let flow = Arc::clone(&simulation.execution(call.execution).flow);
        let known = self.known(&flow);
        let Known { questions, outcomes: all } = known;
        let found = Rc::clone(all.entry(call.step).or_insert_with(|| Rc::new(outcomes(&flow, call.step, questions))));
        let asks_input = questions.asked.contains_key(&Source::Input);
        let starts = call.starts_flow && decided == 0;
        // What a flow that is started receives is what its parent hands it, and nobody varies that.
        let is_given = Arc::ptr_eq(&flow, &self.subject.flow) || !asks_input;
        self.walk.all_values &= (found.complete || starts) && is_given;
        let skipped = if starts { found.results } else { 0 };
        let answers = found.answers.iter().skip(skipped).cloned().map(Said::Answer);
        let silent = !starts && (call.timeout_ms.is_some() || found.may_wait);
        starts
            .then_some(Said::Starts)
            .into_iter()
            .chain(answers)
            .chain(silent.then_some(Said::Answer(Answer::Never)))
            .collect()
    }

    fn known(&mut self, flow: &Arc<Flow>) -> &mut Known {
        let place = match self.flows.iter().position(|(known, _)| Arc::ptr_eq(known, flow)) {
            Some(place) => place,
            None => {
                let known = Known { questions: questions(flow), outcomes: BTreeMap::new() };
                self.flows.push((Arc::clone(flow), known));
                self.flows.len() - 1
            }
        };
        // It was found or put there.
        &mut self.flows[place].1
    }
}

/// The way that an event of the explored flow has taken.
pub(crate) fn way_of(simulation: &Simulation, flow: &Arc<Flow>, id: ExecutionId, event: EventId) -> Option<Taken> {
    let taken = simulation.last_way()?;
    let is_own = taken.execution == id && taken.event == event && Arc::ptr_eq(&simulation.execution(id).flow, flow);
    is_own.then_some(taken)
}

/// The events so far of the execution that was started from outside, and the milliseconds that have passed.
fn progress(simulation: &Simulation) -> (usize, i64) {
    let execution = simulation.execution(ExecutionId(0));
    (execution.history.len(), simulation.now().since(execution.started))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use flowglass_simulator::Scenario;

    use super::*;
    use crate::longest::order;

    /// No two runs have the same history and what was decided since, so that nothing is taken for the same.
    fn all_that_was(simulation: &Simulation) -> u64 {
        let mut hasher = DefaultHasher::new();
        simulation.fingerprint().hash(&mut hasher);
        for (id, execution) in simulation.executions() {
            (id, execution.history.to_lines()).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn flow(text: &str) -> Arc<Flow> {
        Arc::new(flowglass_flow::parse(text).flow.expect("it is a flow"))
    }

    /// Walks with and without taking runs for the same; gives the runs of either.
    fn check(name: &str, text: &str, flows: &[(String, Arc<Flow>)]) -> (usize, usize) {
        let subject =
            Subject { flow: flow(text), name: name.to_owned(), flows: flows.to_vec(), base: Scenario::default() };
        let bounds = Bounds { runs: 40_000, events: usize::MAX, depth: 400 };
        let (met, apart) = (walk(&subject, bounds), walk_by(&subject, bounds, all_that_was));
        assert_eq!((met.cut, apart.cut), (Cut::default(), Cut::default()), "{name}");
        let causes = |walk: &Walk| walk.ends.iter().map(|end| end.cause.clone()).collect::<BTreeSet<_>>();
        assert_eq!(causes(&met), causes(&apart), "{name}");
        assert!(met.taken.keys().eq(apart.taken.keys()), "{name}");
        let longest = |walk: &Walk| {
            let order = order(walk).expect("no loop leads back");
            let mut most = vec![(0, 0); walk.nodes.len()];
            for node in order.iter().rev() {
                for edge in walk.nodes[*node].edges.iter().map(|edge| &walk.edges[*edge]) {
                    let rest = match edge.to {
                        To::Node(to) => most[to],
                        To::End(_) => (0, 0),
                    };
                    let (events, ms): &mut (usize, i64) = &mut most[*node];
                    (*events, *ms) = ((*events).max(rest.0 + edge.events), (*ms).max(rest.1 + edge.ms));
                }
            }
            (crate::longest::ways(walk, &order), most[0])
        };
        assert_eq!(longest(&met), longest(&apart), "{name}");
        (met.edges.len(), apart.edges.len())
    }

    /// Runs that are taken for the same go on alike: nothing is lost, and even the number of ways and the longest one
    /// are those that all runs on their own give.
    #[test]
    fn what_is_walked_once_stands_for_all() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
        let read = |name: &str| fs::read_to_string(folder.join(format!("{name}.flow.yaml"))).expect("it can be read");
        let flows = vec![("rotate".to_owned(), flow(&read("rotate")))];
        let (mut met, mut apart) = (0, 0);
        let mut add = |(one, other): (usize, usize)| {
            met += one;
            apart += other;
        };
        for name in ["order", "trip", "nightly", "quote", "mailing", "leave-request", "thumbnails"] {
            add(check(name, &read(name), &flows));
        }
        let retried = "  - {type: task, name: t, resourceArn: r, timeoutSeconds: 5, retry: [{errors: [A, B], maxAttempts: 2}, {errors: [FnF.TaskTimeout]}], outputMappings: [{target: k, source: $local.k}]}\n";
        let choice = "  - {type: choice, name: c, choices: [{condition: $.k == 1, steps: [{type: task, name: in, resourceArn: r, catch: [{errors: [FnF.ALL], goto: after}]}, {type: pass, name: after}]}]}\n";
        add(check("retried", &format!("version: v1\ntype: flow\nsteps:\n{retried}{choice}"), &[]));
        assert!(apart > 2 * met, "{met} runs, {apart} without");
    }
}
