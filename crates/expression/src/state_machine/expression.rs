//! What an expression consists of, and what can be asked about it without evaluating it.

use std::ops::Range;
use std::sync::Arc;

use crate::operator::Comparison;
use crate::path::{Segment, Step};
use crate::{Json, SyntaxError};

use super::{Signature, Variable, parse};

/// A checked expression such as `$Input.order.id`, `length($Input.rows) > 3` or `format("{}!", $Input.name)`.
///
/// Prefixes (`!`, `-`) bind closest, then one comparison or `in`, then `&&`, then `||`. Every function that is called
/// exists and has as many arguments as it takes. Source: state machine reference 4.1, CHOICE 34 to 38.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub(super) text: Arc<str>,
    pub(super) term: Term,
}

/// A path that an expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathUse {
    /// Where the path begins.
    pub variable: Variable,
    /// The members it goes through; an index stands as its digits.
    pub keys: Vec<String>,
    /// Bytes in the text of the expression.
    pub at: Range<usize>,
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
    /// Segments are keys and indexes only.
    Path(Variable, Vec<Segment>),
    Call(&'static Signature, Vec<Term>),
    Array(Vec<Term>),
    Object(Vec<(Arc<str>, Term)>),
    Not(Box<Term>),
    Negate(Box<Term>),
    Compare(Comparison, Box<[Term; 2]>),
    All(Vec<Term>),
    Any(Vec<Term>),
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says which part is not understood and, if known, what to write instead; also for unknown functions, a wrong
    /// number of arguments, and calls inside each other deeper than 10 levels.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Ok(Self { term: parse::parse(text)?, text: text.into() })
    }

    /// Gives the text that was read; notes point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lists the paths it reads, in the order of the text.
    pub fn paths(&self) -> Vec<PathUse> {
        let mut found = Vec::new();
        self.term.visit(&mut |term| {
            if let Node::Path(variable, segments) = &term.node {
                let keys = segments.iter().filter_map(|segment| match &segment.step {
                    Step::Key(key) => Some(key.to_string()),
                    Step::Index(index) => Some(index.to_string()),
                    Step::All => None,
                });
                found.push(PathUse { variable: *variable, keys: keys.collect(), at: term.at.clone() });
            }
        });
        found
    }

    /// Lists the calls in the order of the text: the function's name, the number of arguments, the bytes of the call.
    pub fn calls(&self) -> Vec<(&'static str, usize, Range<usize>)> {
        let mut found = Vec::new();
        self.term.visit(&mut |term| {
            if let Node::Call(signature, arguments) = &term.node {
                found.push((signature.name, arguments.len(), term.at.clone()));
            }
        });
        found
    }

    /// Lists the operations in the order of the text: the operator, and the bytes of it with its operands.
    ///
    /// Operators are documented for conditions only. Source: state machine reference, CHOICE 37.
    pub fn operators(&self) -> Vec<(&'static str, Range<usize>)> {
        let mut found = Vec::new();
        self.term.visit(&mut |term| {
            let symbol = match &term.node {
                Node::Not(_) => "!",
                Node::Negate(_) => "-",
                Node::Compare(operator, _) => operator.symbol(),
                Node::All(_) => "&&",
                Node::Any(_) => "||",
                Node::Constant(_) | Node::Path(..) | Node::Call(..) | Node::Array(_) | Node::Object(_) => return,
            };
            found.push((symbol, term.at.clone()));
        });
        found
    }

    /// Counts how deep calls lie inside each other: 0 without a call, 2 for `length(split(…))`; at most 10.
    pub fn nesting(&self) -> usize {
        self.term.nesting()
    }
}

impl Term {
    fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        for part in self.parts() {
            part.visit(see);
        }
    }

    fn nesting(&self) -> usize {
        let inner = self.parts().into_iter().map(Self::nesting).max().unwrap_or(0);
        inner + usize::from(matches!(self.node, Node::Call(..)))
    }

    fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Constant(_) | Node::Path(..) => Vec::new(),
            Node::Call(_, terms) | Node::Array(terms) | Node::All(terms) | Node::Any(terms) => terms.iter().collect(),
            Node::Object(members) => members.iter().map(|(_, value)| value).collect(),
            Node::Not(inner) | Node::Negate(inner) => vec![inner],
            Node::Compare(_, operands) => operands.iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Expression {
        Expression::parse(text).unwrap()
    }

    #[test]
    fn paths_are_listed_with_their_places() {
        fn check(text: &str, expected: &[(Variable, &[&str], Range<usize>)]) {
            let found = expression(text).paths();
            let found: Vec<_> = found.iter().map(|path| (path.variable, path.keys.clone(), path.at.clone())).collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(variable, keys, at)| (*variable, keys.iter().map(ToString::to_string).collect(), at.clone()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        check("1", &[]);
        check("$Input", &[(Variable::Input, &[], 0..6)]);
        check(" $Output.a[0]['b c'] ", &[(Variable::Output, &["a", "0", "b c"], 1..20)]);
        check(
            "!($Global.x in [$Item, {\"k\": $Context.Current.Name}]) || length($Input.y) == -$Input.z",
            &[
                (Variable::Global, &["x"], 2..11),
                (Variable::Item, &[], 16..21),
                (Variable::Context, &["Current", "Name"], 29..50),
                (Variable::Input, &["y"], 64..72),
                (Variable::Input, &["z"], 78..86),
            ],
        );
    }

    #[test]
    fn calls_and_operators_are_listed() {
        let text = r#"length(split($Input.a, ",")) > 1 && !arrayContains([uuid()], "x")"#;
        let found = expression(text);
        let calls = [("length", 1, 0..28), ("split", 2, 7..27), ("arrayContains", 2, 37..65), ("uuid", 0, 52..58)];
        assert_eq!(found.calls(), calls);
        assert_eq!(found.operators(), [("&&", 0..65), (">", 0..32), ("!", 36..65)]);
        assert_eq!(found.text(), text);
        // Blanks around an operand do not belong to the operation.
        assert_eq!(expression(" true && -1 \n").operators(), [("&&", 1..11), ("-", 9..11)]);
        assert_eq!(expression(" !true ").operators(), [("!", 1..6)]);
    }

    #[test]
    fn nesting_counts_calls_inside_calls() {
        fn check(text: &str, expected: usize) {
            assert_eq!(expression(text).nesting(), expected, "{text}");
        }
        check("$Input.a", 0);
        check("[[1]]", 0);
        check("uuid()", 1);
        check("length(split(format(\"a\"), uuid()))", 3);
        check("toArray([toArray()], toArray(toArray(1)))", 3);
        check("length([1]) == length(toArray(2))", 2);
    }
}
