//! A scenario: one run of a flow as people write it down.

mod edits;
mod error;
mod expect;
mod fields;
mod options;
mod read;
#[cfg(test)]
mod schema;
mod tasks;
mod time_span;

use std::collections::BTreeMap;

use flowglass_expression::Json;
use flowglass_flow::Position;
use flowglass_history::Millis;

use crate::edits::Edit;
use crate::outcomes::{Answers, Entry};
use crate::settings::{Mode, Options, Settings};

pub use error::ScenarioError;
pub use expect::{Expectations, NamedStep, StepExpectation, Written};
pub use time_span::TimeSpan;

/// One run of a flow as people write it down; the default says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// `name`: what the run is about.
    pub name: Option<String>,
    /// `flow`: the file of the definition, relative to the scenario's own file.
    pub flow: Option<String>,
    /// `flows`: files of other definitions that it may start.
    pub flows: Vec<String>,
    /// `input`: the execution's input.
    pub input: Option<Json>,
    /// `execution.name`.
    pub execution: Option<String>,
    /// `execution.role`.
    pub role: Option<String>,
    /// `mode`.
    pub mode: Mode,
    /// `clock`: where the virtual clock starts.
    pub clock: Option<Millis>,
    /// `seed`.
    pub seed: u64,
    /// `environment`.
    pub environment: BTreeMap<String, String>,
    /// `options`.
    pub options: Options,
    /// `tasks`.
    pub tasks: Vec<Entry>,
    /// Where the names of the steps in `tasks` stand in the text; empty when the scenario comes from no text.
    pub tasks_at: Vec<Position>,
    /// `stop`.
    pub stop: Option<Stop>,
    /// `edits`.
    pub edits: Vec<Edit>,
    /// Where the names of the steps in `edits` stand in the text; empty when the scenario comes from no text.
    pub edits_at: Vec<Position>,
    /// `expect`; only read with the feature `expectations`, otherwise nobody is there to check it.
    pub expect: Option<Expectations>,
}

/// Somebody stops the execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// How long after its start.
    pub after: TimeSpan,
    /// The error of the stop.
    pub error: String,
    /// Its cause.
    pub cause: String,
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// The text is no scenario; the error says where and why.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        read::read(text)
    }

    /// What a simulation of the scenario is told.
    pub fn settings(&self) -> Settings {
        let usual = Settings::default();
        Settings {
            clock: self.clock.unwrap_or(usual.clock),
            seed: self.seed,
            mode: self.mode,
            role: self.role.clone().unwrap_or_default(),
            environment: self.environment.clone(),
            options: self.options.clone(),
        }
    }

    /// Who answers the tasks.
    pub fn answers(&self) -> Answers {
        Answers::new(self.tasks.clone())
    }

    /// The execution's input; `{}` when the scenario gives none.
    pub fn input(&self) -> Json {
        self.input.clone().unwrap_or_else(Json::object)
    }

    /// The execution's name; `run` when the scenario gives none.
    pub fn execution_name(&self) -> &str {
        self.execution.as_deref().unwrap_or("run")
    }

    /// When and why somebody stops the execution.
    pub fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }
}
