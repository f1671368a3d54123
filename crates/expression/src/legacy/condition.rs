//! What a condition of a choice looks like.

use std::ops::Range;

use crate::operator::Comparison;
use crate::part::{Part, PartKind, Path, PathRoot};
use crate::path::Segment;
use crate::{Json, Note, SyntaxError};

use super::{Root, evaluate, parse};

/// A condition such as `$.status == "done" && $.count > 3`; paths begin at `$`, the step's own mapped input.
///
/// Prefixes (`!`, `-`) bind closest, then all comparisons and `in` from left to right, then `&&`, then `||`.
/// Source: legacy reference 10.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    text: String,
    pub(super) term: Term,
}

/// A part of a condition, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) node: Node,
    pub(super) at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Constant(Json),
    /// Begins at `$`.
    Path(Vec<Segment>),
    /// What stands between parentheses.
    Group(Box<Term>),
    Array(Vec<Term>),
    Not(Box<Term>),
    Negate(Box<Term>),
    /// The first operand, then each operator with the operand on its right; from left to right.
    Compare(Box<Term>, Vec<(Comparison, Term)>),
    All(Vec<Term>),
    Any(Vec<Term>),
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// Says which part is not understood and, if known, what to write instead.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Ok(Self { term: parse::parse(text)?, text: text.to_owned() })
    }

    /// Gives the text that was read; notes point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lists the parts; paths, operators, constants and arrays.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        self.list(&self.term, &mut parts);
        parts
    }

    fn list<'a>(&'a self, term: &'a Term, parts: &mut Vec<Part<'a>>) {
        let mut add = |kind| parts.push(Part { at: term.at.clone(), calls_around: 0, kind });
        let mut add_operators = |symbol: &'static str, operands: &[Term]| {
            for pair in operands.windows(2) {
                add(PartKind::Operator { symbol, symbol_at: self.between(&pair[0], &pair[1]) });
            }
        };
        match &term.node {
            Node::Group(inner) => self.list(inner, parts),
            Node::Constant(value) => add(PartKind::Constant(value)),
            Node::Path(segments) => {
                let root_at = term.at.start..term.at.start + 1;
                add(PartKind::Path(Path { root: PathRoot::Legacy(Root::Own), root_at, segments }));
            }
            Node::Array(items) => {
                add(PartKind::Array);
                items.iter().for_each(|item| self.list(item, parts));
            }
            Node::Not(operand) | Node::Negate(operand) => {
                let symbol = if matches!(term.node, Node::Not(_)) { "!" } else { "-" };
                add(PartKind::Operator { symbol, symbol_at: term.at.start..term.at.start + 1 });
                self.list(operand, parts);
            }
            Node::Compare(first, rest) => {
                let mut left = &**first;
                for (operator, right) in rest {
                    add(PartKind::Operator { symbol: operator.symbol(), symbol_at: self.between(left, right) });
                    left = right;
                }
                self.list(first, parts);
                rest.iter().for_each(|(_, operand)| self.list(operand, parts));
            }
            Node::All(terms) => {
                add_operators("&&", terms);
                terms.iter().for_each(|operand| self.list(operand, parts));
            }
            Node::Any(terms) => {
                add_operators("||", terms);
                terms.iter().for_each(|operand| self.list(operand, parts));
            }
        }
    }

    /// The bytes of the operator between two operands.
    fn between(&self, left: &Term, right: &Term) -> Range<usize> {
        crate::operator::between(&self.text, &left.at, &right.at)
    }

    /// Says whether the condition holds for a step's mapped input; never fails.
    ///
    /// A missing path is `null`. What cannot be evaluated, or is no truth value in the end, counts as false, with a
    /// note. Source: legacy reference 10.1, A3.
    pub fn evaluate(&self, own: &Json, notes: &mut Vec<Note>) -> bool {
        evaluate::truth_of(&self.term, own).unwrap_or_else(|failure| {
            let condition = crate::error::shortened(self.text.trim());
            let message = format!("The condition `{condition}` counts as false: {}", failure.message);
            notes.push(Note { at: failure.at, message });
            false
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_their_places() {
        fn check(text: &str, expected: &[(&str, &str, &str)]) {
            let condition = Condition::parse(text).unwrap();
            let shown: Vec<_> = condition
                .parts()
                .into_iter()
                .map(|part| {
                    let (kind, inner) = match part.kind {
                        PartKind::Constant(value) => (value.kind(), part.at.clone()),
                        PartKind::Path(path) => (path.root.text().unwrap_or_default(), path.root_at),
                        PartKind::Array => ("[]", part.at.start..part.at.start + 1),
                        PartKind::Operator { symbol, symbol_at } => (symbol, symbol_at),
                        PartKind::Call(_) | PartKind::Object => unreachable!("conditions have none"),
                    };
                    (kind, &text[inner], &text[part.at])
                })
                .collect();
            assert_eq!(shown, expected, "{text}");
        }
        check("$.a.b", &[("$", "$", "$.a.b")]);
        check(
            " ( $.a<=1 )&&!(\"x\"in[true]) ",
            &[
                ("&&", "&&", "( $.a<=1 )&&!(\"x\"in[true])"),
                ("<=", "<=", "$.a<=1"),
                ("$", "$", "$.a"),
                ("number", "1", "1"),
                ("!", "!", "!(\"x\"in[true])"),
                ("in", "in", "\"x\"in[true]"),
                ("string", "\"x\"", "\"x\""),
                ("[]", "[", "[true]"),
                ("boolean", "true", "true"),
            ],
        );
        check(
            "1 == 2 != -(3) || 4 || 5",
            &[
                ("||", "||", "1 == 2 != -(3) || 4 || 5"),
                ("||", "||", "1 == 2 != -(3) || 4 || 5"),
                ("==", "==", "1 == 2 != -(3)"),
                ("!=", "!=", "1 == 2 != -(3)"),
                ("number", "1", "1"),
                ("number", "2", "2"),
                ("-", "-", "-(3)"),
                ("number", "3", "3"),
                ("number", "4", "4"),
                ("number", "5", "5"),
            ],
        );
    }
}
