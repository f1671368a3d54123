//! Which steps and edges of the definitions runs have reached.

use std::sync::Arc;

use flowglass_flow::{Arm, Flow, StepId, StepKind};
use flowglass_history::{EventId, InstanceId, StepStatus};
use flowglass_simulator::{Taken, Way};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::definition::Definition;
use crate::edge::{Edge, EdgeKind, arm_kind, edges, first_step};
use crate::executed::{Executed, Looked};

/// What the runs of some scenarios have reached, by definition.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Every definition that was there to be run, in the order in which they came.
    pub flows: Vec<FlowCoverage>,
}

/// What runs have reached of one definition.
#[derive(Clone, Debug)]
pub struct FlowCoverage {
    /// The definition.
    pub definition: Arc<Definition>,
    /// How often each step was entered, by its number.
    pub steps: Vec<u64>,
    /// Every edge, and how often it was taken.
    pub edges: Vec<(Edge, u64)>,
}

impl Coverage {
    /// What a simulation has reached of these definitions.
    pub(crate) fn of<'d>(definitions: impl Iterator<Item = &'d Arc<Definition>>, executed: &Executed<'_>) -> Self {
        let mut coverage = Self::default();
        for definition in definitions {
            coverage.add_flow(FlowCoverage::of(definition, executed));
        }
        coverage
    }

    /// Adds what other runs have reached.
    pub fn add(&mut self, other: Self) {
        for flow in other.flows {
            self.add_flow(flow);
        }
    }

    fn add_flow(&mut self, other: FlowCoverage) {
        let same = |known: &&mut FlowCoverage| {
            let (known, other) = (&known.definition, &other.definition);
            Arc::ptr_eq(known, other) || (known.file == other.file && known.stem == other.stem)
        };
        match self.flows.iter_mut().find(same) {
            Some(known) => known.add(&other),
            None => self.flows.push(other),
        }
    }
}

impl FlowCoverage {
    fn of(definition: &Arc<Definition>, executed: &Executed<'_>) -> Self {
        let flow = &definition.flow;
        let mut taken: FxHashMap<(StepId, EdgeKind), u64> = FxHashMap::default();
        let mut steps = vec![0; flow.steps().len()];
        for looked in executed.executions.iter().filter(|looked| looked.is_of(flow)) {
            // Where a run was cut off right behind an event, nothing came of that event.
            let causes: FxHashSet<EventId> =
                looked.execution.history.events().filter_map(|event| event.trigger).collect();
            for way in &looked.ways {
                let kind = match way.way {
                    Way::Enter => {
                        if let Some(count) = steps.get_mut(way.step.0 as usize) {
                            *count += 1;
                        }
                        continue;
                    }
                    Way::Arm(number) if has_steps(flow, way.step, number) => arm_kind(flow, way.step, number),
                    Way::Catch(number) => EdgeKind::Catch(number),
                    // Where it leads is seen when the choice is left.
                    Way::Arm(_) | Way::NoArm => continue,
                };
                if causes.contains(&way.event) {
                    *taken.entry((way.step, kind)).or_default() += 1;
                }
            }
            for way in went_on(looked, &causes) {
                *taken.entry(way).or_default() += 1;
            }
        }
        let count = |edge: Edge| (edge, taken.get(&(edge.from, edge.kind)).copied().unwrap_or(0));
        Self { definition: Arc::clone(definition), steps, edges: edges(flow).into_iter().map(count).collect() }
    }

    /// Two runs of the same text have the same steps and edges; of another text there is nothing to add.
    fn add(&mut self, other: &Self) {
        for (count, more) in self.steps.iter_mut().zip(&other.steps) {
            *count += more;
        }
        for ((edge, count), (other, more)) in self.edges.iter_mut().zip(&other.edges) {
            if edge == other {
                *count += more;
            }
        }
    }

    /// How many steps were entered.
    pub fn steps_reached(&self) -> usize {
        self.steps.iter().filter(|count| **count > 0).count()
    }

    /// How many edges were taken.
    pub fn edges_taken(&self) -> usize {
        self.edges.iter().filter(|(_, count)| *count > 0).count()
    }

    /// The steps that were never entered.
    pub fn steps_missed(&self) -> impl Iterator<Item = StepId> {
        let missed = self.steps.iter().enumerate().filter(|(_, count)| **count == 0);
        missed.map(|(index, _)| StepId(index as u32))
    }

    /// The edges that were never taken, although the step that they lead away from was entered. Of steps that were
    /// never entered it is enough to name the step.
    pub fn edges_missed(&self) -> impl Iterator<Item = Edge> {
        let entered = |step: StepId| self.steps.get(step.0 as usize).is_some_and(|count| *count > 0);
        self.edges.iter().filter(move |(edge, count)| *count == 0 && entered(edge.from)).map(|(edge, _)| *edge)
    }
}

