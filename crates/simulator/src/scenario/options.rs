//! `options`: limits, and the switches for what the service does not document.

use super::ScenarioError;
use super::fields::Value;
use crate::settings::{
    CaughtOutput, DistributedBy, ExpressionErrors, FailInScope, MissingPaths, Options, PassThrough, ScalarItems,
    Vocabulary,
};

const KEYS: [&str; 15] = [
    "overhead",
    "eventLimit",
    "dataLimit",
    "globalLimit",
    "mapItems",
    "mapRuns",
    "vocabulary",
    "passThrough",
    "failInScope",
    "scalarItems",
    "distributedBy",
    "missingPath",
    "expressionErrors",
    "caughtWithoutConstructor",
    "taskTimeoutError",
];

/// Reads the options; what is left out is as usual.
pub(super) fn read(value: Value<'_>) -> Result<Options, ScenarioError> {
    let fields = value.fields("options such as {eventLimit: 5000}", &KEYS)?;
    let mut options = Options::default();
    if let Some(overhead) = fields.span("overhead")? {
        options.overhead_ms = overhead.millis();
    }
    if let Some(limit) = fields.whole("eventLimit")? {
        options.event_limit = limit;
    }
    options.data_limit = fields.whole("dataLimit")?.map(|limit| limit as usize);
    if let Some(limit) = fields.whole("globalLimit")? {
        options.global_limit = limit as usize;
    }
    if let Some(items) = fields.whole("mapItems")? {
        options.map_items = items;
    }
    if let Some(runs) = fields.whole("mapRuns")? {
        options.map_runs = runs;
    }
    if let Some(value) = fields.given("vocabulary") {
        options.vocabulary = value.one_of(&[("reference", Vocabulary::Reference), ("state", Vocabulary::State)])?;
    }
    if let Some(value) = fields.given("passThrough") {
        options.pass_through = value.one_of(&[("input", PassThrough::Input), ("empty", PassThrough::Empty)])?;
    }
    if let Some(value) = fields.given("failInScope") {
        let words = [("catchable", FailInScope::Catchable), ("endsExecution", FailInScope::EndsExecution)];
        options.fail_in_scope = value.one_of(&words)?;
    }
    if let Some(value) = fields.given("scalarItems") {
        options.scalar_items = value.one_of(&[("pass", ScalarItems::Pass), ("fail", ScalarItems::Fail)])?;
    }
    if let Some(value) = fields.given("distributedBy") {
        let words = [("processorConfig", DistributedBy::ProcessorConfig), ("expressOnly", DistributedBy::ExpressOnly)];
        options.distributed_by = value.one_of(&words)?;
    }
    // In YAML the plain word `null` is no text, so both forms are read.
    if let Some(value) = fields.value("missingPath") {
        options.missing_path = value.one_of(&[("null", MissingPaths::Null), ("fail", MissingPaths::Fail)])?;
    }
    if let Some(value) = fields.given("expressionErrors") {
        let words = [("catchAll", ExpressionErrors::CatchAll), ("uncatchable", ExpressionErrors::Uncatchable)];
        options.expression_errors = value.one_of(&words)?;
    }
    if let Some(value) = fields.given("caughtWithoutConstructor") {
        let words = [("effectiveInput", CaughtOutput::EffectiveInput), ("error", CaughtOutput::Error)];
        options.caught_without_constructor = value.one_of(&words)?;
    }
    if let Some(error) = fields.text("taskTimeoutError")? {
        options.task_timeout_error = error;
    }
    Ok(options)
}
