//! Containers that run several scopes side by side and gather their results: branches and iterations.

use std::sync::Arc;

use flowglass_expression::{Json, Object};
use flowglass_flow::{Dialect, ScopeId, StepKind};
use flowglass_history::{DetailView, EventId, EventType, Member};

use crate::cut_off::CutBy;
use crate::failure::{self, Failure};
use crate::frame::{Doing, Frame, FrameId, Gathering, Open, Role};
use crate::machine::Machine;
use crate::queue::{PlaceIndices, What};
use crate::settings::ScalarItems;
use crate::wait::shown;

impl Machine<'_> {
    /// Puts in the first members of a container; the others follow as members leave. `delay_ms` comes before them when
    /// the container is tried again.
    pub(crate) fn begin_members(&mut self, frame: FrameId, members: Members, delay_ms: i64, started: EventId) {
        let total = members.total;
        if total == 0 {
            let raw = self.gathered(frame, Vec::new());
            self.later(frame, started, delay_ms, What::Succeed(raw));
            return;
        }
        let at_once = members.at_once.clamp(1, total);
        let Some(run) = self.run_mut(frame) else { return };
        run.doing = Doing::Gathering(Box::new(Gathering {
            items: members.items,
            total,
            next: at_once,
            done: 0,
            results: vec![Json::Null; total as usize],
            open: Open::default(),
        }));
        for index in 0..at_once {
            self.put_member(frame, index, delay_ms, started);
        }
    }

    fn put_member(&mut self, frame: FrameId, index: u32, delay_ms: i64, trigger: EventId) {
        let Some(place) = self.frame(frame).map(|around| inner_place(&around.place, index)) else { return };
        self.later_at(place, frame, trigger, delay_ms, What::EnterMember(index));
    }

    /// Records that a branch or an iteration is entered.
    pub(crate) fn enter_member(&mut self, frame: FrameId, index: u32, place: &PlaceIndices, trigger: EventId) {
        let flow = self.flow();
        let Some(id) = self.step_id(frame) else { return };
        let step = flow.step(id);
        let member = match &step.kind {
            StepKind::Parallel(parallel) => self.branch(frame, &parallel.branches, index),
            StepKind::Map(map) => map.body.and_then(|body| self.iteration(frame, map, body, index)),
            _ => None,
        };
        let Some((scope, input, role)) = member else { return };
        if let Some(why) = self.refuses_item(index, &input).filter(|_| role == Role::Iteration(index)) {
            self.end_members(frame);
            // At this moment, behind what is told of the siblings that this cuts off.
            let overhead = self.world.settings.options.overhead_ms;
            self.later(frame, trigger, -overhead, What::Fail(why));
            return;
        }
        let kind = match role {
            Role::Iteration(_) => EventType::IterationEntered,
            _ => EventType::BranchEntered,
        };
        let number = Json::from(index);
        let detail = [(Member::Index, &number), (Member::Input, &input)];
        let Some(entered) = self.record_of(frame, kind, DetailView::of(&detail), trigger) else { return };
        let local = self.world.empty.clone();
        let member = self.execution.state.frames.add(Frame {
            parent: Some(frame),
            role,
            place: Arc::clone(place),
            scope,
            input: input.clone(),
            local,
            step: None,
            serial: 0,
        });
        if let Some(gathering) = self.gathering_mut(frame) {
            gathering.open.insert(index, member);
        }
        self.begin_scope(member, input, entered);
    }

    /// Why no iteration begins with an item (CHOICE 16); `None` when one does.
    pub(crate) fn refuses_item(&self, index: u32, item: &Json) -> Option<Failure> {
        let is_fine = self.execution.flow.dialect == Dialect::Legacy
            || self.world.settings.options.scalar_items == ScalarItems::Pass
            || item.as_object().is_some();
        (!is_fine).then(|| {
            let cause = format!("item {index}, {}, is not an object", shown(item));
            Failure::of_step(failure::ITEM_NOT_OBJECT, cause)
        })
    }

    fn branch(&self, frame: FrameId, branches: &[ScopeId], index: u32) -> Option<(ScopeId, Json, Role)> {
        let input = self.run(frame)?.input.clone();
        Some((*branches.get(index as usize)?, input, Role::Branch(index)))
    }

    /// A branch or iteration has left well: the next one is entered, or the container succeeds.
    pub(crate) fn member_succeeded(&mut self, frame: FrameId, index: u32, result: Json, left: EventId) {
        let Some(gathering) = self.gathering_mut(frame) else { return };
        gathering.open.remove(index);
        if let Some(place) = gathering.results.get_mut(index as usize) {
            *place = result;
        }
        gathering.done += 1;
        if gathering.next < gathering.total {
            let next = gathering.next;
            gathering.next += 1;
            self.put_member(frame, next, 0, left);
        } else if gathering.done == gathering.total {
            let results = std::mem::take(&mut gathering.results);
            let raw = self.gathered(frame, results);
            self.later(frame, left, 0, What::Succeed(raw));
        }
    }

    /// A branch or iteration has failed: its siblings are cut off, and the container fails or is tried again.
    ///
    /// Source: `events.md` 4.5.
    pub(crate) fn member_failed(&mut self, frame: FrameId, index: u32, why: Failure, left: EventId) {
        if let Some(gathering) = self.gathering_mut(frame) {
            gathering.open.remove(index);
        }
        self.end_members(frame);
        self.attempt_failed(frame, why, left);
    }

    /// Cuts off what is open in a container and makes void what it was going to enter.
    fn end_members(&mut self, frame: FrameId) {
        let Some(gathering) = self.gathering_mut(frame) else { return };
        let open = gathering.open.frames();
        if let Some(around) = self.frame_mut(frame) {
            around.serial += 1;
            if let Some(run) = &mut around.step {
                run.doing = Doing::Plain;
            }
        }
        self.cut_off(open, CutBy::Sibling);
    }

    /// The raw output of a container: a list in the older language, an object in the new one.
    ///
    /// Source: [PAR] and [EACH] of the older language, [PAR] and [INL] of the new one.
    pub(crate) fn gathered(&self, frame: FrameId, results: Vec<Json>) -> Json {
        let flow = &self.execution.flow;
        let is_parallel = self.step_id(frame).is_some_and(|step| matches!(flow.step(step).kind, StepKind::Parallel(_)));
        match (flow.dialect, is_parallel) {
            (Dialect::Legacy, _) => results.into(),
            (Dialect::StateMachine, true) => {
                let members = results.into_iter().enumerate();
                members.map(|(index, result)| (format!("Branch{index}"), result)).collect::<Object>().into()
            }
            (Dialect::StateMachine, false) => [("Items", results.into())].into_iter().collect::<Object>().into(),
        }
    }
}

