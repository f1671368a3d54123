//! What a condition of a choice looks like.

use std::ops::Range;

use crate::operator::Comparison;
use crate::path::{Segment, read_segments};
use crate::scan::{Scanner, is_word};
use crate::{Json, Note, SyntaxError};

use super::evaluate;

/// A condition such as `$.status == "done" && $.count > 3`; paths begin at `$`, the step's own mapped input.
///
/// Prefixes (`!`, `-`) bind closest, then all comparisons and `in` from left to right, then `&&`, then `||`.
/// Source: legacy reference 10.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    text: String,
    term: Term,
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
    Path(Vec<Segment>),
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
        let mut scanner = Scanner::new(text);
        scanner.skip_blanks();
        if scanner.peek().is_none() {
            return Err(scanner.error(0..text.len(), "The condition is empty; write one such as $.done == true."));
        }
        let term = any(&mut scanner)?;
        scanner.skip_blanks();
        match scanner.peek() {
            None => Ok(Self { text: text.to_owned(), term }),
            Some(_) => Err(unexpected(&scanner, "This is not expected here; write && or || between two conditions.")),
        }
    }

    /// Gives the text that was read; notes point into it.
    pub fn text(&self) -> &str {
        &self.text
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

fn any(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    joined(scanner, "||", all, Node::Any)
}

fn all(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    joined(scanner, "&&", comparison, Node::All)
}

fn joined(
    scanner: &mut Scanner<'_>,
    operator: &str,
    operand: fn(&mut Scanner<'_>) -> Result<Term, SyntaxError>,
    node: fn(Vec<Term>) -> Node,
) -> Result<Term, SyntaxError> {
    let first = operand(scanner)?;
    let start = first.at.start;
    let mut terms = vec![first];
    loop {
        scanner.skip_blanks();
        if !scanner.take(operator) {
            break;
        }
        terms.push(operand(scanner)?);
    }
    let end = terms.last().map_or(start, |term| term.at.end);
    Ok(match terms.pop() {
        Some(only) if terms.is_empty() => only,
        last => {
            terms.extend(last);
            Term { node: node(terms), at: start..end }
        }
    })
}

fn comparison(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    let first = unary(scanner)?;
    let mut rest = Vec::new();
    while let Some(operator) = Comparison::take(scanner) {
        rest.push((operator, unary(scanner)?));
    }
    Ok(match rest.last() {
        None => first,
        Some((_, last)) => {
            let at = first.at.start..last.at.end;
            Term { node: Node::Compare(Box::new(first), rest), at }
        }
    })
}

fn unary(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    scanner.skip_blanks();
    let start = scanner.at();
    let node: fn(Box<Term>) -> Node = if scanner.take("!") {
        Node::Not
    } else if scanner.take("-") {
        Node::Negate
    } else {
        return primary(scanner);
    };
    scanner.enter()?;
    let operand = unary(scanner)?;
    scanner.leave();
    let at = start..operand.at.end;
    Ok(Term { node: node(Box::new(operand)), at })
}

fn primary(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    let start = scanner.at();
    let node = match scanner.peek() {
        Some('"' | '`') => Node::Constant(scanner.string()?.into()),
        Some(digit) if digit.is_ascii_digit() => Node::Constant(scanner.number()?.into()),
        Some('$') => path(scanner)?,
        Some('(') => return parenthesized(scanner),
        Some('[') => array(scanner)?,
        Some(_) if scanner.take_word("true") => Node::Constant(true.into()),
        Some(_) if scanner.take_word("false") => Node::Constant(false.into()),
        _ => return Err(unexpected(scanner, "A value is missing here; write a path such as $.name, or a constant.")),
    };
    Ok(Term { node, at: start..scanner.at() })
}

fn path(scanner: &mut Scanner<'_>) -> Result<Node, SyntaxError> {
    let start = scanner.at();
    scanner.take("$");
    let name = scanner.take_while(is_word);
    if !name.is_empty() {
        let message = format!("`${name}` is not known in a condition; write $.name for a member of the step's input.");
        return Err(scanner.error_from(start, message));
    }
    read_segments(scanner, is_word).map(Node::Path)
}

fn parenthesized(scanner: &mut Scanner<'_>) -> Result<Term, SyntaxError> {
    let start = scanner.at();
    scanner.enter()?;
    scanner.take("(");
    let inner = any(scanner)?;
    scanner.skip_blanks();
    if !scanner.take(")") {
        return Err(unclosed(scanner, start, ')'));
    }
    scanner.leave();
    Ok(Term { node: inner.node, at: start..scanner.at() })
}

fn array(scanner: &mut Scanner<'_>) -> Result<Node, SyntaxError> {
    let start = scanner.at();
    scanner.enter()?;
    scanner.take("[");
    let mut items = Vec::new();
    scanner.skip_blanks();
    if !scanner.take("]") {
        loop {
            items.push(any(scanner)?);
            scanner.skip_blanks();
            if scanner.take("]") {
                break;
            }
            if !scanner.take(",") {
                return Err(unclosed(scanner, start, ']'));
            }
        }
    }
    scanner.leave();
    Ok(Node::Array(items))
}

/// An error about a closing sign that should come next, or about what stands in its place.
fn unclosed(scanner: &Scanner<'_>, start: usize, close: char) -> SyntaxError {
    match scanner.peek() {
        None => scanner.error(start..start + 1, format!("This is not closed; write {close} where it ends.")),
        Some(_) => unexpected(scanner, &format!("This is not expected here; write an operator or {close} before it.")),
    }
}

/// An error about what comes next, with advice where the intention is clear.
fn unexpected(scanner: &Scanner<'_>, otherwise: &str) -> SyntaxError {
    let message = match scanner.next_piece() {
        "'" => "Text stands between double quotes or backquotes here; write \"text\".",
        "=" => "There is no single =; write == to compare.",
        "&" => "There is no single &; write && for and.",
        "|" => "There is no single |; write || for or.",
        "and" => "There is no `and`; write &&.",
        "or" => "There is no `or`; write ||.",
        "not" => "There is no `not`; write ! before the value.",
        "True" | "TRUE" => "Truth values are written in small letters; write true.",
        "False" | "FALSE" => "Truth values are written in small letters; write false.",
        "null" | "nil" | "None" => "There is no constant for null; test the key with \"key\" in $.",
        "+" | "-" | "*" | "/" | "%" => "There is no arithmetic in a condition; let a task compute the value.",
        piece if scanner.rest()[piece.len()..].starts_with('(') && piece.chars().all(is_word) => {
            "There are no functions in a condition; let a task compute the value."
        }
        _ => otherwise,
    };
    scanner.error_here(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Random, json};

    #[test]
    fn operators_bind_as_documented() {
        fn check(text: &str, same: &str) {
            fn outline(term: &Term) -> String {
                let list = |terms: &[Term], sign: &str| terms.iter().map(outline).collect::<Vec<_>>().join(sign);
                match &term.node {
                    Node::Constant(value) => value.to_compact(),
                    Node::Path(segments) => format!("${}", segments.len()),
                    Node::Array(items) => format!("[{}]", list(items, ",")),
                    Node::Not(inner) => format!("!{}", outline(inner)),
                    Node::Negate(inner) => format!("-{}", outline(inner)),
                    Node::Compare(first, rest) => rest.iter().fold(outline(first), |left, (operator, right)| {
                        format!("({left}{}{})", operator.symbol(), outline(right))
                    }),
                    Node::All(terms) => format!("({})", list(terms, "&")),
                    Node::Any(terms) => format!("({})", list(terms, "|")),
                }
            }
            assert_eq!(outline(&Condition::parse(text).unwrap().term), same, "{text}");
        }
        check("1 || 2 && 3 == 4", "(1|(2&(3==4)))");
        check("1&&2||3&&4", "((1&2)|(3&4))");
        check("(1 || 2) && 3", "((1|2)&3)");
        check("1 == 2 == 3", "((1==2)==3)");
        check("1 < 2 in [3]", "((1<2)in[3])");
        check("!1 == 2", "(!1==2)");
        check("-1 < --2", "(-1<--2)");
        check("!!$.a in $.b", "(!!$1in$1)");
        check("$.a==$.b", "($1==$1)");
        check("$", "$0");
        check("[]", "[]");
        check("[1, 2 || 3, []]", "[1,(2|3),[]]");
        check("((1))", "1");
        check("`a\\` != \"b\"", "(\"a\\\\\"!=\"b\")");
        check("true && false", "(true&false)");
    }

    #[test]
    fn what_is_no_condition_is_pointed_at() {
        fn check(text: &str, at: Range<usize>, part: &str) {
            let error = Condition::parse(text).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
        check("", 0..0, "empty");
        check("  ", 0..2, "empty");
        check("$.a = 1", 4..5, "write ==");
        check("$.a & 1", 4..5, "write &&");
        check("$.a | 1", 4..5, "write ||");
        check("$.a and $.b", 4..7, "write &&");
        check("not $.a", 0..3, "write !");
        check("$.a == 'x'", 7..8, "double quotes");
        check("$.a + 1 > 2", 4..5, "arithmetic");
        check("$.a - 1 > 2", 4..5, "arithmetic");
        check("$.a-b", 3..4, "arithmetic");
        check("$.a == null", 7..11, "null");
        check("$.a == True", 7..11, "small letters");
        check("length($.a) > 1", 0..6, "functions");
        check("$input.a", 0..6, "not known in a condition");
        check("$.a ==", 6..6, "missing");
        check("$.a == \"x", 7..9, "not closed");
        check("($.a", 0..1, "write )");
        check("[1, 2", 0..1, "write ]");
        check("[1 2]", 3..4, "expected");
        check("($.a $.b)", 5..6, "before it");
        check("$.a $.b", 4..5, "&& or ||");
        check("$.a)", 3..4, "&& or ||");
        check("$.a == 1x", 7..9, "number");
        check("trueish", 0..7, "value is missing");
    }

    #[test]
    fn nesting_is_bounded_and_length_is_not() {
        for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", "")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(Condition::parse(&nested(64)).is_ok(), "{open}");
            let error = Condition::parse(&nested(65)).unwrap_err();
            assert!(error.message.contains("64 levels"), "{open}: {error}");
            assert!(Condition::parse(&nested(1_000_000)).is_err(), "{open}");
        }
        for operator in ["&&", "||", "==", "in"] {
            let long = format!("{}1", format!("1 {operator} ").repeat(100_000));
            Condition::parse(&long).unwrap().evaluate(&json!({}), &mut Vec::new());
        }
    }

    #[test]
    fn no_text_makes_the_reader_or_the_evaluation_panic() {
        const PIECES: [&str; 36] = [
            "$", ".", "a", "_b", "[", "]", "*", "0", "1.5", "\"", "x", "`", "'", "(", ")", "!", "-", "==", "!=", "<",
            ">=", "in", "&&", "||", ",", " ", "true", "false", "中", "\\", "\\u12", "$.a", "$.b[0]", "\"s\"", "1e9",
            "\n",
        ];
        let own = json!({"a": {"b": [1, "x"]}, "b": [1, null], "x": "1"});
        let mut random = Random::new(11);
        for _ in 0..20_000 {
            let length = 1 + random.below(10);
            let text: String = (0..length).map(|_| PIECES[random.below(PIECES.len() as u64) as usize]).collect();
            let mut notes = Vec::new();
            match Condition::parse(&text) {
                Ok(condition) => {
                    condition.evaluate(&own, &mut notes);
                    assert!(notes.iter().all(|note| text.get(note.at.clone()).is_some()), "{text:?}: {notes:?}");
                }
                Err(error) => assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}"),
            }
            if let Err(error) = super::super::Reference::parse(&text) {
                assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
            }
        }
    }
}
