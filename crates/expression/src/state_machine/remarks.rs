//! What can be told of an expression's values without evaluating it, and which parts therefore fail or do nothing.

use crate::operator::Comparison;
use crate::{Json, Remark, RemarkKind};

use super::Signature;
use super::expression::{Callee, Expression, Node, Term};

impl Expression {
    /// Names the kind of the value, as [`Json::kind`] does, if it is the same whatever the data.
    pub fn kind(&self) -> Option<&'static str> {
        kind(&self.term)
    }

    /// Lists the parts that fail whenever they are evaluated, or do nothing, in the order of the text.
    ///
    /// Unlike [`faults`](Self::faults) they do not keep the rest from being evaluated.
    /// Source: state machine reference 4.2 and 4.3, CHOICE 40 to 43 and 47.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        self.term.visit(&mut |term| remark(term, &mut remarks));
        remarks
    }
}

fn kind(term: &Term) -> Option<&'static str> {
    match &term.node {
        Node::Constant(value) => Some(value.kind()),
        Node::Path { .. } | Node::Call(Callee::Unknown(_), _) => None,
        Node::Call(Callee::Known(function), _) => Some(function.result).filter(|kind| *kind != "any"),
        Node::Group(inner) => kind(inner),
        Node::Array(_) => Some("array"),
        Node::Object(_) => Some("object"),
        Node::Negate(_) => Some("number"),
        Node::Not(_) | Node::Compare(..) | Node::All(_) | Node::Any(_) => Some("boolean"),
    }
}

fn remark(term: &Term, remarks: &mut Vec<Remark>) {
    let mut add = |term: &Term, kind| remarks.push(Remark { at: term.at.clone(), kind });
    match &term.node {
        Node::Constant(_) | Node::Path { .. } | Node::Group(_) | Node::Array(_) | Node::Object(_) => {}
        Node::Call(Callee::Unknown(_), _) => {}
        Node::Call(Callee::Known(function), arguments) => remark_call(function, arguments, &mut add),
        Node::Negate(operand) => {
            if let Some(given) = kind(operand).filter(|kind| *kind != "number") {
                add(operand, RemarkKind::NoNumber { given });
            }
        }
        Node::Not(operand) => no_truth(operand, "!", &mut add),
        Node::All(operands) => operands.iter().for_each(|operand| no_truth(operand, "&&", &mut add)),
        Node::Any(operands) => operands.iter().for_each(|operand| no_truth(operand, "||", &mut add)),
        Node::Compare(operator, operands) => {
            let (left, right) = (kind(&operands[0]), kind(&operands[1]));
            match (operator, left, right) {
                (Comparison::In, _, Some("array" | "object") | None) => {}
                (Comparison::In, _, Some(given)) => add(&operands[1], RemarkKind::NoContainer { given }),
                (Comparison::Equal | Comparison::NotEqual, Some(left), Some(right)) => {
                    if left != right {
                        add(term, RemarkKind::NeverEqual { left, right });
                    }
                }
                (Comparison::Equal | Comparison::NotEqual, ..) => {}
                (_, Some("number"), Some("number")) | (_, Some("string"), Some("string")) => {}
                (_, Some(left), Some(right)) => {
                    add(term, RemarkKind::NoOrder { symbol: operator.symbol(), left, right });
                }
                (..) => {}
            }
        }
    }
}

fn no_truth(operand: &Term, symbol: &'static str, add: &mut dyn FnMut(&Term, RemarkKind)) {
    if let Some(given) = kind(operand).filter(|kind| *kind != "boolean") {
        add(operand, RemarkKind::NoTruthValue { symbol, given });
    }
}

