//! What a step has beside its name that can be searched.

use flowglass_flow::{Dialect, Flow, Step, StepKind, Task, Template, Value};

use super::field::Field;
use crate::badge::{Badge, badges};
use crate::called::Called;
use crate::icon::Icon;
use crate::rule_words::{catch_words, retry_words};
use crate::second_line::second_line;
use crate::value_words::value_words;
use crate::visible_text::visible;

/// The most parameters of a step that are searched.
const MOST_PARAMETERS: usize = 48;

/// The attributes of a step, each with its field, in the order in which they matter.
pub(super) fn attributes(flow: &Flow, step: &Step) -> Vec<(Field, String)> {
    let mut all = vec![(Field::Kind, kind_words(step, flow.dialect))];
    match &step.kind {
        StepKind::Task(task) => {
            all.push((Field::Target, second_line(step)));
            all.extend(task.target.as_ref().map(|target| (Field::Target, target.value.text().to_owned())));
            parameters(task, &mut all);
        }
        StepKind::Choice(choice) => {
            let conditions = choice.all_arms().filter_map(|arm| arm.condition.as_ref());
            all.extend(conditions.map(|condition| (Field::Condition, condition.text.value.clone())));
        }
        StepKind::Fail(fail) => {
            all.extend(fail.code.as_ref().map(|code| (Field::Error, value_words(&code.value))));
            all.extend(fail.detail.as_ref().map(|detail| (Field::Error, value_words(&detail.value))));
        }
        StepKind::Pass
        | StepKind::Wait(_)
        | StepKind::Parallel(_)
        | StepKind::Map(_)
        | StepKind::Succeed
        | StepKind::Loop(_)
        | StepKind::Unknown(_) => all.push((Field::Does, second_line(step))),
    }
    all.extend(step.retry.iter().map(|rule| (Field::Retry, retry_words(rule))));
    all.extend(step.catch.iter().map(|rule| (Field::Catch, catch_words(flow, rule))));
    let time_limits = badges(step, flow.dialect).into_iter();
    all.extend(
        time_limits.filter(|badge| matches!(badge, Badge::TimeLimit(_))).map(|badge| (Field::Timeout, badge.words())),
    );
    all.extend(step.description.clone().map(|description| (Field::Description, description)));
    for (_, text) in &mut all {
        if let std::borrow::Cow::Owned(shown) = visible(text) {
            *text = shown;
        }
    }
    all
}

/// The kind in the words of the picture, and in the language's own where that has another.
fn kind_words(step: &Step, dialect: Dialect) -> String {
    let name = Icon::of(&step.kind).name();
    match (&step.kind, dialect) {
        (StepKind::Task(task), _) => match Called::by(task).words() {
            called if called == name => name.to_owned(),
            called => format!("{name}: {called}"),
        },
        (StepKind::Map(_), Dialect::Legacy) => "map (foreach)".to_owned(),
        (StepKind::Unknown(Some(kind)), _) => format!("{name}: {}", kind.value),
        _ => name.to_owned(),
    }
}

/// What stands in the parameters, each value with the key around it.
fn parameters(task: &Task, all: &mut Vec<(Field, String)>) {
    let Some(parameters) = &task.parameters else { return };
    let mut left = MOST_PARAMETERS;
    let mut add = |key: &str, value: &Value| {
        if left > 0 {
            left -= 1;
            let words = value_words(value);
            all.push((Field::Parameter, if key.is_empty() { words } else { format!("{key}: {words}") }));
        }
    };
    match parameters {
        Template::Object(members) => {
            for (key, member) in members {
                member.each_value(&mut |value| add(&key.value, &value.value));
            }
        }
        whole => whole.each_value(&mut |value| add("", &value.value)),
    }
}
