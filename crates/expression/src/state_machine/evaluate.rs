//! What an expression is worth: in a constructor, and as a condition.

use std::cmp::Ordering;
use std::ops::Range;

use crate::error::{described, shortened};
use crate::operator::Comparison;
use crate::path::Segment;
use crate::{ErrorKind, EvaluationError, Json, MAX_DEPTH, Note, Object, Random};

use super::expression::{Expression, Node, Term};
use super::functions::{Surroundings, call};
use super::{MissingPath, Options, Scope, Signature, Variable};

impl Expression {
    /// Evaluates the expression as constructors, parameters and `ItemsPath` do.
    ///
    /// A path that leads nowhere is `null` with a note, or an error, as `options` say.
    /// Source: state machine reference 4.2, CHOICE 39 to 45.
    ///
    /// # Errors
    /// An operator or a function met a value it cannot work on, or a path leads nowhere and the options ask to fail.
    pub fn evaluate(
        &self,
        scope: &Scope<'_>,
        options: &Options,
        random: &mut Random,
        notes: &mut Vec<Note>,
    ) -> Result<Json, EvaluationError> {
        let place = Place::Constructor(options.missing_path);
        let mut evaluation = Evaluation { text: &self.text, scope, place, random, notes };
        evaluation.value(&self.term).map_err(|failure| failure.error)
    }

    /// Says whether the expression holds as a `Condition`; never fails.
    ///
    /// A missing path is `null` without a note. What cannot be ordered, and operands of `&&`, `||` and `!` that are no
    /// truth values, count as false; so does the whole condition if a function fails or if the result is no truth
    /// value. All of that is noted. Source: state machine reference 4.2, 5, CHOICE 41, 43 and 48.
    pub fn holds(&self, scope: &Scope<'_>, random: &mut Random, notes: &mut Vec<Note>) -> bool {
        let mut evaluation = Evaluation { text: &self.text, scope, place: Place::Condition, random, notes };
        let (at, why) = match evaluation.value(&self.term) {
            Ok(Json::Bool(held)) => return held,
            Ok(other) => (self.term.at.clone(), format!("{} is neither true nor false.", described(&other))),
            Err(failure) => (failure.at, failure.error.message),
        };
        let message = format!("The condition `{}` counts as false: {why}", shortened(self.text.trim()));
        notes.push(Note { at, message });
        false
    }
}

/// Where an expression stands, which decides what is tolerated.
#[derive(Clone, Copy)]
enum Place {
    Constructor(MissingPath),
    Condition,
}

/// Why a part has no value, and which part.
struct Failure {
    at: Range<usize>,
    error: EvaluationError,
}

struct Evaluation<'a> {
    text: &'a str,
    scope: &'a Scope<'a>,
    place: Place,
    random: &'a mut Random,
    notes: &'a mut Vec<Note>,
}

