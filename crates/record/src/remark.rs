//! What a simulation of a history cannot give back.

use std::fmt;
use std::sync::Arc;

use flowglass_history::EventId;

/// Why a simulation may differ from the history that its mocks were made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Remark {
    /// The history begins in the middle; its first event.
    BeginsLate(EventId),
    /// Events are missing; the first one behind a gap.
    Gap(EventId),
    /// The execution goes on; its last event.
    NotEnded(EventId),
    /// The flow has no step of this name where the history has one.
    NoSuchStep(Arc<str>),
    /// Several steps of the flow have this name and lie in the same containers: their mocks cannot be told apart.
    SameName(Arc<str>),
    /// The history does not say clearly which run of the step some events belong to.
    UnclearRun(Arc<str>),
    /// Events of a type that no published list has.
    UnknownType(Arc<str>),
    /// A task ended, and the history does not have what the called system answered; what the step made of it stands in.
    AnswerGuessed(Arc<str>),
    /// A task ended, and nothing in the history says with what; `{}` stands in.
    AnswerUnknown(Arc<str>),
    /// What the called system answered was too large to be in the history.
    AnswerTooLarge(Arc<str>),
    /// What the called system answered to the call itself, before the report: a mock answers `{}` there.
    SubmissionAnswer(Arc<str>),
    /// The history has no event for the acceptance of a call, and the simulation records one.
    NotSubmitted(Arc<str>),
    /// The executions that are the items of a distributed Map are not given: their tasks have no mocks.
    NoItems(Arc<str>),
    /// What an `ItemReader` read is in no history.
    ItemsRead(Arc<str>),
    /// Two executions were answered differently where a scenario has one list for both.
    AnsweredTwice(Arc<str>),
    /// Something came over a run of the step, or over a branch or an iteration of it. How far that had come depends on
    /// times that vary in a service.
    CutOff(Arc<str>),
    /// An expression of the step calls a function whose result is random.
    Random(Arc<str>, &'static str),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeginsLate(id) => write!(f, "the history begins with event {}: what was before is simulated", id.0),
            Self::Gap(id) => write!(f, "events are missing before event {}", id.0),
            Self::NotEnded(id) => {
                write!(f, "the execution had not ended with event {}: what comes after it is simulated", id.0)
            }
            Self::NoSuchStep(step) => write!(f, "{step}: the flow has no such step there; is it the same definition?"),
            Self::SameName(step) => {
                write!(
                    f,
                    "{step}: several steps of this name lie in the same containers, and mocks cannot tell them apart"
                )
            }
            Self::UnclearRun(step) => {
                write!(f, "{step}: the history does not say clearly which run of the step some events belong to")
            }
            Self::UnknownType(name) => write!(f, "events of the unknown type {name} are not simulated"),
            Self::AnswerGuessed(step) => {
                write!(f, "{step}: the answer of the called system is not in the history; the step's output stands in")
            }
            Self::AnswerUnknown(step) => {
                write!(f, "{step}: the answer of the called system is not in the history; {{}} stands in")
            }
            Self::AnswerTooLarge(step) => {
                write!(f, "{step}: the answer of the called system was too large to be in the history")
            }
            Self::SubmissionAnswer(step) => {
                write!(f, "{step}: the call itself was answered with data; a mock answers {{}} there")
            }
            Self::NotSubmitted(step) => {
                write!(f, "{step}: no event says that the call was accepted; the simulation records one")
            }
            Self::NoItems(step) => {
                write!(f, "{step}: the executions of the items are not given; their tasks have no mocks")
            }
            Self::ItemsRead(step) => write!(f, "{step}: what ItemReader read is in no history"),
            Self::AnsweredTwice(step) => write!(
                f,
                "{step}: executions of the same flow were answered differently; mocks hold for all of them, so the first answers were taken"
            ),
            Self::CutOff(step) => write!(
                f,
                "{step}: it or a part of it was cut off by a failure elsewhere or by the end of the execution; how far that had come depends on how long the service took"
            ),
            Self::Random(step, function) => write!(f, "{step}: {function}() gives another value in every run"),
        }
    }
}
