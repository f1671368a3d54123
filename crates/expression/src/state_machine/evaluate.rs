//! What an expression is worth: in a constructor, and as a condition.

use std::ops::Range;

use crate::error::{described, shortened};
use crate::path::Segment;
use crate::{ErrorKind, EvaluationError, Json, MAX_DEPTH, Note, Object, Random};

use super::expression::{Callee, Expression, Node, Term};
use super::functions::{Surroundings, call};
use super::{MissingPath, Options, Scope, Signature, Variable};

impl Expression {
    /// Evaluates the expression as constructors, parameters and `ItemsPath` do.
    ///
    /// A path that leads nowhere is `null` with a note, or an error, as `options` say.
    /// Source: state machine reference 4.2, CHOICE 39 to 45.
    ///
    /// # Errors
    /// The expression has a fault, an operator or a function met a value it cannot work on, or a path leads nowhere and
    /// the options ask to fail.
    pub fn evaluate(
        &self,
        scope: &Scope<'_>,
        options: &Options,
        random: &mut Random,
        notes: &mut Vec<Note>,
    ) -> Result<Json, EvaluationError> {
        let place = Place::Constructor(options.missing_path);
        let mut evaluation = Evaluation { text: &self.text, scope, place, random, notes };
        evaluation.whole(self).map_err(|failure| failure.error)
    }