impl Evaluation<'_> {
    fn value(&mut self, term: &Term) -> Result<Json, Failure> {
        match &term.node {
            Node::Constant(value) => Ok(value.clone()),
            Node::Path(variable, segments) => self.path(term, *variable, segments),
            Node::Call(signature, arguments) => self.call(term, signature, arguments),
            Node::Array(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
                self.bounded(term, Json::from(items))
            }
            Node::Object(members) => {
                let members = members.iter().map(|(key, value)| Ok((key.clone(), self.value(value)?)));
                let object = members.collect::<Result<Object, _>>()?;
                self.bounded(term, Json::from(object))
            }
            Node::Not(inner) => Ok(Json::from(!self.truth(inner, "!")?)),
            Node::Negate(inner) => match self.value(inner)? {
                Json::Number(number) => Ok(Json::from(number.negated())),
                other => Err(self.failure(term, format!("{} has no negative.", described(&other)))),
            },
            Node::Compare(operator, operands) => {
                let [left, right] = &**operands;
                let (left, right) = (self.value(left)?, self.value(right)?);
                self.compare(term, &left, *operator, &right).map(Json::from)
            }
            Node::All(terms) => {
                for operand in terms {
                    if !self.truth(operand, "&&")? {
                        return Ok(Json::from(false));
                    }
                }
                Ok(Json::from(true))
            }
            Node::Any(terms) => {
                for operand in terms {
                    if self.truth(operand, "||")? {
                        return Ok(Json::from(true));
                    }
                }
                Ok(Json::from(false))
            }
        }
    }

    fn path(&mut self, term: &Term, variable: Variable, segments: &[Segment]) -> Result<Json, Failure> {
        let start = term.at.start;
        let end = start + variable.text().len();
        let Some(mut value) = self.scope.value(variable) else {
            return self.missing(start..end, "has no value in this place");
        };
        for segment in segments {
            match segment.step.follow(value) {
                Some(inner) => value = inner,
                None => return self.missing(start..segment.at.end, "is missing"),
            }
        }
        Ok(value.clone())
    }

    fn missing(&mut self, at: Range<usize>, what: &str) -> Result<Json, Failure> {
        let path = &self.text[at.clone()];
        match self.place {
            // A condition may well test a member that is not always there.
            Place::Condition => Ok(Json::Null),
            Place::Constructor(MissingPath::Null) => {
                let message = format!("`{path}` {what}; null is taken instead.");
                self.notes.push(Note { at, message });
                Ok(Json::Null)
            }
            Place::Constructor(MissingPath::Fail) => {
                let error = EvaluationError { kind: ErrorKind::MissingPath, message: format!("`{path}` {what}.") };
                Err(Failure { at, error })
            }
        }
    }

    fn call(&mut self, term: &Term, signature: &Signature, arguments: &[Term]) -> Result<Json, Failure> {
        let arguments = arguments.iter().map(|argument| self.value(argument)).collect::<Result<Vec<_>, _>>()?;
        let mut surroundings = Surroundings { random: self.random, remark: None };
        let result = call(signature, &arguments, &mut surroundings);
        if let Some(remark) = surroundings.remark {
            self.notes.push(Note { at: term.at.clone(), message: format!("{}: {remark}", signature.name) });
        }
        result.map_err(|message| Failure {
            at: term.at.clone(),
            error: EvaluationError { kind: ErrorKind::Function, message: format!("{}: {message}", signature.name) },
        })
    }

    /// The truth value of an operand of `&&`, `||` or `!`.
    fn truth(&mut self, term: &Term, operator: &str) -> Result<bool, Failure> {
        let value = self.value(term)?;
        if let Json::Bool(truth) = value {
            return Ok(truth);
        }
        let what = format!("{} is neither true nor false", described(&value));
        match self.place {
            Place::Constructor(_) => Err(self.failure(term, format!("{what}, so {operator} cannot work on it."))),
            Place::Condition => {
                let message = format!("`{}`: {what}; {operator} takes it as false.", self.part(term));
                self.notes.push(Note { at: term.at.clone(), message });
                Ok(false)
            }
        }
    }

    fn compare(&mut self, term: &Term, left: &Json, operator: Comparison, right: &Json) -> Result<bool, Failure> {
        match operator {
            Comparison::Equal => Ok(left == right),
            Comparison::NotEqual => Ok(left != right),
            Comparison::In => match (right, left) {
                (Json::Array(items), _) => Ok(items.contains(left)),
                (Json::Object(object), Json::String(key)) => Ok(object.contains_key(key)),
                (Json::Object(_), _) => Ok(false),
                _ => {
                    let what = format!("{} is neither an array nor an object", described(right));
                    let message = format!("`{}`: {what}, so nothing is in it.", self.part(term));
                    self.notes.push(Note { at: term.at.clone(), message });
                    Ok(false)
                }
            },
            Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual => {
                if let Some(order) = order(left, right) {
                    return Ok(operator.admits(order));
                }
                let (left, right) = (described(left), described(right));
                let what = format!("{left} and {right} cannot be ordered with {}", operator.symbol());
                match self.place {
                    Place::Constructor(_) => Err(self.failure(term, format!("{what}."))),
                    Place::Condition => {
                        let message = format!("`{}`: {what}; this counts as false.", self.part(term));
                        self.notes.push(Note { at: term.at.clone(), message });
                        Ok(false)
                    }
                }
            }
        }
    }

    fn bounded(&self, term: &Term, value: Json) -> Result<Json, Failure> {
        if value.depth() > MAX_DEPTH {
            return Err(self.failure(term, format!("the value nests deeper than {MAX_DEPTH} levels.")));
        }
        Ok(value)
    }

    fn failure(&self, term: &Term, what: String) -> Failure {
        let message = format!("`{}`: {what}", self.part(term));
        Failure { at: term.at.clone(), error: EvaluationError { kind: ErrorKind::Expression, message } }
    }

    fn part(&self, term: &Term) -> String {
        shortened(&self.text[term.at.clone()])
    }
}

