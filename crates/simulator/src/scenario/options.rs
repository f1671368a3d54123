//! `options`: limits, and the switches for what the service does not document.

use super::ScenarioError;
use super::fields::Value;
use crate::settings::{
    CaughtOutput, DistributedBy, ExpressionErrors, FailInScope, MissingPaths, Options, PassThrough, ScalarItems,
    Vocabulary,
};

pub(super) const KEYS: [&str; 15] = [
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

pub(super) const VOCABULARIES: [(&str, Vocabulary); 2] =
    [("reference", Vocabulary::Reference), ("state", Vocabulary::State)];
pub(super) const PASS_THROUGH: [(&str, PassThrough); 2] =
    [("input", PassThrough::Input), ("empty", PassThrough::Empty)];
pub(super) const FAIL_IN_SCOPE: [(&str, FailInScope); 2] =
    [("catchable", FailInScope::Catchable), ("endsExecution", FailInScope::EndsExecution)];
pub(super) const SCALAR_ITEMS: [(&str, ScalarItems); 2] = [("pass", ScalarItems::Pass), ("fail", ScalarItems::Fail)];
pub(super) const DISTRIBUTED_BY: [(&str, DistributedBy); 2] =
    [("processorConfig", DistributedBy::ProcessorConfig), ("expressOnly", DistributedBy::ExpressOnly)];
pub(super) const MISSING_PATH: [(&str, MissingPaths); 2] = [("null", MissingPaths::Null), ("fail", MissingPaths::Fail)];
pub(super) const EXPRESSION_ERRORS: [(&str, ExpressionErrors); 2] =
    [("catchAll", ExpressionErrors::CatchAll), ("uncatchable", ExpressionErrors::Uncatchable)];
pub(super) const CAUGHT_OUTPUT: [(&str, CaughtOutput); 2] =
    [("effectiveInput", CaughtOutput::EffectiveInput), ("error", CaughtOutput::Error)];

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
        options.vocabulary = value.one_of(&VOCABULARIES)?;
    }
    if let Some(value) = fields.given("passThrough") {
        options.pass_through = value.one_of(&PASS_THROUGH)?;
    }
    if let Some(value) = fields.given("failInScope") {
        options.fail_in_scope = value.one_of(&FAIL_IN_SCOPE)?;
    }
    if let Some(value) = fields.given("scalarItems") {
        options.scalar_items = value.one_of(&SCALAR_ITEMS)?;
    }
    if let Some(value) = fields.given("distributedBy") {
        options.distributed_by = value.one_of(&DISTRIBUTED_BY)?;
    }
    // In YAML the plain word `null` is no text, so both forms are read.
    if let Some(value) = fields.value("missingPath") {
        options.missing_path = value.one_of(&MISSING_PATH)?;
    }
    if let Some(value) = fields.given("expressionErrors") {
        options.expression_errors = value.one_of(&EXPRESSION_ERRORS)?;
    }
    if let Some(value) = fields.given("caughtWithoutConstructor") {
        options.caught_without_constructor = value.one_of(&CAUGHT_OUTPUT)?;
    }
    if let Some(error) = fields.text("taskTimeoutError")? {
        options.task_timeout_error = error;
    }
    Ok(options)
}
