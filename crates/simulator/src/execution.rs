//! One execution, as it is seen from outside and as it stands inside.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{Flow, ScopeId, StepId};
use flowglass_history::{EventId, History, Millis, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::ContextUse;
use crate::cut_off::CutOff;
use crate::frame::{FrameId, Frames};
use crate::outcomes::Place;
use crate::queue::{Key, PlaceIndices};
use crate::settings::{Mode, Vocabulary};

/// The number of an execution in its simulation, in the order of starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExecutionId(pub u32);

/// One run of one flow.
#[derive(Clone, Debug)]
pub struct Execution {
    /// Its name.
    pub name: Arc<str>,
    /// The name of its flow.
    pub flow_name: Arc<str>,
    /// The definition that it started with.
    pub flow: Arc<Flow>,
    /// The role that it acts in, `$Context.Execution.RoleArn`.
    pub role: Arc<str>,
    /// How it runs.
    pub mode: Mode,
    /// What has happened.
    pub history: History,
    /// What it was started with; `{}` when nothing was given.
    pub input: Json,
    /// Its output, once it has succeeded.
    pub output: Option<Json>,
    /// Error and cause, once it has ended otherwise.
    pub error: Option<(Arc<str>, Arc<str>)>,
    /// When it starts or started.
    pub started: Millis,
    /// When it ended.
    pub stopped: Option<Millis>,
    /// Which execution started it; `None` when it was started from outside.
    pub parent: Option<Parent>,
    /// The runs of its distributed Maps, in the order of their starts.
    pub map_runs: Vec<MapRun>,
    /// What a person should know of this run and no event tells; each thing once.
    pub notes: Vec<RunNote>,
    /// The tasks that nobody answered, with the answer that was assumed.
    pub assumed: BTreeMap<StepId, Json>,
    pub(crate) status: Status,
    pub(crate) state: State,
}

impl Execution {
    /// Where it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    pub(crate) fn note(&mut self, step: &str, message: String) {
        let note = RunNote { step: step.into(), message };
        if self.state.noted.insert(note.clone()) {
            self.notes.push(note);
        }
    }
}

/// What only the simulation needs of an execution.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The scope that is run: the flow's own, or the processor of a distributed Map.
    pub(crate) scope: ScopeId,
    /// The place of its flow in the simulation.
    pub(crate) definition: u32,
    pub(crate) frames: Frames,
    /// The names that its events have.
    pub(crate) vocabulary: Vocabulary,
    /// What was cut off and is still to be told of.
    pub(crate) cut_off: CutOff,
    /// `$Global`.
    pub(crate) global: Json,
    /// What waits for the execution as a whole.
    pub(crate) limits: Vec<Key>,
    /// How many outcomes each place of a step has used up.
    pub(crate) used: FxHashMap<(StepId, PlaceIndices), u32>,
    /// Which steps ask for the context object.
    pub(crate) context: Arc<ContextUse>,
    /// How many executions stand above this one.
    pub(crate) depth: u32,
    /// The execution that nothing but a person started; itself unless it has a parent.
    pub(crate) root: ExecutionId,
    /// The containers around an item of a distributed Map, outermost first.
    pub(crate) outer: Vec<Place>,
    /// Whether entries of a scenario that name no flow are meant for it.
    pub(crate) own: bool,
    /// `CallbackFnFTaskToken`: the token to report to at the end.
    pub(crate) callback: Option<Arc<str>>,
    /// The frame of the parent's step.
    pub(crate) parent_frame: Option<FrameId>,
    /// Tasks of other executions that wait for its end.
    pub(crate) waiters: Vec<Waiter>,
    /// Whether its flow was taken out, so that another execution may have its name.
    pub(crate) forgotten: bool,
    noted: FxHashSet<RunNote>,
}

impl State {
    pub(crate) fn new(id: ExecutionId, scope: ScopeId, vocabulary: Vocabulary, context: Arc<ContextUse>) -> Self {
        Self {
            scope,
            definition: 0,
            frames: Frames::default(),
            vocabulary,
            cut_off: CutOff::default(),
            global: Json::object(),
            limits: Vec::new(),
            used: FxHashMap::default(),
            context,
            depth: 0,
            root: id,
            outer: Vec::new(),
            own: true,
            callback: None,
            parent_frame: None,
            waiters: Vec::new(),
            forgotten: false,
            noted: FxHashSet::default(),
        }
    }
}

/// A task that waits for the end of an execution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiter {
    pub(crate) execution: ExecutionId,
    pub(crate) frame: FrameId,
    /// The event that entered the step.
    pub(crate) entered: EventId,
}

/// How an execution came from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The execution that started it.
    pub execution: ExecutionId,
    /// The event in that execution's history that entered the starting step.
    pub entered: EventId,
    /// For an item of a distributed Map: the number of the run in [`Execution::map_runs`], and that of the item.
    pub item: Option<(usize, u32)>,
}

/// One run of a distributed Map.
///
/// Source: `state-machine.md` 2.5.2 (DescribeMapRun).
#[derive(Clone, Debug)]
pub struct MapRun {
    /// 32 hexadecimal digits.
    pub name: Arc<str>,
    /// The step.
    pub step: Arc<str>,
    /// The event that entered the step.
    pub entered: EventId,
    /// Where it stands.
    pub status: Status,
    /// When it started.
    pub started: Millis,
    /// When it ended.
    pub stopped: Option<Millis>,
    /// How many children may run at a time.
    pub concurrency: u32,
    /// How many children may fail; `None` when the definition does not say.
    pub tolerated_count: Option<f64>,
    /// Which share of the children may fail, 0 to 100; `None` when the definition does not say.
    pub tolerated_percentage: Option<f64>,
    /// How many items stand where.
    pub counts: ItemCounts,
    /// The executions of the items so far, in the order of the items.
    pub children: Vec<ExecutionId>,
    pub(crate) items: Vec<Json>,
    pub(crate) results: Vec<Json>,
}

/// How many items of a map run stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCounts {
    /// All of them.
    pub total: u32,
    /// Not started.
    pub pending: u32,
    /// Running.
    pub running: u32,
    /// Ended well.
    pub succeeded: u32,
    /// Failed or timed out.
    pub failed: u32,
    /// Stopped, or never started because the run failed.
    pub aborted: u32,
}

/// Something about a run that no event tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunNote {
    /// The step; empty when it is about the execution.
    pub step: Arc<str>,
    /// One sentence.
    pub message: String,
}

impl fmt::Display for RunNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.step.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.step, self.message) }
    }
}
