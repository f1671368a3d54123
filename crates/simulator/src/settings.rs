//! What a simulation is told before it begins: the clock, the seed, the mode, and the switches for what the service
//! does not document.

use std::collections::BTreeMap;

use flowglass_history::Millis;

/// 2026-01-01T00:00:00Z, where the virtual clock starts when nobody says otherwise.
const DEFAULT_CLOCK: Millis = Millis(1_767_225_600_000);

/// What a simulation is told before it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the virtual clock starts.
    pub clock: Millis,
    /// What everything random is derived from.
    pub seed: u64,
    /// The mode of the executions that are started from outside.
    pub mode: Mode,
    /// `$Context.Execution.RoleArn`.
    pub role: String,
    /// The flow's environment variables. No published page tells how a flow reads them, so nothing does.
    pub environment: BTreeMap<String, String>,
    /// Limits, and the switches for what the service does not document.
    pub options: Options,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock: DEFAULT_CLOCK,
            seed: 0,
            mode: Mode::default(),
            role: String::new(),
            environment: BTreeMap::new(),
            options: Options::default(),
        }
    }
}

/// How an execution runs.
///
/// Source: `state-machine.md` 9.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Up to a year, all task modes.
    #[default]
    Standard,
    /// Up to five minutes, `RequestComplete` only.
    Express,
}

/// Limits of a run, and the switches of `state-machine.md` 15; the defaults are the reference's choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Milliseconds between an event and what it triggers (`events.md` E2t).
    pub overhead_ms: i64,
    /// The most events of one execution; at most [`crate::MAX_EVENTS`] whatever is said here.
    pub event_limit: u32,
    /// The most bytes of one event's data; `None` is the language's own limit (32 KiB, new language 64 KiB).
    pub data_limit: Option<usize>,
    /// The most bytes of one global variable.
    pub global_limit: usize,
    /// The most items of a distributed Map.
    pub map_items: u32,
    /// The most runs of distributed Maps that one execution has open at a time.
    pub map_runs: u32,
    /// The names that events have.
    pub vocabulary: Vocabulary,
    /// CHOICE 9: the output of Wait and Choice.
    pub pass_through: PassThrough,
    /// CHOICE 10: what a Fail state inside a branch or an iteration does.
    pub fail_in_scope: FailInScope,
    /// CHOICE 16: what happens to a Map's item that is no object.
    pub scalar_items: ScalarItems,
    /// CHOICE 18: which Maps are distributed.
    pub distributed_by: DistributedBy,
    /// CHOICE 39: what a path that leads nowhere gives in a constructor.
    pub missing_path: MissingPaths,
    /// CHOICE 45: whether `Catch` takes the simulator's own errors.
    pub expression_errors: ExpressionErrors,
    /// CHOICE 55: what a caught error without constructor hands on.
    pub caught_without_constructor: CaughtOutput,
    /// CHOICE 61: the error of a task's time-out in the new language.
    pub task_timeout_error: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            overhead_ms: 10,
            event_limit: 5_000,
            data_limit: None,
            global_limit: 256 * 1024,
            map_items: 10_000,
            map_runs: 10,
            vocabulary: Vocabulary::default(),
            pass_through: PassThrough::default(),
            fail_in_scope: FailInScope::default(),
            scalar_items: ScalarItems::default(),
            distributed_by: DistributedBy::default(),
            missing_path: MissingPaths::default(),
            expression_errors: ExpressionErrors::default(),
            caught_without_constructor: CaughtOutput::default(),
            task_timeout_error: crate::failure::TASK_TIMEOUT.to_owned(),
        }
    }
}

/// The names that events have (`events.md` E1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vocabulary {
    /// The 21 types of the API reference, for both languages.
    #[default]
    Reference,
    /// The `State…` family of the new language, which has no exits and tells what is cut off; flows of the older
    /// language keep the names of the reference.
    State,
}

/// CHOICE 9: the output of Wait and Choice in the new language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassThrough {
    /// The effective input.
    #[default]
    Input,
    /// `{}`.
    Empty,
}

/// CHOICE 10: what a Fail state inside a branch or an iteration does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailInScope {
    /// It fails its scope; the container may retry or catch.
    #[default]
    Catchable,
    /// It ends the execution at once.
    EndsExecution,
}

/// CHOICE 16: what happens to a Map's item that is no object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScalarItems {
    /// It is the iteration's input as it is.
    #[default]
    Pass,
    /// The Map fails when the iteration would be entered.
    Fail,
}

/// CHOICE 18: which Maps are distributed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DistributedBy {
    /// Those with a `ProcessorConfig` that does not say `Inline`.
    #[default]
    ProcessorConfig,
    /// Those whose children run in Express mode.
    ExpressOnly,
}

/// CHOICE 39: what a path that leads nowhere gives in a constructor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingPaths {
    /// `null`, and a note.
    #[default]
    Null,
    /// The state fails.
    Fail,
}

/// CHOICE 45: whether `Catch` takes the simulator's own errors of a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExpressionErrors {
    /// By `FnF.ALL` or their exact name.
    #[default]
    CatchAll,
    /// Never.
    Uncatchable,
}

/// CHOICE 55: what a caught error without constructor hands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaughtOutput {
    /// The effective input of the failed state.
    #[default]
    EffectiveInput,
    /// The object `{"Code", "Detail"}`.
    Error,
}