fn remark_call(function: &'static Signature, arguments: &[Term], add: &mut dyn FnMut(&Term, RemarkKind)) {
    let parameters = function.parameters.split(", ");
    for (parameter, argument) in parameters.zip(arguments) {
        let kinds = parameter.split_once(": ").map_or("any", |(_, kinds)| kinds);
        if let Some(given) = kind(argument)
            && !kinds.split(" | ").any(|wanted| wanted == "any" || wanted == given)
        {
            add(argument, RemarkKind::WrongArgument { function, parameter, given });
        }
    }
    let text = |position: usize| match arguments.get(position).map(|argument| (argument, &argument.node)) {
        Some((argument, Node::Constant(Json::String(text)))) => Some((argument, text)),
        _ => None,
    };
    match function.name {
        "format" => {
            let Some((template, text)) = text(0) else { return };
            let (places, values) = (text.matches("{}").count(), arguments.len().saturating_sub(1));
            if values < places {
                add(template, RemarkKind::TooFewValues { places, values });
            }
            for surplus in arguments.iter().skip(1 + places) {
                add(surplus, RemarkKind::SurplusArgument { places });
            }
        }
        "hash" => {
            if let Some((argument, name)) = text(1)
                && !super::functions::ALGORITHMS.contains(&&**name)
            {
                add(argument, RemarkKind::UnknownAlgorithm);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::function;
    use super::*;

    fn expression(text: &str) -> Expression {
        Expression::parse(text).unwrap()
    }

    #[test]
    fn kinds_are_known_where_no_data_decides() {
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(expression(text).kind(), expected, "{text}");
        }
        check("$Input.a", None);
        check("get([1], 0)", None);
        check("fromJSON('1')", None);
        check("frob()", None);
        check("('x')", Some("string"));
        check("null", Some("null"));
        check("[$Input]", Some("array"));
        check("{'a': 1}", Some("object"));
        check("-$Input.a", Some("number"));
        check("!$Input.a", Some("boolean"));
        check("$Input.a || $Input.b", Some("boolean"));
        check("length($Input.a)", Some("number"));
        check("uuid()", Some("string"));
    }

    #[test]
    fn what_fails_or_does_nothing_is_remarked() {
        fn check(text: &str, expected: &[(&str, RemarkKind)]) {
            let found = expression(text).remarks();
            let found: Vec<_> = found.into_iter().map(|remark| (&text[remark.at], remark.kind)).collect();
            assert_eq!(found, expected, "{text}");
        }
        use RemarkKind as R;
        let wrong = |name, parameter, given| R::WrongArgument { function: function(name).unwrap(), parameter, given };
        check("$Input.a == 'x' || ($Input.a) == 'y'", &[]);
        check("$Input.a == 'x' || 'y'", &[("'y'", R::NoTruthValue { symbol: "||", given: "string" })]);
        check(
            "1 && !(2)",
            &[
                ("1", R::NoTruthValue { symbol: "&&", given: "number" }),
                ("(2)", R::NoTruthValue { symbol: "!", given: "number" }),
            ],
        );
        check("-'1'", &[("'1'", R::NoNumber { given: "string" })]);
        check("- -$Input.a", &[]);
        check(
            "length($Input.a) > '3'",
            &[("length($Input.a) > '3'", R::NoOrder { symbol: ">", left: "number", right: "string" })],
        );
        check("$Input.a > '3' && 'a' < 'b' && 1 >= 2", &[]);
        check("null < null", &[("null < null", R::NoOrder { symbol: "<", left: "null", right: "null" })]);
        check(
            "length($Input.a) == '3'",
            &[("length($Input.a) == '3'", R::NeverEqual { left: "number", right: "string" })],
        );
        check("$Input.a == null && 1 != 2 && [] == []", &[]);
        check("'a' in 'abc'", &[("'abc'", R::NoContainer { given: "string" })]);
        check("'a' in ['a'] || 1 in {} || 1 in $Input.a", &[]);
        check("length(5)", &[("5", wrong("length", "value: array | object | string", "number"))]);
        check("length('x') == length([]) || length($Input) == length({})", &[]);
        check(
            "split('a', length(true))",
            &[
                ("length(true)", wrong("split", "delimiter: string", "number")),
                ("true", wrong("length", "value: array | object | string", "boolean")),
            ],
        );
        check("toArray(1, 'a') == toArray()", &[]);
        check("hash('x', 'md5')", &[("'md5'", R::UnknownAlgorithm)]);
        check("hash('x', 'SHA-256') == hash('x', $Input.a)", &[]);
        check("format('{}{}', 1, (2))", &[]);
        check("format('{}{}', 1)", &[("'{}{}'", R::TooFewValues { places: 2, values: 1 })]);
        check(
            "format('{}', 1, (2), $Input.a)",
            &[("(2)", R::SurplusArgument { places: 1 }), ("$Input.a", R::SurplusArgument { places: 1 })],
        );
        check("format($Input.template, 1, 2)", &[]);
        check("format()", &[]);
        check("frob('{}', 1, 2)", &[]);
    }

    #[test]
    fn every_parameter_takes_kinds_that_exist() {
        for function in &super::super::FUNCTIONS {
            let kinds = ["any", "boolean", "number", "string", "array", "object"];
            assert!(kinds.contains(&function.result), "{}", function.name);
            for parameter in function.parameters.split(", ").filter(|parameter| !parameter.is_empty()) {
                let (_, taken) = parameter.split_once(": ").unwrap();
                assert!(taken.split(" | ").all(|kind| kinds.contains(&kind)), "{parameter}");
            }
        }
    }
}
