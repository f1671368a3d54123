//! What is still to come of a simulation, as one number: two that have the same go on in the same way.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use flowglass_expression::Json;
use flowglass_flow::Target;
use flowglass_history::Status;

use crate::execution::{Execution, ExecutionId};
use crate::failure::Failure;
use crate::frame::{Attempt, Doing, Frame, FrameId, Gathering, Role, StepRun};
use crate::outcomes::Answer;
use crate::queue::{Awaited, What, Whom};
use crate::simulation::Simulation;
use crate::token;

impl Simulation {
    /// A number for what is still to come: where every execution stands, with which data, and what is due when from
    /// now.
    ///
    /// Left out is what a run leaves behind or what limits it as a whole: histories, numbers of events, the time of
    /// day, the time-out of a flow and of the mode, how many outcomes of a scenario are used up. Tokens and universally
    /// unique identifiers inside data count as equal.
    pub fn fingerprint(&self) -> u64 {
        let mut print = Print { hasher: DefaultHasher::new() };
        let mut gone = BTreeSet::new();
        for (id, execution) in self.executions() {
            if execution.status().is_ended() {
                // Their names are taken; nobody can choose those of items.
                if item_of(execution).is_none() {
                    gone.insert((steady(&execution.flow_name), steady(&execution.name)));
                }
            } else {
                print.execution(id, execution);
            }
        }
        gone.hash(&mut print.hasher);
        for (key, happening) in self.world.queue.iter() {
            let Some(execution) = self.executions.get(key.execution.0 as usize) else { continue };
            let frame = match happening.whom {
                Whom::Execution if matches!(happening.what, What::TimeOut(_) | What::YearOver) => continue,
                Whom::Execution => None,
                Whom::Frame { id, serial } => match execution.state.frames.get(id) {
                    Some(frame) if frame.serial == serial => Some(id),
                    _ => continue,
                },
            };
            (key.due.since(self.world.now), key.urgency as u8, &key.place).hash(&mut print.hasher);
            print.rank(self, key.execution);
            if let Some(id) = frame {
                print.depth(execution, id);
            }
            print.what(&happening.what);
        }
        print.hasher.finish()
    }
}

struct Print {
    hasher: DefaultHasher,
}

impl Print {
    /// Which of the executions that have not ended it is: their numbers grow with those that have.
    fn rank(&mut self, simulation: &Simulation, id: ExecutionId) {
        let before = simulation.executions.iter().take(id.0 as usize);
        before.filter(|execution| !execution.status().is_ended()).count().hash(&mut self.hasher);
    }

    fn execution(&mut self, id: ExecutionId, execution: &Execution) {
        let state = &execution.state;
        steady(&execution.flow_name).hash(&mut self.hasher);
        (state.scope, state.depth, execution.status == Status::Starting, id == state.root).hash(&mut self.hasher);
        state.cut_off.left().hash(&mut self.hasher);
        match item_of(execution) {
            Some(item) => item.hash(&mut self.hasher),
            None if id != state.root => steady(&execution.name).hash(&mut self.hasher),
            None => {}
        }
        self.json(&execution.input);
        self.json(&state.global);
        let mut frames: Vec<(FrameId, &Frame)> = state.frames.iter().collect();
        frames.sort_by_key(|(id, frame)| (frame.place.clone(), depth(execution, *id)));
        for (id, frame) in frames {
            self.depth(execution, id);
            self.frame(frame);
        }
        for run in execution.map_runs.iter().filter(|run| run.status == Status::Running) {
            let counts = &run.counts;
            (counts.pending, counts.running, counts.succeeded, counts.failed).hash(&mut self.hasher);
            run.results.iter().chain(&run.items).for_each(|value| self.json(value));
        }
    }

    /// Which of the frames of one place it is: the bodies of choices lie inside each other there.
    fn depth(&mut self, execution: &Execution, id: FrameId) {
        depth(execution, id).hash(&mut self.hasher);
    }

