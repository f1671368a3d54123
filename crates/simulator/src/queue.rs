//! What will happen, in the order in which it will.

use std::collections::{BTreeMap, VecDeque};
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
    Enter { step: StepId, incoming: Json, caught: Option<Box<Failure>> },
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
    Submit { answer: Json, then: Box<Awaited> },
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
///
/// Mostly what happens puts in one thing, and that is the next to happen: it stands alone at the front. Where much happens
/// side by side, most things are still put in in the order of their turns: what happens puts in what follows one overhead
/// later, and so does what happens next. Those stand in a row, where putting in and taking out takes the same time however
/// many there are; whatever is out of order stands in a tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    /// What was put in as what comes next, as long as it comes before everything else.
    front: Option<(Key, Happening)>,
    /// In order; `None` is something that was taken out before its time, never the first.
    row: VecDeque<(Key, Option<Happening>)>,
    tree: BTreeMap<Key, Happening>,
    /// When the first thing in the tree is due: mostly much later than what stands in the row.
    tree_due: Option<Millis>,
    sequence: u64,
}

impl Queue {
    /// Makes the key under which something can be put in.
    pub(crate) fn key(
        &mut self,
        due: Millis,
        urgency: Urgency,
        (execution, place): (ExecutionId, PlaceIndices),
        trigger: Option<EventId>,
    ) -> Key {
        let sequence = self.sequence;
        self.sequence += 1;
        Key { due, urgency, execution, place, trigger, sequence }
    }

    /// Puts in what happens at once, or one overhead after what happens now.
    pub(crate) fn put_next(&mut self, key: Key, happening: Happening) {
        match &self.front {
            None if self.is_before_row(&key) && self.is_before_tree(&key) => self.front = Some((key, happening)),
            Some((first, _)) if key < *first => {
                self.clear_front();
                self.front = Some((key, happening));
            }
            _ if self.row.back().is_none_or(|(last, _)| *last < key) => self.row.push_back((key, Some(happening))),
            _ => self.put_in_tree(key, happening),
        }
    }

    /// Puts in what happens at any other time. In the row, much of what is put in after it would be out of order.
    pub(crate) fn put(&mut self, key: Key, happening: Happening) {
        if self.front.as_ref().is_some_and(|(first, _)| key < *first) {
            self.clear_front();
        }
        self.put_in_tree(key, happening);
    }

    /// What comes first.
    pub(crate) fn first(&self) -> Option<(&Key, &Happening)> {
        if let Some((key, happening)) = &self.front {
            return Some((key, happening));
        }
        match self.row.front() {
            Some((key, happening)) if self.is_before_tree(key) => Some((key, happening.as_ref()?)),
            _ => self.tree.first_key_value(),
        }
    }

    /// Takes out what comes first.
    pub(crate) fn pop(&mut self) -> Option<(Key, Happening)> {
        if self.front.is_some() {
            return self.front.take();
        }
        if !self.row.front().is_some_and(|(key, _)| self.is_before_tree(key)) {
            let first = self.tree.pop_first();
            self.look_at_tree();
            return first;
        }
        self.pop_row()
    }

    /// Takes out what comes first, if it was put in as what comes next and concerns this execution.
    pub(crate) fn pop_next(&mut self, execution: ExecutionId) -> Option<(Key, Happening)> {
        if self.front.is_some() {
            return self.front.take_if(|(key, _)| key.execution == execution);
        }
        let (key, _) = self.row.front()?;
        if key.execution == execution && self.is_before_tree(key) { self.pop_row() } else { None }
    }

    fn pop_row(&mut self) -> Option<(Key, Happening)> {
        let (key, happening) = self.row.pop_front()?;
        self.drop_void();
        Some((key, happening?))
    }

    /// Takes something out before its time.
    pub(crate) fn remove(&mut self, key: &Key) {
        if self.front.take_if(|(first, _)| first == key).is_some() {
            return;
        }
        if self.tree.remove(key).is_some() {
            self.look_at_tree();
        } else if let Ok(place) = self.row.binary_search_by(|(there, _)| there.cmp(key)) {
            self.row[place].1 = None;
            self.drop_void();
        }
    }