/// The way on of every run that has succeeded and of which something came.
fn went_on(looked: &Looked<'_>, causes: &FxHashSet<EventId>) -> impl Iterator<Item = (StepId, EdgeKind)> {
    let arms: FxHashMap<InstanceId, EdgeKind> = looked.ways.iter().filter_map(|way| on_from(looked, way)).collect();
    looked.view.numbered().zip(&looked.steps).filter_map(move |((id, run), step)| {
        let went_on = run.status == StepStatus::Succeeded && causes.contains(&run.last);
        let step = step.filter(|_| went_on)?;
        Some((step, arms.get(&id).copied().unwrap_or(EdgeKind::Next)))
    })
}

/// The run of a choice that took an arm, and the edge along which it is left.
fn on_from(looked: &Looked<'_>, taken: &Taken) -> Option<(InstanceId, EdgeKind)> {
    let Way::Arm(number) = taken.way else { return None };
    let flow = &looked.execution.flow;
    let jumps = arm(flow, taken.step, number)?.jump.is_some();
    let edge = match (has_steps(flow, taken.step, number), jumps) {
        (true, true) => EdgeKind::Goto(number),
        (true, false) => EdgeKind::Next,
        // An arm without steps is itself the way to where it leads, and be it to what follows the choice.
        (false, _) => arm_kind(flow, taken.step, number),
    };
    Some((looked.view.instance_of(taken.event)?, edge))
}

fn has_steps(flow: &Flow, choice: StepId, number: u32) -> bool {
    arm(flow, choice, number).is_some_and(|arm| first_step(flow, arm).is_some())
}