/// Orders two numbers or two texts (by code point); `None` for anything else.
fn order(left: &Json, right: &Json) -> Option<Ordering> {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => left.partial_cmp(right),
        (Json::String(left), Json::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    struct World {
        input: Json,
        output: Json,
        context: Json,
        global: Json,
        item: Json,
    }

    fn world() -> World {
        World {
            input: json!({
                "n": 5, "text": "x", "yes": true, "nothing": null,
                "rows": [{"id": 1}, {"id": 2}], "map": {"a": 1}, "a-b": "hyphen", "名": 1
            }),
            output: json!({"Body": {"price": 7}}),
            context: json!({"Execution": {"Name": "run"}, "Current": {"Error": null}}),
            global: json!({"g": [true]}),
            item: json!("item"),
        }
    }

    impl World {
        fn scope(&self) -> Scope<'_> {
            let Self { input, output, context, global, item } = self;
            Scope { input, output: Some(output), context, global, item: Some(item) }
        }
    }

    fn evaluate(text: &str, options: Options) -> (Result<Json, String>, Vec<String>) {
        let mut notes = Vec::new();
        let expression = Expression::parse(text).unwrap();
        let value = expression.evaluate(&world().scope(), &options, &mut Random::new(1), &mut notes);
        let notes = notes.into_iter().map(|note| format!("{:?} {}", note.at, note.message)).collect();
        (value.map_err(|error| error.to_string()), notes)
    }

    fn holds(text: &str) -> (bool, Vec<String>) {
        let mut notes = Vec::new();
        let held = Expression::parse(text).unwrap().holds(&world().scope(), &mut Random::new(1), &mut notes);
        (held, notes.into_iter().map(|note| format!("{:?} {}", note.at, note.message)).collect())
    }

    #[test]
    fn expressions_have_values() {
        fn check(text: &str, expected: Json) {
            assert_eq!(evaluate(text, Options { missing_path: MissingPath::Fail }), (Ok(expected), vec![]), "{text}");
        }
        check("$Input.n", json!(5));
        check("$Input.rows[1].id", json!(2));
        check("$Input.a-b", json!("hyphen"));
        check("$Input['a-b']", json!("hyphen"));
        check("$Input.名", json!(1));
        check("$Input.nothing", json!(null));
        check("$Output.Body.price", json!(7));
        check("$Context.Execution.Name", json!("run"));
        check("$Global.g[0]", json!(true));
        check("$Item", json!("item"));
        check("-$Input.n", json!(-5));
        check("--1.5", json!(1.5));
        check("[1, $Input.n, {\"k\": [null], 'k2': true, \"k\": 2}]", json!([1, 5, {"k": 2, "k2": true}]));
        check("$Input.n > 4.5", json!(true));
        check("\"Z\" < 'a'", json!(true));
        check("\"10\" < \"9\"", json!(true));
        check("1 == 1.0", json!(true));
        check("1 == \"1\"", json!(false));
        check("null == false", json!(false));
        check("$Input.nothing == null", json!(true));
        check("$Input.rows == [{\"id\": 1}, {\"id\": 2.0}]", json!(true));
        check("{\"id\": 2} in $Input.rows", json!(true));
        check("\"a\" in $Input.map", json!(true));
        check("1 in $Input.map", json!(false));
        check("1 in [\"1\"]", json!(false));
        check("!$Input.yes || $Input.n != 5", json!(false));
        check("length($Input.rows) == 2 && $Input.yes", json!(true));
    }

    #[test]
    fn missing_paths_are_null_or_fail() {
        fn check(text: &str, place: &str, path: &str) {
            let (value, notes) = evaluate(text, Options::default());
            assert_eq!(value, Ok(Json::Null), "{text}");
            assert_eq!(notes, [format!("{place} `{path}` is missing; null is taken instead.")], "{text}");
            let (value, notes) = evaluate(text, Options { missing_path: MissingPath::Fail });
            assert_eq!(value, Err(format!("Sim.MissingPath: `{path}` is missing.")), "{text}");
            assert!(notes.is_empty(), "{text}");
        }
        check("$Input.zzz", "0..10", "$Input.zzz");
        check(" $Input.zzz.y[0]", "1..11", "$Input.zzz");
        check("$Input.n.x", "0..10", "$Input.n.x");
        check("$Input.rows[2]", "0..14", "$Input.rows[2]");
        check("$Input.rows.id", "0..14", "$Input.rows.id");
        check("$Input[0]", "0..9", "$Input[0]");
        check("$Context.Current.Error.Code", "0..27", "$Context.Current.Error.Code");
    }

    #[test]
    fn a_variable_without_a_value_is_missing() {
        let world = world();
        let scope = Scope { output: None, item: None, ..world.scope() };
        let expression = Expression::parse("$Output.x").unwrap();
        let mut notes = Vec::new();
        let value = expression.evaluate(&scope, &Options::default(), &mut Random::new(1), &mut notes);
        assert_eq!(value, Ok(Json::Null));
        let message = "`$Output` has no value in this place; null is taken instead.".to_owned();
        assert_eq!(notes, [Note { at: 0..7, message }]);
    }

    #[test]
    fn constructors_refuse_what_makes_no_sense() {
        fn check(text: &str, expected: &str) {
            let (value, _) = evaluate(text, Options::default());
            assert_eq!(value, Err(expected.to_owned()), "{text}");
        }
        check(
            "$Input.n > \"4\"",
            "Sim.ExpressionError: `$Input.n > \"4\"`: 5 and the text \"4\" cannot be ordered with >.",
        );
        check("1 == 1 && null < 1", "Sim.ExpressionError: `null < 1`: null and 1 cannot be ordered with <.");
        check(
            "!$Input.nothing",
            "Sim.ExpressionError: `$Input.nothing`: null is neither true nor false, so ! cannot work on it.",
        );
        check("!5", "Sim.ExpressionError: `5`: 5 is neither true nor false, so ! cannot work on it.");
        check("[] || true", "Sim.ExpressionError: `[]`: an array is neither true nor false, so || cannot work on it.");
        check("true && {}", "Sim.ExpressionError: `{}`: an object is neither true nor false, so && cannot work on it.");
        check("-\"1\"", "Sim.ExpressionError: `-\"1\"`: the text \"1\" has no negative.");
        check("stringToJson($Input.text)", "Sim.FunctionError: stringToJson: x is not JSON");
    }

    #[test]
    fn membership_in_a_scalar_is_false_with_a_note() {
        let note = "0..13 `1 in $Input.n`: 5 is neither an array nor an object, so nothing is in it.".to_owned();
        assert_eq!(evaluate("1 in $Input.n", Options::default()), (Ok(json!(false)), vec![note.clone()]));
        assert_eq!(holds("1 in $Input.n"), (false, vec![note]));
    }

    #[test]
    fn operands_that_no_longer_matter_are_not_looked_at() {
        fn check(text: &str, expected: bool) {
            assert_eq!(evaluate(text, Options::default()), (Ok(json!(expected)), vec![]), "{text}");
            assert_eq!(holds(text), (expected, vec![]), "{text}");
        }
        check("false && stringToJson(\"x\")", false);
        check("true || stringToJson(\"x\")", true);
        check("false || true || $Input.zzz > 1", true);
    }

    #[test]
    fn conditions_take_null_and_other_values_as_false() {
        fn check(text: &str, expected: bool, notes: &[&str]) {
            assert_eq!(holds(text), (expected, notes.iter().map(ToString::to_string).collect()), "{text}");
        }
        check("$Input.yes", true, &[]);
        check("$Input.zzz == null", true, &[]);
        check("$Input.zzz.y != 1", true, &[]);
        check("$Input.zzz == \"x\"", false, &[]);
        check("!$Input.zzz", true, &["1..11 `$Input.zzz`: null is neither true nor false; ! takes it as false."]);
        check("!5", true, &["1..2 `5`: 5 is neither true nor false; ! takes it as false."]);
        check(
            "$Input.text || true",
            true,
            &["0..11 `$Input.text`: the text \"x\" is neither true nor false; || takes it as false."],
        );
        check(
            "true && $Input.zzz",
            false,
            &["8..18 `$Input.zzz`: null is neither true nor false; && takes it as false."],
        );
        check(
            "!($Input.zzz > 1)",
            true,
            &["1..17 `($Input.zzz > 1)`: null and 1 cannot be ordered with >; this counts as false."],
        );
        check("$Input.n", false, &["0..8 The condition `$Input.n` counts as false: 5 is neither true nor false."]);
        check(
            "$Input.zzz",
            false,
            &["0..10 The condition `$Input.zzz` counts as false: null is neither true nor false."],
        );
        check(
            "length(5) != 1",
            false,
            &[
                "0..9 The condition `length(5) != 1` counts as false: length: argument 1 must be an array, an object or a \
             string, not a number",
            ],
        );
        check(
            "-$Input.text != 1",
            false,
            &[
                "0..12 The condition `-$Input.text != 1` counts as false: `-$Input.text`: the text \"x\" has no negative.",
            ],
        );
    }

    #[test]
    fn no_text_makes_the_evaluation_panic() {
        const PIECES: [&str; 34] = [
            "$Input",
            "$Input.n",
            "$Input.rows",
            ".id",
            "[0]",
            "[",
            "]",
            "(",
            ")",
            "{\"a\":",
            "}",
            "!",
            "-",
            "==",
            "<",
            "in",
            "&&",
            "||",
            ",",
            ",",
            "null",
            "true",
            "1",
            "\"x\"",
            "'{}'",
            "length(",
            "format(",
            "toArray(",
            "jsonMerge(",
            "arrayUnique(",
            "regexMatchString(",
            "randomInt(",
            "fromJSON(",
            "split(",
        ];
        let world = world();
        let mut random = Random::new(21);
        let mut evaluated = 0;
        for _ in 0..60_000 {
            let length = 1 + random.below(7);
            let text: String = (0..length).map(|_| PIECES[random.below(PIECES.len() as u64) as usize]).collect();
            let Ok(expression) = Expression::parse(&text) else { continue };
            evaluated += 1;
            let mut notes = Vec::new();
            let value = expression.evaluate(&world.scope(), &Options::default(), &mut random, &mut notes);
            assert!(value.is_err() || value.is_ok_and(|value| value.depth() <= MAX_DEPTH), "{text}");
            expression.holds(&world.scope(), &mut random, &mut notes);
            assert!(notes.iter().all(|note| text.get(note.at.clone()).is_some()), "{text}: {notes:?}");
        }
        assert!(evaluated > 1_000, "{evaluated}");
    }

    #[test]
    fn values_do_not_become_deeper_than_they_may() {
        let input = Json::parse(&format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH))).unwrap();
        let null = Json::Null;
        let scope = Scope { input: &input, output: None, context: &null, global: &null, item: None };
        for text in ["[$Input]", "{\"a\": $Input}", "toArray($Input)"] {
            let expression = Expression::parse(text).unwrap();
            let value = expression.evaluate(&scope, &Options::default(), &mut Random::new(1), &mut Vec::new());
            assert!(value.unwrap_err().message.contains("deeper than 127"), "{text}");
        }
    }
}
