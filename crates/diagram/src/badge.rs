//! The small signs beside a step's second line: how often it is tried again, how long it may take, how many errors it
//! catches, how many iterations run at a time.

use flowglass_expression::Json;
use flowglass_flow::{Dialect, Step, StepKind, Value};

use crate::duration_words::duration_words;
use crate::value_words::value_words;

/// A small sign beside a step's second line.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Badge {
    /// How often the step is tried again at most, over all its rules.
    Retries(u64),
    /// The most seconds that it may take, as words.
    TimeLimit(String),
    /// How many rules there are that catch errors.
    Catches(u64),
    /// How many iterations run at a time at most.
    AtATime(u32),
}

impl Badge {
    /// What stands beside the sign.
    pub fn text(&self) -> String {
        match self {
            Self::Retries(count) | Self::Catches(count) => count.to_string(),
            Self::TimeLimit(words) => words.clone(),
            Self::AtATime(count) => format!("{count} at a time"),
        }
    }

    /// What the badge says in full.
    pub fn words(&self) -> String {
        match self {
            Self::Retries(1) => "1 retry".to_owned(),
            Self::Retries(count) => format!("{count} retries"),
            Self::TimeLimit(words) => format!("at most {words}"),
            Self::Catches(1) => "1 catch rule".to_owned(),
            Self::Catches(count) => format!("{count} catch rules"),
            Self::AtATime(count) => format!("{count} at a time"),
        }
    }

    /// The lines of the sign, in a field of 10 by 10 pixels around the origin.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Retries(_) => "M3.4-2.4A4.2 4.2 0 1 0 4.2.6M3.8-4.8V-2.2H1.2",
            Self::TimeLimit(_) => "M0-4.2A4.2 4.2 0 1 1-.1-4.2zM0-2V.2L1.5 1.2",
            Self::Catches(_) => "M-4.2-3H-.5Q2-3 2-.5V4M-.2 1.9 2 4.1 4.2 1.9",
            Self::AtATime(_) => "M-4.2-3H1.4M-2.4 0H3.2M-.6 3H5",
        }
    }
}

/// The badges of `step`.
pub(crate) fn badges(step: &Step, dialect: Dialect) -> Vec<Badge> {
    let mut badges = Vec::new();
    let retries = step.retry.iter().map(|rule| u64::from(rule.max_attempts)).sum();
    if retries > 0 {
        badges.push(Badge::Retries(retries));
    }
    if let StepKind::Task(task) = &step.kind
        && let Some(timeout) = &task.timeout
    {
        match &timeout.value {
            Value::Constant(Json::Number(seconds)) => {
                // Source: [TASK], `Timeout`: 0 means never in the new language.
                if dialect == Dialect::Legacy || seconds.as_f64() != 0.0 {
                    badges.push(Badge::TimeLimit(duration_words(seconds.as_f64())));
                }
            }
            value => badges.push(Badge::TimeLimit(value_words(value))),
        }
    }
    if !step.catch.is_empty() {
        badges.push(Badge::Catches(step.catch.len() as u64));
    }
    if let StepKind::Map(map) = &step.kind
        && let Some(concurrency) = &map.concurrency
    {
        badges.push(Badge::AtATime(concurrency.value));
    }
    badges
}
