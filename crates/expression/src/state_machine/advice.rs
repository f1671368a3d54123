//! What was probably meant by a name that is not known.

use crate::SyntaxProblem;
use crate::closest::closest;

use super::Variable;
use super::fault::FaultKind;
use super::signature::{FUNCTIONS, function};

/// There is no variable of this name, which comes with its dollar sign.
pub(super) fn unknown_variable(name: &str) -> FaultKind {
    let known = Variable::EVERY.map(|variable| &variable.text()[1..]);
    let near = match name.strip_prefix('$').unwrap_or(name) {
        // It is a root of the older language, not a misspelling.
        "local" => None,
        bare => closest(bare, known),
    };
    let meant = Variable::EVERY.into_iter().map(Variable::text).find(|text| near == Some(&text[1..]));
    FaultKind::UnknownVariable { name: name.to_owned(), meant }
}

/// There is no function of this name.
pub(super) fn unknown_function(name: &str) -> FaultKind {
    let last = name.rsplit('.').next().unwrap_or(name);
    let elsewhere = ELSEWHERE.iter().find(|(known, _)| known.eq_ignore_ascii_case(last)).map(|(_, meant)| *meant);
    let meant = elsewhere.or_else(|| closest(last, FUNCTIONS.iter().map(|signature| signature.name)));
    FaultKind::UnknownFunction { name: name.to_owned(), meant }
}

/// What other languages, Amazon States Language before all, call functions that exist here.
const ELSEWHERE: [(&str, &str); 31] = [
    ("add", "intAdd"),
    ("array", "toArray"),
    ("arrayGetItem", "get"),
    ("arrayLength", "length"),
    ("base64", "toBase64"),
    ("base64Decode", "fromBase64"),
    ("base64Encode", "toBase64"),
    ("concat", "format"),
    ("contains", "arrayContains"),
    ("count", "length"),
    ("distinct", "arrayUnique"),
    ("includes", "arrayContains"),
    ("join", "format"),
    ("jsonParse", "stringToJson"),
    ("keys", "mapKeys"),
    ("len", "length"),
    ("match", "regexMatchString"),
    ("mathAdd", "intAdd"),
    ("mathRandom", "randomInt"),
    ("merge", "jsonMerge"),
    ("parse", "stringToJson"),
    ("parseJson", "stringToJson"),
    ("random", "randomInt"),
    ("regex", "regexMatchString"),
    ("size", "length"),
    ("stringify", "jsonToString"),
    ("stringSplit", "split"),
    ("sum", "intAdd"),
    ("toString", "jsonToString"),
    ("unique", "arrayUnique"),
    ("values", "mapValues"),
];

/// A word that is neither a constant nor the beginning of a call.
pub(super) fn unknown_word(name: &str) -> SyntaxProblem {
    let variable = Variable::EVERY.into_iter().any(|variable| {
        name.strip_prefix(&variable.text()[1..]).is_some_and(|after| after.is_empty() || after.starts_with('.'))
    });
    match function(name) {
        _ if variable => SyntaxProblem::MissingDollar { name: name.to_owned() },
        Some(function) => SyntaxProblem::MissingArguments { function },
        None if name.eq_ignore_ascii_case("null") => SyntaxProblem::Capitals { instead: "null" },
        None => SyntaxProblem::UnknownWord { name: name.to_owned(), member_of: "$Input." },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_nearly_right_is_recognized() {
        fn check(name: &str, expected: Option<&str>) {
            let FaultKind::UnknownVariable { name: kept, meant } = unknown_variable(name) else {
                unreachable!("it is about variables")
            };
            assert_eq!((&*kept, meant), (name, expected));
        }
        for variable in Variable::EVERY {
            check(&variable.text().to_ascii_lowercase(), Some(variable.text()));
            check(&variable.text().to_ascii_uppercase(), Some(variable.text()));
        }
        check("$Outptu", Some("$Output"));
        check("$inputs", Some("$Input"));
        check("$", None);
        check("$x", None);
        check("$local", None);
        check("$Whatever", None);
    }

    #[test]
    fn a_function_of_another_name_is_recognized() {
        fn check(name: &str, expected: Option<&str>) {
            let FaultKind::UnknownFunction { meant, .. } = unknown_function(name) else {
                unreachable!("it is about functions")
            };
            assert_eq!(meant, expected, "{name}");
        }
        check("regexmatchstring", Some("regexMatchString"));
        check("States.Hash", Some("hash"));
        check("States.MathAdd", Some("intAdd"));
        check("States.ArrayLength", Some("length"));
        check("JSON.parse", Some("stringToJson"));
        check("jsontostring", Some("jsonToString"));
        check("UUID", Some("uuid"));
        check("concat", Some("format"));
        check("frobnicate", None);
    }

    #[test]
    fn names_of_elsewhere_lead_to_functions_of_here() {
        assert!(ELSEWHERE.is_sorted_by_key(|(name, _)| name.to_ascii_lowercase()));
        for (name, meant) in ELSEWHERE {
            assert_eq!(function(name), None, "{name}");
            assert!(function(meant).is_some(), "{name}: {meant}");
        }
    }
}
