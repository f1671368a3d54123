//! What to write instead of a name that is not known.

use crate::closest::closest;

use super::Variable;
use super::signature::{function, functions};

/// Says that there is no such variable; the name comes without its dollar sign.
pub(super) fn unknown_variable(name: &str) -> String {
    let known = Variable::EVERY.iter().map(|variable| &variable.text()[1..]);
    match (name, closest(name, known)) {
        ("", _) => "`$` alone is not a variable here; write $Input.name for a member of the state's input.".to_owned(),
        ("local", _) => "`$local` belongs to the older language; write $Input, or $Output for a result.".to_owned(),
        (_, Some(near)) if near.eq_ignore_ascii_case(name) => {
            format!("Variables begin with a capital letter; write ${near} instead of ${name}.")
        }
        (_, Some(near)) => format!("`${name}` is not known; did you mean ${near}?"),
        (_, None) => format!("`${name}` is not known; there are $Input, $Output, $Context, $Global and $Item."),
    }
}

/// Says that there is no such function.
pub(super) fn unknown_function(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    match closest(last, functions().iter().map(|signature| signature.name)) {
        Some(near) => format!("`{name}` is not a known function; did you mean `{near}`?"),
        None => format!("`{name}` is not a known function."),
    }
}

/// Says that a word is neither a constant nor the beginning of a call.
pub(super) fn unknown_word(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let variable = Variable::EVERY.into_iter().find(|variable| {
        name.strip_prefix(&variable.text()[1..]).is_some_and(|after| after.is_empty() || after.starts_with('.'))
    });
    match lower.as_str() {
        "and" => "There is no `and`; write &&.".to_owned(),
        "or" => "There is no `or`; write ||.".to_owned(),
        "not" => "There is no `not`; write ! before the value.".to_owned(),
        "true" | "false" | "null" => format!("Constants are written in small letters; write {lower}."),
        _ => match (variable, function(name)) {
            (Some(_), _) => format!("A variable begins with a dollar sign; write ${name}."),
            (_, Some(signature)) => format!("`{name}` is a function; write {name}({}).", signature.parameters),
            _ => format!("`{name}` is not known; put a text between quotes, or write $Input.{name} for a member."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_names_what_was_probably_meant() {
        fn check(message: String, part: &str) {
            assert!(message.contains(part), "{message}");
            assert!(message.ends_with(['.', '?']), "{message}");
        }
        for variable in Variable::EVERY {
            let lower = variable.text()[1..].to_ascii_lowercase();
            check(unknown_variable(&lower), &format!("write {} instead", variable.text()));
        }
        check(unknown_variable("Outptu"), "mean $Output?");
        check(unknown_variable(""), "$Input.name");
        check(unknown_variable("local"), "older language");
        check(unknown_variable("x"), "there are $Input");
        check(unknown_function("regexmatchstring"), "`regexMatchString`?");
        check(unknown_function("States.Hash"), "`hash`?");
        check(unknown_function("jsontostring"), "`jsonToString`?");
        check(unknown_function("zzzzzz"), "not a known function");
        check(unknown_word("Context.Current"), "write $Context.Current");
        check(unknown_word("split"), "split(text: string, delimiter: string)");
        check(unknown_word("FALSE"), "write false");
        check(unknown_word("OR"), "write ||");
        check(unknown_word("status"), "$Input.status");
    }
}