    fn frame(&mut self, frame: &Frame) {
        (&frame.place, frame.scope, matches!(frame.role, Role::Body)).hash(&mut self.hasher);
        self.json(&frame.input);
        self.json(&frame.local);
        if let Some(run) = &frame.step {
            self.run(run);
        }
    }

    fn run(&mut self, run: &StepRun) {
        (run.id, run.retries, &run.used, run.error.is_some()).hash(&mut self.hasher);
        self.json(&run.incoming);
        self.json(&run.input);
        run.usual_input.iter().for_each(|input| self.json(input));
        self.json(&run.output);
        if let Some(why) = &run.error {
            self.failure(why);
        }
        if let Some(target) = &run.chosen {
            self.target(target);
        }
        match &run.doing {
            Doing::Plain => 0_u8.hash(&mut self.hasher),
            Doing::Body(_) => 1_u8.hash(&mut self.hasher),
            Doing::Task(attempt) => {
                let Attempt { stage, parameters, timeout_ms, pending, child, .. } = &**attempt;
                (2_u8, *stage as u8, timeout_ms, pending.is_some(), child.is_some()).hash(&mut self.hasher);
                self.json(parameters);
            }
            Doing::Gathering(gathering) => {
                let Gathering { items, total, next, done, results, .. } = &**gathering;
                (3_u8, total, next, done).hash(&mut self.hasher);
                let to_come = items.iter().flat_map(|items| items.iter().skip(*next as usize));
                results.iter().chain(to_come).for_each(|value| self.json(value));
            }
            Doing::MapRun(_) => 4_u8.hash(&mut self.hasher),
        }
    }

    fn what(&mut self, what: &What) {
        std::mem::discriminant(what).hash(&mut self.hasher);
        match what {
            What::Begin
            | What::StartTask
            | What::StartMapRun
            | What::TaskTimeOut
            | What::TellCutOff
            | What::YearOver
            | What::TimeOut(_) => {}
            What::Stop(why) | What::EndFailed(why) | What::Fail(why) | What::Refuse(why) => self.failure(why),
            What::Leave(Ok(result)) => self.json(result),
            What::Leave(Err(why)) => self.failure(why),
            What::Enter { step, incoming, caught } => {
                step.hash(&mut self.hasher);
                self.json(incoming);
                caught.iter().for_each(|why| self.failure(why));
            }
            What::Start { delay } | What::Schedule { delay } => delay.map(f64::to_bits).hash(&mut self.hasher),
            What::EnterMember(index) => index.hash(&mut self.hasher),
            What::Succeed(raw) => self.json(raw),
            What::Exit { output, jump } => {
                self.json(output);
                self.target(jump);
            }
            What::Submit { answer, then } => {
                self.json(answer);
                std::mem::discriminant(&**then).hash(&mut self.hasher);
                if let Awaited::Answer(answer, after_ms) = &**then {
                    after_ms.hash(&mut self.hasher);
                    self.answer(answer);
                }
            }
            What::Answer(answer) => self.answer(answer),
        }
    }

    fn answer(&mut self, answer: &Answer) {
        std::mem::discriminant(answer).hash(&mut self.hasher);
        match answer {
            Answer::Output(output) => self.json(output),
            Answer::Error(error, cause) | Answer::Refused(error, cause) => (error, cause).hash(&mut self.hasher),
            Answer::Never => {}
        }
    }

    fn failure(&mut self, why: &Failure) {
        (&why.error, &why.cause, why.origin as u8).hash(&mut self.hasher);
    }

    fn target(&mut self, target: &Target) {
        std::mem::discriminant(target).hash(&mut self.hasher);
        match target {
            Target::Step(step) => step.hash(&mut self.hasher),
            Target::Unknown(name) => name.hash(&mut self.hasher),
            Target::End | Target::Missing => {}
        }
    }

