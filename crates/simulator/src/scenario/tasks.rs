//! `tasks`: who answers which tasks, and how.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Position;

use super::ScenarioError;
use super::fields::{Fields, Value};
use crate::outcomes::{Answer, Entry, Outcome, Place};

type Read<T> = Result<T, ScenarioError>;

pub(super) const ENTRY_KEYS: [&str; 4] = ["step", "flow", "in", "outcomes"];
pub(super) const PLACE_KEYS: [&str; 3] = ["step", "branch", "iteration"];
pub(super) const OUTCOME_KEYS: [&str; 7] = ["output", "error", "cause", "never", "refused", "after", "times"];
pub(super) const REFUSAL_KEYS: [&str; 2] = ["error", "cause"];

/// Reads the list of entries, each with the place where its step is named.
pub(super) fn read(value: Value<'_>) -> Read<Vec<(Entry, Position)>> {
    value.items("a list of entries with `step` and `outcomes`")?.map(entry).collect()
}

fn entry(value: Value<'_>) -> Read<(Entry, Position)> {
    let fields = value.fields("an entry with `step` and `outcomes`", &ENTRY_KEYS)?;
    let named = fields.required("step")?;
    let step = named.text("the name of a step")?;
    let within = within(fields)?;
    let listed = fields.required("outcomes")?;
    let outcomes: Vec<Outcome> = listed.items("a list of outcomes")?.map(outcome).collect::<Read<_>>()?;
    if outcomes.is_empty() {
        return Err(listed.wrong("`outcomes` is empty; leave the entry out or say what happens"));
    }
    Ok((Entry { step: step.into(), flow: fields.text("flow")?, within, outcomes }, named.position()))
}

/// Reads `in`: the containers around a step.
pub(super) fn within(fields: Fields<'_>) -> Read<Vec<Place>> {
    match fields.given("in") {
        Some(places) => places.items("a list of containers")?.map(place).collect(),
        None => Ok(Vec::new()),
    }
}

fn place(value: Value<'_>) -> Read<Place> {
    let fields = value.fields("a container with `step` and `branch` or `iteration`", &PLACE_KEYS)?;
    let step = fields.required("step")?.text("the name of a step")?;
    let index = match (fields.whole("branch")?, fields.whole("iteration")?) {
        (Some(_), Some(_)) => return Err(fields.wrong("a container has `branch` or `iteration`, not both")),
        (branch, iteration) => branch.or(iteration),
    };
    Ok(Place { step: step.into(), index })
}

fn outcome(value: Value<'_>) -> Read<Outcome> {
    let fields = value.fields("an outcome such as {output: {paid: true}, after: 1s}", &OUTCOME_KEYS)?;
    let answer = answer(fields)?;
    let after_ms = fields.span("after")?.unwrap_or_default().millis();
    let times = match fields.value("times") {
        Some(times) => match times.whole(u32::MAX.into())? as u32 {
            0 => return Err(times.wrong("`times` is at least 1")),
            times => times,
        },
        None => 1,
    };
    Ok(Outcome { answer, after_ms, times })
}

/// What an outcome says; it says one thing.
fn answer(fields: Fields<'_>) -> Read<Answer> {
    // A key that is there with the value `null` is there.
    let (output, never) = (fields.value("output"), fields.value("never"));
    let (error, refused) = (fields.given("error"), fields.given("refused"));
    if let Some(never) = never
        && never.json() != Json::Bool(true)
    {
        return Err(never.wrong("`never` is true or left out"));
    }
    if let Some(cause) = fields.given("cause")
        && error.is_none()
    {
        return Err(cause.wrong("`cause` belongs to `error`"));
    }
    match (output, error, never, refused) {
        (Some(output), None, None, None) => Ok(Answer::Output(output.json())),
        (None, Some(error), None, None) => {
            Ok(Answer::Error(error.text("the name of an error")?.into(), cause(fields)?))
        }
        (None, None, Some(_), None) => Ok(Answer::Never),
        (None, None, None, Some(refused)) => {
            let fields = refused.fields("`error` and perhaps `cause`", &REFUSAL_KEYS)?;
            let error = fields.required("error")?.text("the name of an error")?;
            Ok(Answer::Refused(error.into(), cause(fields)?))
        }
        _ => Err(fields.wrong("an outcome has exactly one of `output`, `error`, `never`, `refused`")),
    }
}

fn cause(fields: Fields<'_>) -> Read<Arc<str>> {
    Ok(fields.text("cause")?.unwrap_or_default().into())
}
