//! What the built-in functions do.
//!
//! Where the documentation is silent: state machine reference 4.3, CHOICE 47.

mod arguments;
mod collection;
mod encoding;
mod text;

use crate::{Json, Random};

use super::signature::{Function, Signature};
use arguments::Arguments;

pub(super) use encoding::ALGORITHMS;

/// The longest text a function makes, in bytes; far above what a state may hold.
const LONGEST: usize = 1 << 20;

/// What a function may use besides its arguments.
pub(super) struct Surroundings<'a> {
    pub(super) random: &'a mut Random,
    /// Something the function tolerated, worth telling.
    pub(super) remark: Option<String>,
}

/// Calls a function; the number of arguments has been checked.
///
/// # Errors
/// Says what is wrong with the arguments.
pub(super) fn call(
    signature: &Signature,
    arguments: &[Json],
    surroundings: &mut Surroundings<'_>,
) -> Result<Json, String> {
    let arguments = Arguments(arguments);
    match signature.function {
        Function::ArrayContains => collection::array_contains(arguments),
        Function::ArrayUnique => collection::array_unique(arguments),
        Function::Format => text::format(arguments, &mut surroundings.remark),
        Function::FromBase64 => encoding::from_base64(arguments),
        Function::Get => collection::get(arguments),
        Function::Hash => encoding::hash(arguments),
        Function::IntAdd => int_add(arguments),
        Function::JsonMerge => collection::json_merge(arguments),
        Function::JsonToText => encoding::json_to_text(arguments),
        Function::Length => collection::length(arguments),
        Function::MapKeys => collection::map_keys(arguments),
        Function::MapValues => collection::map_values(arguments),
        Function::RandomInt => random_int(arguments, surroundings.random),
        Function::RegexMatch => text::regex_match(arguments),
        Function::Split => text::split(arguments),
        Function::TextToJson => encoding::text_to_json(arguments),
        Function::ToArray => collection::to_array(arguments),
        Function::ToBase64 => encoding::to_base64(arguments),
        Function::Uuid => Ok(Json::from(surroundings.random.uuid())),
    }
}

fn int_add(arguments: Arguments<'_>) -> Result<Json, String> {
    let (a, b) = (arguments.integer(0)?, arguments.integer(1)?);
    a.checked_add(b).map(Json::from).ok_or_else(|| format!("the sum of {a} and {b} does not fit 64 bits"))
}

/// Includes the lower bound and excludes the upper one.
fn random_int(arguments: Arguments<'_>, random: &mut Random) -> Result<Json, String> {
    let (from, below) = (arguments.integer(0)?, arguments.integer(1)?);
    if from >= below {
        return Err(format!("there is no integer from {from} up to, but not including, {below}"));
    }
    // The distance of two i64 always fits a u64, also where their difference wraps around as an i64.
    let width = below.wrapping_sub(from) as u64;
    Ok(Json::from(from.wrapping_add(random.below(width) as i64)))
}

#[cfg(test)]
mod tests {
    use super::super::{Expression, Options, Scope};
    use super::*;
    use crate::json;

    /// Evaluates a call whose arguments are constants; the messages of errors and notes come without places.
    pub(super) fn evaluate(text: &str) -> (Result<Json, String>, Vec<String>) {
        let null = Json::Null;
        let scope = Scope { input: &null, output: None, context: &null, global: &null, item: None };
        let mut notes = Vec::new();
        let expression = Expression::parse(text).unwrap();
        let value = expression.evaluate(&scope, &Options::default(), &mut Random::new(1), &mut notes);
        (value.map_err(|error| error.message), notes.into_iter().map(|note| note.message).collect())
    }

    pub(super) fn check(text: &str, expected: Json) {
        assert_eq!(evaluate(text), (Ok(expected), vec![]), "{text}");
    }

    pub(super) fn refuse(text: &str, expected: &str) {
        assert_eq!(evaluate(text), (Err(expected.to_owned()), vec![]), "{text}");
    }

    #[test]
    fn integers_are_added_exactly() {
        check("intAdd(2, -5)", json!(-3));
        check("intAdd(2.0, 1e2)", json!(102));
        check("intAdd(9007199254740993, 1)", json!(9_007_199_254_740_994_i64));
        refuse("intAdd(9223372036854775807, 1)", "intAdd: the sum of 9223372036854775807 and 1 does not fit 64 bits");
        refuse("intAdd(1, 1.5)", "intAdd: argument 2 must be an integer, not 1.5");
        refuse("intAdd(\"1\", 1)", "intAdd: argument 1 must be an integer, not a string");
        refuse("intAdd(null, 1)", "intAdd: argument 1 must be an integer, not null");
    }

    #[test]
    fn random_integers_lie_in_their_range() {
        let mut random = Random::new(2);
        let mut met = [false; 3];
        for _ in 0..100 {
            let value = random_int(Arguments(&[json!(-1), json!(2)]), &mut random).unwrap();
            let value = value.as_number().and_then(crate::Number::as_i64).unwrap();
            met[usize::try_from(value + 1).unwrap()] = true;
        }
        assert_eq!(met, [true; 3]);
        assert!(random_int(Arguments(&[json!(i64::MIN), json!(i64::MAX)]), &mut random).is_ok());
        check("randomInt(7, 8)", json!(7));
        refuse("randomInt(8, 8)", "randomInt: there is no integer from 8 up to, but not including, 8");
        refuse("randomInt(0, 0.5)", "randomInt: argument 2 must be an integer, not 0.5");
    }

    #[test]
    fn a_seed_fixes_what_is_random() {
        let (first, _) = evaluate("[uuid(), uuid(), randomInt(0, 1000000)]");
        let (second, _) = evaluate("[uuid(), uuid(), randomInt(0, 1000000)]");
        assert_eq!(first, second);
        let first = first.unwrap();
        let items = first.as_array().unwrap();
        assert_ne!(items[0], items[1]);
        assert_eq!(items[0].as_str().map(str::len), Some(36));
    }
}
