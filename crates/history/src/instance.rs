//! One run of one step, and what belongs to it.

use std::sync::Arc;

use crate::{AttemptOutcome, EventId, GroupId, StepStatus};

/// The number of a run of a step in its [`RunView`](crate::RunView), from 0, in the order in which they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub u32);

/// Where a run of a step lies: the flow itself, or a list of steps inside another run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The flow's own steps.
    Root,
    /// One arm of a parallel step.
    Branch {
        /// The run of the parallel step.
        of: InstanceId,
        /// Which arm, from 0.
        index: u32,
    },
    /// One pass of a loop over items.
    Iteration {
        /// The run of the loop.
        of: InstanceId,
        /// Which item, from 0.
        index: u32,
    },
    /// The steps inside an arm of a choice (older language).
    Body {
        /// The run of the choice.
        of: InstanceId,
    },
}

/// One run of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The step's bare name.
    pub step: Arc<str>,
    /// Where it lies.
    pub group: Group,
    /// The very list of steps: a container that is retried has a new one with the same `group`.
    pub group_run: GroupId,
    /// Where it stands.
    pub status: StepStatus,
    /// Whether some of its events could only be guessed to be its own, because the history does not say whose they are.
    pub uncertain: bool,
    /// Its Entered event.
    pub entered: Option<EventId>,
    /// Its first Started event.
    pub started: Option<EventId>,
    /// The last event so far of those that end it: Succeeded, Failed, TimedOut, Aborted, Exited.
    pub ended: Option<EventId>,
    /// Its last event so far.
    pub last: EventId,
    /// The tries of a task in order; for a container only when it is tried again as a whole.
    pub attempts: Vec<Attempt>,
    /// All its events in order, those that open and close its branches and iterations included.
    pub events: Vec<EventId>,
    /// The branches, iterations and bodies inside it, in the order in which they began.
    pub groups: Vec<GroupId>,
    /// How long it waits from its Started event on, in milliseconds, when it is a wait.
    pub wait_ms: Option<i64>,
    /// No event is expected any more.
    pub(crate) closed: bool,
    /// How many of `groups` are known to be over, counted from the first.
    pub(crate) groups_over: usize,
}

/// One try of a task, or of a container as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Which try, from 1.
    pub number: u32,
    /// The event that plans it: `TaskScheduled`, or the Started event of a container.
    pub scheduled: EventId,
    /// `TaskStarted`, or the first event inside a container.
    pub started: Option<EventId>,
    /// `TaskSubmitted`: the call was accepted, and a report is to come.
    pub submitted: Option<EventId>,
    /// The event that ends it.
    pub ended: Option<EventId>,
    /// Where it stands.
    pub outcome: AttemptOutcome,
    /// The pause before it, in milliseconds.
    pub delay_ms: i64,
    /// How long it may take from its start on, in milliseconds, when the history tells.
    pub timeout_ms: Option<i64>,
}

impl Group {
    /// The run of the step that this lies in; `None` for the flow itself.
    pub fn owner(self) -> Option<InstanceId> {
        match self {
            Self::Root => None,
            Self::Branch { of, .. } | Self::Iteration { of, .. } | Self::Body { of } => Some(of),
        }
    }

    /// The number of the branch or iteration.
    pub fn index(self) -> Option<u32> {
        match self {
            Self::Branch { index, .. } | Self::Iteration { index, .. } => Some(index),
            Self::Root | Self::Body { .. } => None,
        }
    }
}

impl Instance {
    pub(crate) fn new(step: Arc<str>, group: Group, group_run: GroupId, first: EventId) -> Self {
        Self {
            step,
            group,
            group_run,
            status: StepStatus::Entered,
            uncertain: false,
            entered: None,
            started: None,
            ended: None,
            last: first,
            attempts: Vec::new(),
            events: Vec::new(),
            groups: Vec::new(),
            wait_ms: None,
            closed: false,
            groups_over: 0,
        }
    }

    /// Which try of the step is going on, or was the last: 1 for what is not tried again.
    pub fn attempt(&self) -> u32 {
        self.attempts.last().map_or(1, |attempt| attempt.number)
    }
}

impl Attempt {
    pub(crate) fn new(number: u32, scheduled: EventId) -> Self {
        Self {
            number,
            scheduled,
            started: None,
            submitted: None,
            ended: None,
            outcome: AttemptOutcome::Running,
            delay_ms: 0,
            timeout_ms: None,
        }
    }
}
