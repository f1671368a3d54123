//! How runs of steps are cut off by what happens elsewhere: by a sibling's failure, a stop, or the end of the time.
//!
//! Source: `events.md` 4.5, 4.10.

use std::collections::VecDeque;

use flowglass_flow::StepId;
use flowglass_history::{Detail, EventId, Member};

use crate::begin_end::Ending;
use crate::failure;
use crate::frame::{Doing, FrameId, Stage, StepRun};
use crate::machine::{Effect, Machine};
use crate::queue::{Urgency, What};

/// What was cut off and is still to be told of, one event at a time, and the end of the execution behind it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CutOff {
    untold: VecDeque<Aborted>,
    ending: Option<Ending>,
}

/// A run of a step that was cut off.
#[derive(Clone, Debug)]
struct Aborted {
    step: StepId,
    /// The last event of this run.
    last: EventId,
    by: CutBy,
}

/// What cuts a run off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutBy {
    Sibling,
    Stop,
    TimeOut,
}

impl CutBy {
    /// The `cause` of StateAborted.
    fn cause(self) -> &'static str {
        match self {
            Self::Sibling => "sibling failed",
            Self::Stop => "stopped",
            Self::TimeOut => "timed out",
        }
    }

    /// Whether a job that a cut-off task has started is stopped as well.
    ///
    /// Source: `state-machine.md` 6 [PAT]: a job is stopped with the execution or because a sibling failed.
    fn stops_jobs(self) -> bool {
        self != Self::TimeOut
    }
}

impl CutOff {
    /// How many events are left to record, and whether the end of the execution is behind them.
    pub(crate) fn left(&self) -> (usize, bool) {
        (self.untold.len(), self.ending.is_some())
    }
}

/// What to look at next on the way through what is cut off.
enum Next {
    Frame(FrameId),
    /// A container whose inside has been looked at.
    Container(Box<StepRun>),
}

impl Machine<'_> {
    /// Takes frames and everything inside them out of the run, by ascending branch, innermost first; where the
    /// vocabulary tells of each, these events are the next ones of the execution.
    pub(crate) fn cut_off(&mut self, frames: Vec<FrameId>, by: CutBy) {
        self.take_out(frames, by);
        self.tell_later();
    }

    /// Ends the execution by a stop or a time-out: records one event, of what is cut off while that is told, else the
    /// ending.
    ///
    /// Vocabulary does not change how an execution ends: what no event is left for is not told.
    pub(crate) fn end_from_outside(&mut self, ending: Ending) {
        if self.execution.state.vocabulary.of_cutting_off().is_none() {
            return self.end(ending, EventId(1));
        }
        if self.execution.state.cut_off.ending.is_none() {
            let by = if matches!(ending, Ending::TimedOut(_)) { CutBy::TimeOut } else { CutBy::Stop };
            let root = self.execution.state.frames.root();
            self.take_out(root.into_iter().collect(), by);
            let room = self.world.settings.options.last_event().saturating_sub(1 + self.execution.history.len());
            let cut_off = &mut self.execution.state.cut_off;
            cut_off.untold.truncate(room);
            cut_off.ending = Some(ending);
        }
        self.tell_cut_off();
    }

    /// Records that a run was cut off, or the end that is behind them all: one event.
    pub(crate) fn tell_cut_off(&mut self) {
        let cut_off = &mut self.execution.state.cut_off;
        let Some(Aborted { step, last, by }) = cut_off.untold.pop_front() else {
            if let Some(ending) = cut_off.ending.take() {
                self.end(ending, EventId(1));
            }
            return;
        };
        let Some(kind) = self.execution.state.vocabulary.of_cutting_off() else { return };
        let detail = Detail::new().with(Member::Cause, by.cause());
        if self.record(last, kind, step, detail.view()).is_some() {
            self.tell_later();
        }
    }

    /// Puts in the next event about what was cut off, before anything else at this moment.
    fn tell_later(&mut self) {
        let cut_off = &self.execution.state.cut_off;
        if !cut_off.untold.is_empty() || cut_off.ending.is_some() {
            let now = self.world.now;
            self.for_execution(now, Urgency::CutOff, Some(EventId(1)), What::TellCutOff);
        }
    }

    fn take_out(&mut self, frames: Vec<FrameId>, by: CutBy) {
        // What comes next is at the end.
        let mut open: Vec<Next> = frames.into_iter().rev().map(Next::Frame).collect();
        while let Some(next) = open.pop() {
            let run = match next {
                Next::Container(run) => *run,
                Next::Frame(id) => {
                    let Some(run) = self.execution.state.frames.remove(id).and_then(|frame| frame.step) else {
                        continue;
                    };
                    let inside: Vec<FrameId> = match &run.doing {
                        Doing::Gathering(gathering) => gathering.open.frames(),
                        Doing::Body(body) => vec![*body],
                        Doing::Plain | Doing::Task(_) | Doing::MapRun(_) => Vec::new(),
                    };
                    if !inside.is_empty() {
                        open.push(Next::Container(Box::new(run)));
                        open.extend(inside.into_iter().rev().map(Next::Frame));
                        continue;
                    }
                    run
                }
            };
            if self.execution.state.vocabulary.of_cutting_off().is_some() {
                let aborted = Aborted { step: run.id, last: run.last, by };
                self.execution.state.cut_off.untold.push_back(aborted);
            }
            self.release(run, by.stops_jobs());
        }
    }

    /// Forgets what a run of a step still waits for. `stop_jobs`: whether a job that it started is stopped as well.
    pub(crate) fn release(&mut self, run: StepRun, stop_jobs: bool) {
        match run.doing {
            Doing::Plain | Doing::Body(_) | Doing::Gathering(_) => {}
            Doing::Task(attempt) => {
                if attempt.stage == Stage::Submitted
                    && let Some(last) = attempt.last
                {
                    self.world.waiting.remove(&(self.id, last));
                }
                for key in [attempt.deadline, attempt.pending].into_iter().flatten() {
                    self.world.queue.remove(&key);
                }
                if let Some(child) = attempt.child.filter(|_| stop_jobs) {
                    self.cause(Effect::StopChild { child, error: failure::PARENT_ENDED });
                }
            }
            Doing::MapRun(number) => self.abort_map_run(number),
        }
    }
}
