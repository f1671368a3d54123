//! The comparisons that a condition consists of: what can be asked of one value alone.

use std::ops::Range;

use flowglass_expression::state_machine::{self, Variable};
use flowglass_expression::{Json, Object, Part as Piece, PartKind, Path, PathRoot, Random, legacy};
use flowglass_flow::{Condition, ConditionExpression, Dialect};

use crate::data_path::{DataPath, Part, data_path};

/// One comparison of a condition, or a value that is a condition by itself.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    /// Where the value begins that it reads.
    pub(crate) root: PathRoot,
    /// The path to it.
    pub(crate) path: DataPath,
    /// The constants that it is compared with.
    pub(crate) constants: Vec<Json>,
    /// Whether it asks nothing but the comparison of this value with constants.
    pub(crate) simple: bool,
    question: Option<Question>,
}

/// A comparison in which the value is called `v`.
#[derive(Clone, Debug)]
enum Question {
    Legacy(Box<legacy::Condition>),
    StateMachine(Box<state_machine::Expression>),
}

impl Atom {
    /// Tells whether the comparison holds for a value; `None` when it asks for other values too.
    pub(crate) fn holds(&self, value: &Json) -> Option<bool> {
        let own: Json = [("v", value.clone())].into_iter().collect::<Object>().into();
        match self.question.as_ref()? {
            Question::Legacy(condition) => Some(condition.evaluate(&own, &mut Vec::new())),
            Question::StateMachine(expression) => {
                let nothing = Json::Null;
                let scope =
                    state_machine::Scope { input: &own, output: None, context: &nothing, global: &nothing, item: None };
                Some(expression.holds(&scope, &mut Random::new(0), &mut Vec::new()))
            }
        }
    }
}

/// The comparisons of a condition, one for each path in it; `None` when the condition cannot be read. `known` gives the
/// constant that a path always leads to, if it does.
pub(crate) fn atoms(condition: &Condition, dialect: Dialect, known: &Known<'_>) -> Option<Vec<Atom>> {
    let (text, parts) = match condition.expression.as_ref()? {
        ConditionExpression::Legacy(condition) => (condition.text(), condition.parts()),
        ConditionExpression::StateMachine(expression) => (expression.text(), expression.parts()),
    };
    let paths = parts.iter().filter_map(|part| match &part.kind {
        PartKind::Path(path) => Some((part, path)),
        _ => None,
    });
    Some(paths.map(|(part, path)| atom(text, &parts, (part, path), dialect, known)).collect())
}

/// Tells the constant that a path always leads to.
pub(crate) type Known<'k> = dyn Fn(PathRoot, &[Part]) -> Option<Json> + 'k;

/// Nothing is known of any path.
pub(crate) fn nothing_known(_: PathRoot, _: &[Part]) -> Option<Json> {
    None
}

fn atom(
    text: &str,
    parts: &[Piece<'_>],
    (part, path): (&Piece<'_>, &Path<'_>),
    dialect: Dialect,
    known: &Known<'_>,
) -> Atom {
    let around = |other: &&Piece<'_>| other.at.start <= part.at.start && part.at.end <= other.at.end;
    let is_comparison = |other: &&Piece<'_>| match other.kind {
        PartKind::Operator { symbol, .. } => !matches!(symbol, "&&" | "||" | "!" | "-"),
        _ => false,
    };
    let comparison = parts.iter().filter(around).filter(is_comparison).min_by_key(|other| other.at.len());
    let call = parts.iter().filter(around).find(|other| matches!(other.kind, PartKind::Call(_)));
    let whole = comparison.or(call).unwrap_or(part);
    let inside = |other: &&Piece<'_>| whole.at.start <= other.at.start && other.at.end <= whole.at.end;
    let same = |other: &Piece<'_>| text.get(other.at.clone()) == text.get(part.at.clone());
    let others: Vec<&Piece<'_>> = parts.iter().filter(inside).collect();
    // What stands in the place of each path: the value, or the constant that it always is.
    let mut alone = true;
    let mut constants: Vec<Json> = Vec::new();
    let mut readings: Vec<(Range<usize>, String)> = Vec::new();
    for other in &others {
        match &other.kind {
            PartKind::Path(_) if same(other) => readings.push((other.at.clone(), value_name(dialect).to_owned())),
            PartKind::Path(path) => match known(path.root, &data_path(path.segments)) {
                Some(constant) => {
                    readings.push((other.at.clone(), constant.to_compact()));
                    constants.push(constant);
                }
                None => alone = false,
            },
            PartKind::Constant(value) => constants.push((*value).clone()),
            _ => {}
        }
    }
    let plain = |other: &&Piece<'_>| {
        matches!(other.kind, PartKind::Constant(_) | PartKind::Path(_) | PartKind::Array)
            || matches!(other.kind, PartKind::Operator { symbol, .. } if symbol != "-")
    };
    if !alone {
        // Two values that are compared with each other: equal ones, and one that is more.
        constants.extend([Json::from(1_u32), Json::from(2_u32)]);
    }
    let simple = alone && others.iter().all(plain) && is_root_readable(path.root);
    let question = alone.then(|| question(text, &whole.at, &readings, dialect)).flatten();
    Atom { root: path.root, path: data_path(path.segments), constants, simple, question }
}

