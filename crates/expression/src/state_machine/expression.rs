//! What an expression consists of, and what can be asked about it without evaluating it.

use std::ops::Range;
use std::sync::Arc;

use crate::operator::{Comparison, between};
use crate::part::{Call, Part, PartKind, Path, PathRoot};
use crate::path::Segment;
use crate::{Json, SyntaxError};

use super::{Fault, Signature, Variable, parse};

/// An expression such as `$Input.order.id`, `length($Input.rows) > 3` or `format("{}!", $Input.name)`.
///
/// Prefixes (`!`, `-`) bind closest, then one comparison or `in`, then `&&`, then `||`.
/// Source: state machine reference 4.1, CHOICE 34 to 38.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub(super) text: Arc<str>,
    pub(super) term: Term,
    faults: Vec<Fault>,
}

/// A part of an expression, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) node: Node,
    pub(super) at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Constant(Json),
    /// Without faults there is a variable, and segments are keys and indexes only.
    Path {
        variable: Option<Variable>,
        root_at: Range<usize>,
        segments: Vec<Segment>,
    },
    Call(Callee, Vec<Term>),
    /// What stands between parentheses.
    Group(Box<Term>),
    Array(Vec<Term>),
    Object(Vec<(Arc<str>, Term)>),
    Not(Box<Term>),
    Negate(Box<Term>),
    Compare(Comparison, Box<[Term; 2]>),
    All(Vec<Term>),
    Any(Vec<Term>),
}

/// What a call calls.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Callee {
    Known(&'static Signature),
    /// Nothing; this is the name.
    Unknown(Box<str>),
}

impl Expression {
    /// Reads an expression.
    ///
    /// Names that do not exist and calls that are not allowed are no errors but [`faults`](Self::faults), so that the
    /// rest of the expression can still be looked at.
    ///
    /// # Errors
    /// Says which part is not understood and, if known, what to write instead.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let (term, faults) = parse::parse(text)?;
        Ok(Self { text: text.into(), term, faults })
    }

    /// Gives the text that was read; notes, faults and parts point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lists what keeps the expression from having a value, whatever the data, in the order of the text.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Lists the parts.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        self.list(&self.term, 0, &mut parts);
        parts
    }

    fn list<'a>(&'a self, term: &'a Term, calls_around: usize, parts: &mut Vec<Part<'a>>) {
        let mut add = |kind| parts.push(Part { at: term.at.clone(), calls_around, kind });
        let (mut operand_calls, start) = (calls_around, term.at.start);
        match &term.node {
            Node::Constant(value) => add(PartKind::Constant(value)),
            Node::Path { variable, root_at, segments } => {
                let root = variable.map_or(PathRoot::Unknown, PathRoot::Variable);
                add(PartKind::Path(Path { root, root_at: root_at.clone(), segments }));
            }
            Node::Call(callee, arguments) => {
                operand_calls += 1;
                let (name, function) = match callee {
                    Callee::Known(function) => (function.name, Some(*function)),
                    Callee::Unknown(name) => (&**name, None),
                };
                let arguments = arguments.iter().map(|argument| argument.at.clone()).collect();
                add(PartKind::Call(Call { name, name_at: start..start + name.len(), function, arguments }));
            }
            Node::Group(_) => {}
            Node::Array(_) => add(PartKind::Array),
            Node::Object(_) => add(PartKind::Object),
            Node::Not(_) => add(PartKind::Operator { symbol: "!", symbol_at: start..start + 1 }),
            Node::Negate(_) => add(PartKind::Operator { symbol: "-", symbol_at: start..start + 1 }),
            Node::Compare(operator, operands) => {
                let symbol_at = between(&self.text, &operands[0].at, &operands[1].at);
                add(PartKind::Operator { symbol: operator.symbol(), symbol_at });
            }
            Node::All(operands) | Node::Any(operands) => {
                let symbol = if matches!(term.node, Node::All(_)) { "&&" } else { "||" };
                for pair in operands.windows(2) {
                    let symbol_at = between(&self.text, &pair[0].at, &pair[1].at);
                    add(PartKind::Operator { symbol, symbol_at });
                }
            }
        }
        term.each_operand(&mut |operand| self.list(operand, operand_calls, parts));
    }
}

