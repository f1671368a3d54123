//! The second line of a step: what it calls, waits for, decides, repeats.

use flowglass_expression::Json;
use flowglass_flow::{Data, Fail, Loop, Map, Spanned, Step, StepKind, Template, Value, Wait};

use crate::duration_words::duration_words;
use crate::target_words::target_words;
use crate::value_words::value_words;

/// The words of a step's second line; never empty.
pub(crate) fn second_line(step: &Step) -> String {
    match &step.kind {
        StepKind::Pass => made_keys(&step.data).map_or_else(|| "pass".to_owned(), |keys| format!("sets {keys}")),
        StepKind::Task(task) => target_words(task),
        StepKind::Wait(wait) => wait_words(wait),
        StepKind::Choice(choice) => counted(choice.all_arms().count(), "way", "ways"),
        StepKind::Parallel(parallel) => {
            format!("parallel · {}", counted(parallel.branches.len(), "branch", "branches"))
        }
        StepKind::Map(map) => map_words(map),
        StepKind::Succeed => "ends here".to_owned(),
        StepKind::Fail(fail) => fail_words(fail),
        StepKind::Loop(body) => loop_words(body),
        StepKind::Unknown(Some(kind)) => format!("unknown type {}", kind.value),
        StepKind::Unknown(None) => "no type".to_owned(),
    }
}

/// A number of things with its word.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The keys that a pass step makes, as far as the text names them.
fn made_keys(data: &Data) -> Option<String> {
    let keys: Vec<String> = match data {
        Data::Mappings { output, .. } => output.iter().flatten().map(|mapping| mapping.target.value.clone()).collect(),
        Data::Constructors { input, output, .. } => match output.as_ref().or(input.as_ref()) {
            Some(Template::Object(members)) => members.iter().map(|(key, _)| key.value.clone()).collect(),
            _ => Vec::new(),
        },
    };
    (!keys.is_empty()).then(|| keys.join(", "))
}

fn wait_words(wait: &Wait) -> String {
    match (&wait.seconds, &wait.until) {
        (Some(seconds), _) => match &seconds.value {
            Value::Constant(Json::Number(number)) => format!("wait {}", duration_words(number.as_f64())),
            value => format!("wait {} s", value_words(value)),
        },
        (None, Some(until)) => format!("until {}", value_words(&until.value)),
        (None, None) => "wait".to_owned(),
    }
}

fn map_words(map: &Map) -> String {
    let mut words = vec![if map.distributed.is_some() { "distributed map" } else { "map" }.to_owned()];
    match (&map.items, &map.distributed) {
        (Some(items), _) => words.push(value_words(&items.value)),
        (None, Some(distributed)) if distributed.reader.is_some() => words.push("items from outside".to_owned()),
        (None, _) => {}
    }
    words.join(" · ")
}

fn fail_words(fail: &Fail) -> String {
    let said = |value: &Option<Spanned<Value>>| {
        value.as_ref().map(|value| value_words(&value.value)).filter(|words| !words.is_empty())
    };
    match (said(&fail.code), said(&fail.detail)) {
        (Some(code), Some(detail)) => format!("{code}: {detail}"),
        (Some(words), None) | (None, Some(words)) => words,
        (None, None) => "fails here".to_owned(),
    }
}

/// What the two conditions of a loop mean is not documented, so they are shown as they are.
fn loop_words(body: &Loop) -> String {
    let conditions = [&body.before, &body.after].into_iter().flatten();
    conditions.fold("loop".to_owned(), |words, condition| format!("{words} · {}", condition.value))
}