    /// Everything in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Key, &Happening)> {
        let front = self.front.iter().map(|(key, happening)| (key, happening));
        let mut row = self.row.iter().filter_map(|(key, happening)| Some((key, happening.as_ref()?))).peekable();
        let mut tree = self.tree.iter().peekable();
        front.chain(std::iter::from_fn(move || match (row.peek(), tree.peek()) {
            (Some((in_row, _)), Some((in_tree, _))) if in_row > in_tree => tree.next(),
            (None, _) => tree.next(),
            _ => row.next(),
        }))
    }

    fn put_in_tree(&mut self, key: Key, happening: Happening) {
        self.tree.insert(key, happening);
        self.look_at_tree();
    }

    /// Moves what stands at the front into the row, where it comes first as well.
    fn clear_front(&mut self) {
        if let Some((key, happening)) = self.front.take() {
            self.row.push_front((key, Some(happening)));
        }
    }

    fn is_before_row(&self, key: &Key) -> bool {
        self.row.front().is_none_or(|(first, _)| key < first)
    }

    fn is_before_tree(&self, key: &Key) -> bool {
        match self.tree_due {
            None => true,
            Some(due) if key.due != due => key.due < due,
            Some(_) => self.tree.first_key_value().is_none_or(|(first, _)| key < first),
        }
    }

    fn look_at_tree(&mut self) {
        self.tree_due = self.tree.first_key_value().map(|(key, _)| key.due);
    }

    fn drop_void(&mut self) {
        while let Some((_, None)) = self.row.front() {
            self.row.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy)]
    struct Put(i64, Urgency, &'static [u32], u32, &'static str);

    /// Puts things in, those with an odd trigger as what comes next, and gives their keys.
    fn queue(things: &[Put]) -> (Queue, Vec<Key>) {
        let mut queue = Queue::default();
        let mut keys = Vec::new();
        for Put(due, urgency, place, trigger, name) in things.iter().copied() {
            let happening = Happening { whom: Whom::Execution, what: What::TimeOut(name) };
            let place = (ExecutionId(0), PlaceIndices::from(place));
            let key = queue.key(Millis(due), urgency, place, Some(EventId(trigger)));
            keys.push(key.clone());
            if trigger % 2 == 1 { queue.put_next(key, happening) } else { queue.put(key, happening) }
        }
        (queue, keys)
    }

    fn name(happening: &Happening) -> &'static str {
        if let What::TimeOut(name) = happening.what { name } else { "" }
    }

    /// The names in the order in which they are taken out, which is that of the list and that of the first ones.
    fn names(mut queue: Queue) -> Vec<&'static str> {
        let listed: Vec<_> = queue.iter().map(|(_, happening)| name(happening)).collect();
        let mut names = Vec::new();
        while let Some(first) = queue.first().map(|(_, happening)| name(happening)) {
            names.extend(queue.pop().map(|(_, happening)| name(&happening)));
            assert_eq!(names.last(), Some(&first));
        }
        assert!(queue.pop().is_none());
        assert_eq!(listed, names);
        names
    }

    #[test]
    fn ties_go_by_urgency_then_place_outer_first_then_trigger() {
        let (queue, _) = queue(&[
            Put(20, Urgency::Cut, &[], 1, "later"),
            Put(10, Urgency::Ordinary, &[1], 5, "branch 1"),
            Put(10, Urgency::Ordinary, &[0, 7], 9, "iteration 7 in branch 0"),
            Put(10, Urgency::Ordinary, &[0], 8, "branch 0, trigger 8"),
            Put(10, Urgency::Ordinary, &[0], 6, "branch 0, trigger 6"),
            Put(10, Urgency::Ordinary, &[], 9, "outside"),
            Put(10, Urgency::Cut, &[4], 9, "a time-out"),
        ]);
        let expected = [
            "a time-out",
            "outside",
            "branch 0, trigger 6",
            "branch 0, trigger 8",
            "iteration 7 in branch 0",
            "branch 1",
            "later",
        ];
        assert_eq!(names(queue), expected);
    }

    #[test]
    fn what_comes_next_is_taken_out_for_its_execution_only() {
        let (mut queue, _) = queue(&[
            Put(10, Urgency::Ordinary, &[], 1, "first"),
            Put(10, Urgency::Ordinary, &[0], 3, "second"),
            Put(10, Urgency::Ordinary, &[1], 4, "put in for a time of its own"),
        ]);
        let mut next = |execution| queue.pop_next(ExecutionId(execution)).map(|(_, happening)| name(&happening));
        assert_eq!([next(1), next(0), next(1), next(0), next(0)], [None, Some("first"), None, Some("second"), None]);
        assert_eq!(names(queue), ["put in for a time of its own"]);
    }

    #[test]
    fn what_is_taken_out_before_its_time_does_not_happen() {
        const THINGS: [Put; 6] = [
            Put(10, Urgency::Ordinary, &[], 1, "first"),
            Put(10, Urgency::Ordinary, &[0], 3, "second"),
            Put(10, Urgency::Ordinary, &[1], 4, "third"),
            Put(10, Urgency::Ordinary, &[2], 5, "fourth"),
            Put(5, Urgency::Ordinary, &[], 7, "before all"),
            Put(10, Urgency::Ordinary, &[3], 9, "fifth"),
        ];
        for out in 0..1 << THINGS.len() {
            let (mut queue, keys) = queue(&THINGS);
            let is_out = |index: usize| out & 1 << index != 0;
            for (index, key) in keys.iter().enumerate().filter(|(index, _)| is_out(*index)) {
                queue.remove(key);
                queue.remove(key);
                assert_ne!(queue.first().map(|(_, happening)| name(happening)), Some(THINGS[index].4));
            }
            let mut expected: Vec<_> = THINGS.iter().enumerate().filter(|(index, _)| !is_out(*index)).collect();
            expected.sort_by_key(|(_, Put(due, _, place, ..))| (*due, *place));
            assert_eq!(names(queue), expected.iter().map(|(_, put)| put.4).collect::<Vec<_>>());
        }
    }
}