impl Term {
    pub(super) fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Self)) {
        see(self);
        self.each_operand(&mut |operand| operand.visit(see));
    }

    fn each_operand<'a>(&'a self, see: &mut dyn FnMut(&'a Self)) {
        match &self.node {
            Node::Constant(_) | Node::Path { .. } => {}
            Node::Call(_, terms) | Node::Array(terms) | Node::All(terms) | Node::Any(terms) => {
                terms.iter().for_each(see);
            }
            Node::Object(members) => members.iter().for_each(|(_, value)| see(value)),
            Node::Group(inner) | Node::Not(inner) | Node::Negate(inner) => see(inner),
            Node::Compare(_, operands) => operands.iter().for_each(see),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Expression {
        Expression::parse(text).unwrap()
    }

    /// Writes each part as its kind, what is written of it, and everything it holds.
    fn outline(text: &str) -> Vec<(String, &str, &str)> {
        let outline = |part: Part<'_>| {
            let (kind, inner) = match part.kind {
                PartKind::Constant(value) => (value.kind().to_owned(), part.at.clone()),
                PartKind::Path(path) => {
                    let names: Vec<&str> = path.segments.iter().map(|segment| &text[segment.name_at.clone()]).collect();
                    (format!("{:?} {}", path.root.text().unwrap_or("?"), names.join(" ")), path.root_at)
                }
                PartKind::Call(call) => {
                    assert_eq!(call.name, &text[call.name_at.clone()]);
                    let arguments: Vec<&str> = call.arguments.into_iter().map(|at| &text[at]).collect();
                    (format!("call {}: {}", part.calls_around, arguments.join("; ")), call.name_at)
                }
                PartKind::Array => ("array".to_owned(), part.at.start..part.at.start + 1),
                PartKind::Object => ("object".to_owned(), part.at.start..part.at.start + 1),
                PartKind::Operator { symbol, symbol_at } => (symbol.to_owned(), symbol_at),
            };
            (kind, &text[inner], &text[part.at])
        };
        expression(text).parts().into_iter().map(outline).collect()
    }

    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let outline = outline(text);
        let shown: Vec<_> = outline.iter().map(|(kind, inner, all)| (kind.as_str(), *inner, *all)).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn paths_and_constants_know_their_places() {
        check(" 1.5 ", &[("number", "1.5", "1.5")]);
        check("(( 'a' ))", &[("string", "'a'", "'a'")]);
        check("$Input", &[("\"$Input\" ", "$Input", "$Input")]);
        check(" ( $Output.a[ 0 ]['b c'] ) ", &[("\"$Output\" a 0 'b c'", "$Output", "$Output.a[ 0 ]['b c']")]);
        check("$input.x-y", &[("\"?\" x-y", "$input", "$input.x-y")]);
        check("$Item[*]", &[("\"$Item\" *", "$Item", "$Item[*]")]);
        check(
            "[null, {\"k\": $Global.中}]",
            &[
                ("array", "[", "[null, {\"k\": $Global.中}]"),
                ("null", "null", "null"),
                ("object", "{", "{\"k\": $Global.中}"),
                ("\"$Global\" 中", "$Global", "$Global.中"),
            ],
        );
    }

    #[test]
    fn operators_know_their_places() {
        check(
            "!(true)&&-1<2  &&  'a' in []",
            &[
                ("&&", "&&", "!(true)&&-1<2  &&  'a' in []"),
                ("&&", "&&", "!(true)&&-1<2  &&  'a' in []"),
                ("!", "!", "!(true)"),
                ("boolean", "true", "true"),
                ("<", "<", "-1<2"),
                ("-", "-", "-1"),
                ("number", "1", "1"),
                ("number", "2", "2"),
                ("in", "in", "'a' in []"),
                ("string", "'a'", "'a'"),
                ("array", "[", "[]"),
            ],
        );
        let starts: Vec<usize> = expression("1||\u{3000}2 ||3")
            .parts()
            .into_iter()
            .filter_map(|part| match part.kind {
                PartKind::Operator { symbol_at, .. } => Some(symbol_at.start),
                _ => None,
            })
            .collect();
        assert_eq!(starts, [1, 8]);
    }

    #[test]
    fn calls_know_their_names_arguments_and_depth() {
        check(
            " length (split( $Input.a, (',') )) == zzz.y(uuid())",
            &[
                ("==", "==", "length (split( $Input.a, (',') )) == zzz.y(uuid())"),
                ("call 0: split( $Input.a, (',') )", "length", "length (split( $Input.a, (',') ))"),
                ("call 1: $Input.a; (',')", "split", "split( $Input.a, (',') )"),
                ("\"$Input\" a", "$Input", "$Input.a"),
                ("string", "','", "','"),
                ("call 0: uuid()", "zzz.y", "zzz.y(uuid())"),
                ("call 1: ", "uuid", "uuid()"),
            ],
        );
        let nested = expression("toArray([toArray()], toArray(toArray(1)))");
        let deepest = nested.parts().iter().map(|part| part.calls_around).max();
        assert_eq!(deepest, Some(3));
    }
}