/// What a container is going to run.
pub(crate) struct Members {
    pub(crate) total: u32,
    /// How many may run side by side.
    pub(crate) at_once: u32,
    /// The items of a Map.
    pub(crate) items: Option<Arc<Vec<Json>>>,
}

fn inner_place(place: &PlaceIndices, index: u32) -> PlaceIndices {
    place.iter().copied().chain([index]).collect()
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_history::{EventId, Status};

    use crate::testing::{check, error, legacy, machine, names, run};

    /// The failing branch's exit cuts the other one off (`events.md` 4.5).
    #[test]
    fn a_failing_branch_cuts_its_siblings_off() {
        check(
            &legacy(
                r"  - type: parallel
    name: p
    branches:
      - steps: [{type: wait, name: long, duration: 9}]
      - steps: [{type: fail, name: f, error: E}]",
            ),
            "",
            r#"
 1 <- 0  ExecutionStarted  {"input":{}}
 2 <- 1  StepEntered  p  {"input":{},"local":{}}
 3 <- 2  StepStarted  p  {"input":{}}
 4 <- 3  BranchEntered  p  {"index":0,"input":{}}
 5 <- 3  BranchEntered  p  {"index":1,"input":{}}
 6 <- 4  StepEntered  long  {"input":{},"local":{}}
 7 <- 5  StepEntered  f  {"input":{},"local":{}}
 8 <- 6  StepStarted  long  {"input":{},"waitSeconds":9}
 9 <- 7  StepStarted  f  {"input":{}}
10 <- 9  StepFailed  f  {"error":"E","cause":""}
11 <- 10  BranchExited  p  {"index":1,"error":"E","cause":""}
12 <- 11  StepFailed  p  {"error":"E","cause":""}
13 <- 12  ExecutionFailed  {"error":"E","cause":""}
"#,
        );
    }

    /// Two branches fail at the same moment: the lower index wins (A5).
    #[test]
    fn the_first_failure_wins() {
        let flow = machine(
            "p",
            "  - {Type: Parallel, Name: p, End: true, Branches: [{StartAt: a, States: [{Type: Fail, Name: a, Code: A}]}, {StartAt: b, States: [{Type: Fail, Name: b, Code: B}]}]}",
        );
        let (simulation, id, _) = run(&flow, "");
        let execution = simulation.execution(id);
        assert_eq!(error(execution), Some("A"));
        assert_eq!(names(execution).iter().filter(|name| *name == "BranchExited p").count(), 1);
    }

    #[test]
    fn containers_without_members_succeed_at_once() {
        fn expect(flow: &str, scenario: &str, output: flowglass_expression::Json) {
            let (simulation, id, _) = run(flow, scenario);
            let execution = simulation.execution(id);
            assert_eq!(execution.output, Some(output), "{flow}");
            assert_eq!(names(execution).len(), 6, "{flow}");
        }
        let mapped = "outputMappings: [{target: all, source: $local}]";
        expect(&legacy(&format!("  - {{type: parallel, name: p, branches: [], {mapped}}}")), "", json!({"all": []}));
        let each = format!(
            "  - {{type: foreach, name: e, iterationMapping: {{collection: $.xs, item: x}}, steps: [{{type: pass, name: p}}], {mapped}}}"
        );
        expect(&legacy(&each), "input: {xs: []}", json!({"all": []}));
        let map = "  - {Type: Map, Name: m, ItemsPath: $Input.xs, End: true, Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}}";
        expect(&machine("m", map), "input: {xs: []}", json!({"Items": []}));
    }

    #[test]
    fn a_branch_without_steps_exits_at_once() {
        let (simulation, id, _) = run(&legacy("  - {type: parallel, name: p, branches: [{steps: []}]}"), "");
        let names = names(simulation.execution(id));
        assert_eq!(names[3..5], ["BranchEntered p", "BranchExited p"]);
        assert_eq!(simulation.execution(id).status(), Status::Succeeded);
    }

    /// The next iteration is entered, triggered by the exit, when one leaves.
    #[test]
    fn iterations_queue_behind_the_concurrency() {
        let map = "  - {Type: Map, Name: m, ItemsPath: $Input.xs, MaxConcuccency: 2, End: true, Processor: {StartAt: w, States: [{Type: Wait, Name: w, Seconds.$: $Input.s, End: true}]}}";
        let (simulation, id, _) = run(&machine("m", map), "input: {xs: [{s: 3}, {s: 1}, {s: 1}, {s: 9}]}");
        let execution = simulation.execution(id);
        let entered: Vec<_> = execution
            .history
            .events()
            .filter(|event| event.kind.name() == "IterationEntered")
            .map(|event| {
                (
                    event.detail.count(&flowglass_history::Member::Index),
                    event.trigger,
                    event.time.since(execution.started),
                )
            })
            .collect();
        let trigger_of = |index: usize| entered[index].1.and_then(|id| execution.history.event(id)).unwrap();
        assert_eq!(entered.iter().map(|(index, ..)| index.unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((entered[0].1, entered[1].1), (Some(EventId(3)), Some(EventId(3))));
        for index in [2, 3] {
            assert_eq!(trigger_of(index).kind.name(), "IterationExited");
        }
        // Iteration 1 takes entering, starting, its second, succeeding, exiting and leaving; then comes the next.
        assert_eq!((entered[2].2, entered[3].2), (30 + 1_060, 30 + 2 * 1_060));
        let output = execution.output.clone().unwrap();
        assert_eq!(output, json!({"Items": [{"s": 3}, {"s": 1}, {"s": 1}, {"s": 9}]}));
    }

    #[test]
    fn items_that_are_no_objects() {
        let map = "  - {Type: Map, Name: m, ItemsPath: $Input.xs, MaxConcuccency: 1, End: true, Processor: {StartAt: p, States: [{Type: Pass, Name: p, End: true}]}}";
        let scenario = "input: {xs: [{}, 5]}";
        let (simulation, id, _) = run(&machine("m", map), scenario);
        assert_eq!(simulation.execution(id).output, Some(json!({"Items": [{}, 5]})));
        let (simulation, id, _) = run(&machine("m", map), &format!("{scenario}\noptions: {{scalarItems: fail}}"));
        let execution = simulation.execution(id);
        assert_eq!(error(execution), Some("Sim.ItemNotObject"));
        let names = names(execution);
        assert_eq!(names[names.len() - 3..], ["IterationExited m", "Failed m", "ExecutionFailed"]);
    }
}