    /// Data of the simulator never nests deeper than [`flowglass_expression::MAX_DEPTH`].
    fn json(&mut self, value: &Json) {
        std::mem::discriminant(value).hash(&mut self.hasher);
        match value {
            Json::Null => {}
            Json::Bool(value) => value.hash(&mut self.hasher),
            Json::Number(number) => number.as_f64().to_bits().hash(&mut self.hasher),
            Json::String(text) => steady(text).hash(&mut self.hasher),
            Json::Array(items) => {
                items.len().hash(&mut self.hasher);
                items.iter().for_each(|item| self.json(item));
            }
            Json::Object(object) => {
                object.len().hash(&mut self.hasher);
                for (key, member) in object.iter() {
                    key.hash(&mut self.hasher);
                    self.json(member);
                }
            }
        }
    }
}

/// The item of a distributed Map that an execution is.
fn item_of(execution: &Execution) -> Option<u32> {
    execution.parent.as_ref()?.item.map(|(_, item)| item)
}

fn depth(execution: &Execution, id: FrameId) -> usize {
    let mut depth = 0;
    let mut at = execution.state.frames.get(id);
    while let Some(parent) = at.and_then(|frame| frame.parent) {
        depth += 1;
        at = execution.state.frames.get(parent);
    }
    depth
}

/// The text, or one word for all tokens and all universally unique identifiers: they differ from run to run.
fn steady(text: &str) -> &str {
    let is_unique = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_unique || token::read(text).is_some() { "unique" } else { text }
}

#[cfg(test)]
mod tests {
    use crate::testing::{legacy, prepare};
    use crate::{Outside, Simulation};

    /// The numbers at each call of a task.
    fn prints(flow: &str, scenario: &str) -> Vec<u64> {
        let (mut simulation, _) = prepare(flow, scenario);
        let mut prints = Vec::new();
        while simulation.advance_to_call(Outside::Nobody, |_, _, _| ()).is_some() {
            prints.push(simulation.fingerprint());
            simulation.advance(Outside::Nobody);
        }
        prints
    }

    const LOOP: &str = r"  - {type: pass, name: begin, outputMappings: [{target: n, source: 1}]}
  - {type: wait, name: rest, duration: 30}
  - {type: task, name: t, resourceArn: r, pattern: waitForCallback, inputMappings: [{target: token, source: $context.task.token}], retry: [{errors: [E], maxAttempts: 1}], outputMappings: [{target: n, source: $local.n}]}
  - {type: choice, name: c, choices: [{condition: $.n < 9, goto: rest}]}";

    #[test]
    fn a_round_that_changes_nothing_comes_back_to_the_same_state() {
        let flow = legacy(LOOP);
        let same = prints(&flow, "tasks: [{step: t, outcomes: [{output: {n: 1}, times: 3}, {output: {n: 9}}]}]");
        assert_eq!(same.len(), 4);
        assert!(same.windows(2).all(|pair| pair[0] == pair[1]), "{same:?}");
        let other = prints(&flow, "tasks: [{step: t, outcomes: [{output: {n: 2}}, {output: {n: 9}}]}]");
        assert_eq!((other.len(), other[0], other[1] == other[0]), (2, same[0], false));
        let retried = prints(&flow, "tasks: [{step: t, outcomes: [{error: E}, {output: {n: 9}}]}]");
        assert_eq!((retried.len(), retried[0], retried[1] == retried[0]), (2, same[0], false));
        // The flow's own time-out limits the run as a whole.
        let limited = format!("timeoutSeconds: 500\n{flow}");
        assert_eq!(prints(&limited, "tasks: [{step: t, outcomes: [{output: {n: 9}}]}]")[..1], same[..1]);
    }

    #[test]
    fn what_is_due_counts() {
        let branches = |seconds: u32| {
            legacy(&format!(
                "  - {{type: parallel, name: p, branches: [{{steps: [{{type: task, name: t, resourceArn: r}}]}}, {{steps: [{{type: wait, name: w, duration: {seconds}}}]}}]}}\n  - {{type: task, name: u, resourceArn: r}}"
            ))
        };
        let (one, two) = (prints(&branches(5), ""), prints(&branches(6), ""));
        assert_ne!(one[0], two[0]);
        assert_eq!(one[1], two[1]);
    }

    #[test]
    fn an_empty_simulation_has_one_too() {
        let empty = || Simulation::new(crate::Settings::default()).fingerprint();
        assert_eq!(empty(), empty());
    }
}
