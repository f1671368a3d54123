//! What will happen, in the order in which it will.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{StepId, Target};
use flowglass_history::{EventId, Millis};

use crate::execution::ExecutionId;
use crate::failure::Failure;
use crate::frame::FrameId;
use crate::outcomes::Answer;

/// Where in an execution something happens: the numbers of the enclosing branches and iterations, outermost first.
pub(crate) type PlaceIndices = Arc<[u32]>;

/// When it is a happening's turn; smaller keys come first (`events.md` E2t).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// When it is due.
    pub(crate) due: Millis,
    /// Time-outs and stops win a tie.
    pub(crate) urgency: Urgency,
    pub(crate) execution: ExecutionId,
    pub(crate) place: PlaceIndices,
    /// What it follows from; `None` for what follows from nothing in its own history.
    pub(crate) trigger: Option<EventId>,
    /// The order in which it was put in; makes keys unique.
    sequence: u64,
}

/// Whether something wins a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    /// What tells what was cut off just now.
    CutOff,
    /// Time-outs and stops.
    Cut,
    /// Everything else.
    Ordinary,
}

/// One thing that will happen; each records exactly one event.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    /// Whom it concerns. Nothing happens when that is over by then.
    pub(crate) whom: Whom,
    pub(crate) what: What,
}

/// Whom a happening concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// The whole execution.
    Execution,
    /// One frame, as long as its serial number is still this one.
    Frame { id: FrameId, serial: u32 },
}

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// The execution begins.
    Begin,
    /// The execution is stopped from outside.
    Stop(Failure),
    /// The next event about what was cut off is recorded, or the end behind it.
    TellCutOff,
    /// The execution has taken too long; the text says what limits it.
    TimeOut(&'static str),
    /// The service's limit of a year: never a reason to go on when nothing else is left.
    YearOver,
    /// The execution ends failed at once.
    EndFailed(Failure),
    /// The frame's scope is over, with its result.
    Leave(Result<Json, Failure>),
    /// The frame enters a step, with what that receives, and with the error when a catch rule led there.
    Enter { step: StepId, incoming: Json, caught: Option<Failure> },
    /// The step's input is built and it starts; with the pause in seconds when it starts again.
    Start { delay: Option<f64> },
    /// The container enters a branch or iteration.
    EnterMember(u32),
    /// The step's output is built from this raw one, and it succeeds.
    Succeed(Json),
    /// The step hands on its output and is left.
    Exit { output: Json, jump: Target },
    /// The step has failed and is not tried again.
    Fail(Failure),
    /// The items of a distributed Map start.
    StartMapRun,
    /// An attempt of a task is planned; with the pause in seconds when it is a retry.
    Schedule { delay: Option<f64> },
    /// The call of a task is sent.
    StartTask,
    /// The called system accepts it, and this is what comes then.
    Submit { answer: Json, then: Awaited },
    /// The call is refused.
    Refuse(Failure),
    /// The answer of the called system arrives.
    Answer(Answer),
    /// The attempt has taken too long.
    TaskTimeOut,
}

/// What a submitted task waits for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Awaited {
    /// An answer that is known, so many milliseconds later.
    Answer(Answer, i64),
    /// A report from outside.
    Report,
    /// The end of an execution that it started.
    Child,
    /// Nothing will come.
    Nothing,
}

/// What will happen, ordered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    waiting: BTreeMap<Key, Happening>,
    sequence: u64,
}

impl Queue {
    /// Puts something in; the key takes it out again.
    pub(crate) fn put(
        &mut self,
        due: Millis,
        urgency: Urgency,
        (execution, place): (ExecutionId, PlaceIndices),
        trigger: Option<EventId>,
        happening: Happening,
    ) -> Key {
        let key = Key { due, urgency, execution, place, trigger, sequence: self.sequence };
        self.sequence += 1;
        self.waiting.insert(key.clone(), happening);
        key
    }

    /// What comes first.
    pub(crate) fn first(&self) -> Option<(&Key, &Happening)> {
        self.waiting.first_key_value()
    }

    /// Takes out what comes first.
    pub(crate) fn pop(&mut self) -> Option<(Key, Happening)> {
        self.waiting.pop_first()
    }

    /// Takes something out before its time.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.waiting.remove(key);
    }

    /// Everything in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Key, &Happening)> {
        self.waiting.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_by_urgency_then_place_outer_first_then_trigger() {
        let mut queue = Queue::default();
        let mut put = |due, urgency, place: &[u32], trigger, name| {
            let happening = Happening { whom: Whom::Execution, what: What::TimeOut(name) };
            let place = (ExecutionId(0), PlaceIndices::from(place));
            queue.put(Millis(due), urgency, place, Some(EventId(trigger)), happening);
        };
        put(20, Urgency::Cut, &[], 1, "later");
        put(10, Urgency::Ordinary, &[1], 5, "branch 1");
        put(10, Urgency::Ordinary, &[0, 7], 9, "iteration 7 in branch 0");
        put(10, Urgency::Ordinary, &[0], 8, "branch 0, trigger 8");
        put(10, Urgency::Ordinary, &[0], 6, "branch 0, trigger 6");
        put(10, Urgency::Ordinary, &[], 9, "outside");
        put(10, Urgency::Cut, &[4], 9, "a time-out");
        let mut names = Vec::new();
        while let Some((_, Happening { what: What::TimeOut(name), .. })) = queue.pop() {
            names.push(name);
        }
        let expected = [
            "a time-out",
            "outside",
            "branch 0, trigger 6",
            "branch 0, trigger 8",
            "iteration 7 in branch 0",
            "branch 1",
            "later",
        ];
        assert_eq!(names, expected);
    }
}