/// The arm of a choice with this number; the default is the last.
fn arm(flow: &Flow, choice: StepId, number: u32) -> Option<&Arm> {
    match &flow.step(choice).kind {
        StepKind::Choice(choice) => choice.all_arms().nth(number as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{case, legacy, machine, run};

    /// The edges of the first flow with how often they were taken, in words.
    fn taken(coverage: &Coverage) -> Vec<String> {
        let flow = &coverage.flows[0].definition.flow;
        let name = |step: StepId| flow.step(step).name.value.as_str();
        let words = |(edge, count): &(Edge, u64)| {
            let number = match edge.kind {
                EdgeKind::Branch(index) | EdgeKind::Goto(index) | EdgeKind::Catch(index) => format!(" {index}"),
                EdgeKind::Next | EdgeKind::Default => String::new(),
            };
            let to = edge.to.map_or("end", name);
            format!("{} {}{number} {to} {count}", name(edge.from), edge.kind.name())
        };
        coverage.flows[0].edges.iter().map(words).collect()
    }

    #[test]
    fn a_choice_of_the_new_language_has_an_edge_for_each_arm() {
        // Two arms lead to the same state, and only the second one is taken.
        let flow = machine(
            "c",
            r#"  - Type: Choice
    Name: c
    Branches:
      - {Condition: $Input.n == 1, Next: a}
      - {Condition: $Input.n == 2, Next: a}
    Default: b
  - {Type: Pass, Name: a, End: true}
  - {Type: Succeed, Name: b}
"#,
        );
        let mut outcome = run(&flow, "input: {n: 2}");
        let first = ["c branch 0 a 0", "c branch 1 a 1", "c default b 0", "a next end 1"];
        assert_eq!(taken(&outcome.coverage), first);
        assert_eq!(outcome.coverage.flows[0].steps, [1, 1, 0]);
        outcome.coverage.add(run(&flow, "input: {n: 3}").coverage);
        let both = ["c branch 0 a 0", "c branch 1 a 1", "c default b 1", "a next end 1"];
        assert_eq!(taken(&outcome.coverage), both);
        let coverage = &outcome.coverage.flows[0];
        assert_eq!((coverage.steps_reached(), coverage.edges_taken()), (3, 3));
        assert_eq!(coverage.steps_missed().count(), 0);
        let missed: Vec<_> = coverage.edges_missed().map(|edge| edge.kind).collect();
        assert_eq!(missed, [EdgeKind::Branch(0)]);
    }

    #[test]
    fn a_choice_of_the_older_language_leads_into_its_arms_and_on() {
        let flow = legacy(
            r#"  - type: choice
    name: c
    choices:
      - {condition: $.n == 1, steps: [{type: pass, name: a}]}
      - {condition: $.n == 2, goto: last}
      - {condition: $.n == 3, steps: [{type: pass, name: a}], goto: last}
      - {condition: $.n == 4}
  - {type: pass, name: b}
  - {type: pass, name: last}
"#,
        );
        let all: Vec<_> = taken(&run(&flow, "stop: {after: 0ms}").coverage);
        let edges = ["c branch 0 a", "c branch 1 last", "c branch 2 a", "c goto 2 last", "c branch 3 b", "c next b"];
        let rest = ["a next end", "a next end", "b next last", "last next end"];
        assert_eq!(all, edges.iter().chain(&rest).map(|edge| format!("{edge} 0")).collect::<Vec<_>>());
        // Steps of the same name in two arms are told apart by the arm that was taken.
        let check = |n: u32, steps: [u64; 5], expected: &[&str]| {
            let coverage = run(&flow, &format!("input: {{n: {n}}}")).coverage;
            let taken = taken(&coverage).into_iter().filter(|edge| !edge.ends_with('0')).collect::<Vec<_>>();
            assert_eq!(taken, expected, "{n}");
            assert_eq!(coverage.flows[0].steps, steps, "{n}");
        };
        let on = ["b next last 1", "last next end 1"];
        check(1, [1, 1, 0, 1, 1], &["c branch 0 a 1", "c next b 1", "a next end 1", on[0], on[1]]);
        check(2, [1, 0, 0, 0, 1], &["c branch 1 last 1", on[1]]);
        check(3, [1, 0, 1, 0, 1], &["c branch 2 a 1", "c goto 2 last 1", "a next end 1", on[1]]);
        check(4, [1, 0, 0, 1, 1], &["c branch 3 b 1", on[0], on[1]]);
        check(5, [1, 0, 0, 1, 1], &["c next b 1", on[0], on[1]]);
    }

    #[test]
    fn the_rule_that_takes_an_error_has_the_edge() {
        for text in [
            legacy(
                "  - {type: task, name: t, resourceArn: r, catch: [{errors: [A], goto: x}, {errors: [FnF.ALL], goto: x}]}\n  - {type: pass, name: y}\n  - {type: pass, name: x}\n",
            ),
            machine(
                "t",
                "  - {Type: Task, Name: t, Action: 'A:B', Catch: [{Errors: [A], Next: x}, {Errors: [FnF.ALL], Next: x}], Next: y}\n  - {Type: Pass, Name: y, Next: x}\n  - {Type: Pass, Name: x, End: true}\n",
            ),
        ] {
            let found = taken(&run(&text, "tasks: [{step: t, outcomes: [{error: B}]}]").coverage);
            assert_eq!(found, ["t next y 0", "t catch 0 x 0", "t catch 1 x 1", "y next x 0", "x next end 1"]);
            let found = taken(&run(&text, "tasks: [{step: t, outcomes: [{error: A}]}]").coverage);
            assert_eq!(found, ["t next y 0", "t catch 0 x 1", "t catch 1 x 0", "y next x 0", "x next end 1"]);
        }
    }

    #[test]
    fn what_is_cut_off_leads_nowhere() {
        let flow =
            legacy("  - {type: pass, name: a}\n  - {type: wait, name: w, duration: 10}\n  - {type: pass, name: b}\n");
        let stopped = run(&flow, "stop: {after: 5s}");
        assert_eq!(taken(&stopped.coverage), ["a next w 1", "w next b 0", "b next end 0"]);
        assert_eq!(stopped.coverage.flows[0].steps, [1, 1, 0]);
        let missed: Vec<_> = stopped.coverage.flows[0].edges_missed().map(|edge| edge.from.0).collect();
        assert_eq!(missed, [1], "the edges of a step that was not entered go without saying");
        // The stop comes after the first step was left and before the second one is entered.
        let stopped = run(&flow, "stop: {after: 45ms}");
        assert_eq!(taken(&stopped.coverage), ["a next w 0", "w next b 0", "b next end 0"]);
        assert_eq!(stopped.coverage.flows[0].steps, [1, 0, 0]);
    }

    #[test]
    fn loops_and_items_count_every_time_and_child_flows_for_themselves() {
        let flow = legacy(
            r#"  - {type: foreach, name: each, iterationMapping: {collection: $.xs, item: x}, steps: [{type: task, name: call, resourceArn: "acs:fnf:::flow/child", pattern: sync}]}
"#,
        );
        let child = legacy("  - {type: pass, name: a}\n");
        let outcome =
            case(&flow, "input: {xs: [1, 2, 3]}\nflows: [child.flow.yaml]", &[("child.flow.yaml", &child)]).run();
        let counts: Vec<_> = outcome.coverage.flows.iter().map(|flow| flow.steps.clone()).collect();
        assert_eq!(counts, [vec![1, 3], vec![3]]);
    }

    #[test]
    fn items_of_a_distributed_map_are_in_its_processor() {
        let flow = machine(
            "m",
            r#"  - Type: Map
    Name: m
    ItemsPath: $Input.xs
    ProcessorConfig: {ExecutionMode: Standard}
    Processor: {StartAt: m, States: [{Type: Pass, Name: m, Next: z}, {Type: Pass, Name: z, End: true}]}
    Next: z
  - {Type: Pass, Name: z, End: true}
"#,
        );
        let outcome = run(&flow, "input: {xs: [{}, {}]}");
        assert_eq!(outcome.coverage.flows[0].steps, [1, 2, 2, 1]);
        assert_eq!(taken(&outcome.coverage), ["m next z 1", "m next z 2", "z next end 2", "z next end 1"]);
    }
}