fn is_root_readable(root: PathRoot) -> bool {
    matches!(root, PathRoot::Legacy(_) | PathRoot::Variable(Variable::Input | Variable::Global | Variable::Context))
}

fn value_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Legacy => "$.v",
        Dialect::StateMachine => "$Input.v",
    }
}

/// The comparison with something else in the place of each path.
fn question(
    text: &str,
    whole: &Range<usize>,
    readings: &[(Range<usize>, String)],
    dialect: Dialect,
) -> Option<Question> {
    let mut asked = String::new();
    let mut at = whole.start;
    for (reading, instead) in readings {
        asked.push_str(text.get(at..reading.start)?);
        asked.push_str(instead);
        at = reading.end;
    }
    asked.push_str(text.get(at..whole.end)?);
    match dialect {
        Dialect::Legacy => Some(Question::Legacy(Box::new(legacy::Condition::parse(&asked).ok()?))),
        Dialect::StateMachine => Some(Question::StateMachine(Box::new(state_machine::Expression::parse(&asked).ok()?))),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_flow::{Flow, StepKind};

    use super::*;
    fn shown(path: &[Part]) -> String {
        let part = |part: &Part| match part {
            Part::Key(key) => format!(".{key}"),
            Part::Item => "[*]".to_owned(),
        };
        path.iter().map(part).collect()
    }

    fn flow(text: &str) -> Flow {
        flowglass_flow::parse(text).flow.expect("it is a flow")
    }

    fn read(dialect: Dialect, condition: &str) -> Vec<Atom> {
        let quoted = condition.replace('\'', "''");
        let text = match dialect {
            Dialect::Legacy => {
                format!(
                    "{{version: v1, type: flow, steps: [{{type: choice, name: c, choices: [{{condition: '{quoted}', goto: c}}]}}]}}"
                )
            }
            Dialect::StateMachine => {
                format!(
                    "{{Type: StateMachine, StartAt: c, States: [{{Type: Choice, Name: c, Branches: [{{Condition: '{quoted}', Next: c}}]}}]}}"
                )
            }
        };
        let flow = flow(&text);
        let StepKind::Choice(choice) = &flow.step(flowglass_flow::StepId(0)).kind else { panic!("no choice") };
        atoms(choice.arms[0].condition.as_ref().expect("it has a condition"), dialect, &nothing_known)
            .expect("it can be read")
    }

    #[test]
    fn comparisons_are_asked_of_single_values() {
        fn check(dialect: Dialect, text: &str, expected: &[(&str, bool)]) {
            let found: Vec<_> = read(dialect, text).iter().map(|atom| (shown(&atom.path), atom.simple)).collect();
            let expected: Vec<_> = expected.iter().map(|(path, simple)| ((*path).to_owned(), *simple)).collect();
            assert_eq!(found, expected, "{text}");
        }
        use Dialect::{Legacy, StateMachine};
        check(Legacy, "$.a == \"x\" && !($.b.c[0] > 3)", &[(".a", true), (".b.c[*]", true)]);
        check(Legacy, "$.a || $.b", &[(".a", true), (".b", true)]);
        check(Legacy, "$.a == $.b", &[(".a", false), (".b", false)]);
        check(StateMachine, "$Input.kg > 30 && \"fragile\" in $Input.tags", &[(".kg", true), (".tags", true)]);
        check(StateMachine, "length($Input.tags) > 1", &[(".tags", false)]);
        check(StateMachine, "1 == 2", &[]);
    }

    #[test]
    fn they_answer_as_the_condition_would() {
        let legacy = read(Dialect::Legacy, "$.n > 3 || $.ok");
        let answers = |atom: &Atom, values: [Json; 4]| values.map(|value| atom.holds(&value));
        assert_eq!(
            answers(&legacy[0], [json!(3), json!(4), json!("4"), json!(null)]),
            [false, true, true, false].map(Some)
        );
        assert_eq!(
            answers(&legacy[1], [json!(true), json!(1), json!("x"), json!(null)]),
            [true, true, false, false].map(Some)
        );
        let called = read(Dialect::StateMachine, "length($Input.tags) > 1");
        assert_eq!(
            answers(&called[0], [json!([1, 2]), json!([]), json!("ab"), json!(5)])[..2],
            [Some(true), Some(false)]
        );
        assert_eq!(read(Dialect::Legacy, "$.a == $.b")[0].holds(&json!(1)), None);
    }
}