    /// Says whether the expression holds as a `Condition`; never fails.
    ///
    /// A missing path is `null` without a note. What cannot be ordered, and operands of `&&`, `||` and `!` that are no
    /// truth values, count as false; so does the whole condition if it has a fault, if a function fails, or if the
    /// result is no truth value. All of that is noted. Source: state machine reference 4.2, 5, CHOICE 41, 43 and 48.
    pub fn holds(&self, scope: &Scope<'_>, random: &mut Random, notes: &mut Vec<Note>) -> bool {
        let mut evaluation = Evaluation { text: &self.text, scope, place: Place::Condition, random, notes };
        let (at, why) = match evaluation.whole(self) {
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
pub(super) enum Place {
    Constructor(MissingPath),
    Condition,
}

/// Why a part has no value, and which part.
pub(super) struct Failure {
    pub(super) at: Range<usize>,
    pub(super) error: EvaluationError,
}

pub(super) struct Evaluation<'a> {
    text: &'a str,
    scope: &'a Scope<'a>,
    pub(super) place: Place,
    random: &'a mut Random,
    pub(super) notes: &'a mut Vec<Note>,
}

impl Evaluation<'_> {
    fn whole(&mut self, expression: &Expression) -> Result<Json, Failure> {
        match expression.faults().first() {
            None => self.value(&expression.term),
            Some(fault) => {
                let error = EvaluationError { kind: fault.error_kind(), message: fault.to_string() };
                Err(Failure { at: fault.at.clone(), error })
            }
        }
    }

    pub(super) fn value(&mut self, term: &Term) -> Result<Json, Failure> {
        match &term.node {
            Node::Constant(value) => Ok(value.clone()),
            Node::Group(inner) => self.value(inner),
            Node::Path { variable, root_at, segments } => self.path(*variable, root_at, segments),
            Node::Call(callee, arguments) => self.call(term, callee, arguments),
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

    fn path(
        &mut self,
        variable: Option<Variable>,
        root_at: &Range<usize>,
        segments: &[Segment],
    ) -> Result<Json, Failure> {
        let Some(mut value) = variable.and_then(|variable| self.scope.value(variable)) else {
            return self.missing(root_at.clone(), "has no value in this place");
        };
        for segment in segments {
            match segment.step.follow(value) {
                Some(inner) => value = inner,
                None => return self.missing(root_at.start..segment.at.end, "is missing"),
            }
        }
        Ok(value.clone())
    }

    fn missing(&mut self, at: Range<usize>, what: &str) -> Result<Json, Failure> {
        let path = self.text.get(at.clone()).unwrap_or_default();
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

    fn call(&mut self, term: &Term, callee: &Callee, arguments: &[Term]) -> Result<Json, Failure> {
        let signature: &Signature = match callee {
            Callee::Known(signature) => signature,
            Callee::Unknown(name) => return Err(self.failure(term, format!("there is no function {name}."))),
        };
        // Most functions take one argument or two, and those need no list.
        let (one, two, more);
        let arguments: &[Json] = match arguments {
            [argument] => {
                one = [self.value(argument)?];
                &one
            }
            [first, second] => {
                two = [self.value(first)?, self.value(second)?];
                &two
            }
            _ => {
                more = arguments.iter().map(|argument| self.value(argument)).collect::<Result<Vec<_>, _>>()?;
                &more
            }
        };
        let mut surroundings = Surroundings { random: self.random, remark: None };
        let result = call(signature, arguments, &mut surroundings);
        if let Some(remark) = surroundings.remark {
            self.notes.push(Note { at: term.at.clone(), message: format!("{}: {remark}", signature.name) });
        }
        result.map_err(|message| Failure {
            at: term.at.clone(),
            error: EvaluationError { kind: ErrorKind::Function, message: format!("{}: {message}", signature.name) },
        })
    }

    fn bounded(&self, term: &Term, value: Json) -> Result<Json, Failure> {
        if value.depth() > MAX_DEPTH {
            return Err(self.failure(term, format!("the value nests deeper than {MAX_DEPTH} levels.")));
        }
        Ok(value)
    }

    pub(super) fn failure(&self, term: &Term, what: String) -> Failure {
        let message = format!("`{}`: {what}", self.part(term));
        Failure { at: term.at.clone(), error: EvaluationError { kind: ErrorKind::Expression, message } }
    }

    pub(super) fn part(&self, term: &Term) -> String {
        shortened(self.text.get(term.at.clone()).unwrap_or_default())
    }
}

#[cfg(test)]
pub(super) mod tests {
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

    pub(in crate::state_machine) fn evaluate(text: &str, options: Options) -> (Result<Json, String>, Vec<String>) {
        let mut notes = Vec::new();
        let expression = Expression::parse(text).unwrap();
        let value = expression.evaluate(&world().scope(), &options, &mut Random::new(1), &mut notes);
        let notes = notes.into_iter().map(|note| format!("{:?} {}", note.at, note.message)).collect();
        (value.map_err(|error| error.to_string()), notes)
    }

    pub(in crate::state_machine) fn holds(text: &str) -> (bool, Vec<String>) {
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
        check("( ($Input.zzz) )", "3..13", "$Input.zzz");
        check("$Context.Current.Error.Code", "0..27", "$Context.Current.Error.Code");
    }

    #[test]
    fn a_variable_without_a_value_is_missing() {
        let world = world();
        let scope = Scope { output: None, item: None, ..world.scope() };
        // Blanks of several bytes must not shift the place that the note names.
        for (text, at) in [("$Output.x", 0..7), ("(\u{a0}\u{3000}$Output)", 6..13)] {
            let expression = Expression::parse(text).unwrap();
            let mut notes = Vec::new();
            let value = expression.evaluate(&scope, &Options::default(), &mut Random::new(1), &mut notes);
            assert_eq!(value, Ok(Json::Null));
            let message = "`$Output` has no value in this place; null is taken instead.".to_owned();
            assert_eq!(notes, [Note { at, message }]);
        }
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

    #[test]
    fn an_expression_with_a_fault_has_no_value() {
        fn check(text: &str, at: &str, kind: &str, expected: &str) {
            assert_eq!(evaluate(text, Options::default()), (Err(format!("{kind}: {expected}")), vec![]), "{text}");
            let note = format!("{at} The condition `{text}` counts as false: {expected}");
            assert_eq!(holds(text), (false, vec![note]), "{text}");
        }
        check(
            "true || $input.yes",
            "8..14",
            "Sim.ExpressionError",
            "Variables begin with a capital letter; write $Input instead of $input.",
        );
        check("frob()", "0..4", "Sim.FunctionError", "`frob` is not a known function.");
        check("uuid(1)", "5..6", "Sim.FunctionError", "`uuid` takes 0 arguments, not 1; write uuid().");
        check(
            "$Input.rows[*].id",
            "11..14",
            "Sim.ExpressionError",
            "There are no wildcards in this language; use a Map state to go through the elements.",
        );
    }
}
