//! How the text of a condition becomes its parts.

use crate::operator::Comparison;
use crate::path::read_segments;
use crate::scan::{Scanner, is_name_start, is_word};
use crate::unexpected::explained;
use crate::{SyntaxError, SyntaxProblem};

use super::condition::{Node, Term};

/// Reads a condition from the whole text.
///
/// # Errors
/// Says which part is not understood and, if known, what to write instead.
pub(super) fn parse(text: &str) -> Result<Term, SyntaxError> {
    let mut scanner = Scanner::new(text);
    scanner.skip_blanks();
    if scanner.peek().is_none() {
        return Err(scanner.error(0..text.len(), SyntaxProblem::EmptyCondition));
    }
    let term = any(&mut scanner)?;
    scanner.skip_blanks();
    match scanner.peek() {
        None => Ok(term),
        Some(_) => Err(unexpected(&scanner, SyntaxProblem::AfterCondition)),
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
        Some('(') => group(scanner)?,
        Some('[') => array(scanner)?,
        Some(_) if scanner.take_word("true") => Node::Constant(true.into()),
        Some(_) if scanner.take_word("false") => Node::Constant(false.into()),
        Some(first) if is_name_start(first) => {
            let name = scanner.next_piece().to_owned();
            return Err(unexpected(scanner, SyntaxProblem::UnknownWord { name, member_of: "$." }));
        }
        _ => return Err(unexpected(scanner, SyntaxProblem::MissingValue { example: "$.name" })),
    };
    Ok(Term { node, at: start..scanner.at() })
}

fn path(scanner: &mut Scanner<'_>) -> Result<Node, SyntaxError> {
    let start = scanner.at();
    scanner.take("$");
    if !scanner.take_while(is_word).is_empty() {
        let name = scanner.text_from(start).to_owned();
        return Err(scanner.error_from(start, SyntaxProblem::NamedRootInCondition { name }));
    }
    read_segments(scanner, is_word).map(Node::Path)
}

fn group(scanner: &mut Scanner<'_>) -> Result<Node, SyntaxError> {
    let start = scanner.at();
    scanner.enter()?;
    scanner.take("(");
    let inner = any(scanner)?;
    scanner.skip_blanks();
    if !scanner.take(")") {
        return Err(unclosed(scanner, start, ')'));
    }
    scanner.leave();
    Ok(Node::Group(Box::new(inner)))
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
    scanner.unclosed(start, close, meant(scanner).unwrap_or(SyntaxProblem::UnexpectedBefore { close }))
}

/// An error about what comes next, with advice where the intention is clear.
fn unexpected(scanner: &Scanner<'_>, otherwise: SyntaxProblem) -> SyntaxError {
    scanner.error_here(meant(scanner).unwrap_or(otherwise))
}

/// What was probably meant by what comes next.
fn meant(scanner: &Scanner<'_>) -> Option<SyntaxProblem> {
    let piece = scanner.next_piece();
    let behind = &scanner.rest()[piece.len()..];
    match piece {
        "'" => Some(SyntaxProblem::SingleQuoted),
        "null" | "Null" | "NULL" | "nil" | "None" => Some(SyntaxProblem::NullInCondition),
        "-" if scanner.before().ends_with(is_word) && behind.starts_with(is_name_start) => {
            Some(SyntaxProblem::HyphenInMember)
        }
        "+" | "-" | "*" | "/" | "%" => Some(SyntaxProblem::ArithmeticInCondition),
        _ => explained(scanner).or_else(|| {
            (piece.starts_with(is_name_start) && behind.starts_with('(')).then_some(SyntaxProblem::CallInCondition)
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::json;
    use crate::legacy::Condition;

    #[test]
    fn operators_bind_as_documented() {
        fn check(text: &str, same: &str) {
            fn outline(term: &Term) -> String {
                let list = |terms: &[Term], sign: &str| terms.iter().map(outline).collect::<Vec<_>>().join(sign);
                match &term.node {
                    Node::Constant(value) => value.to_compact(),
                    Node::Path(segments) => format!("${}", segments.len()),
                    Node::Group(inner) => outline(inner),
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
            assert_eq!(outline(&parse(text).unwrap()), same, "{text}");
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
        use SyntaxProblem as P;
        fn check(text: &str, at: Range<usize>, problem: P) {
            assert_eq!(Condition::parse(text), Err(SyntaxError { at, problem }), "{text}");
        }
        let operator = |written, instead| P::NoSuchOperator { written, instead };
        let value = || P::MissingValue { example: "$.name" };
        let word = |name: &str| P::UnknownWord { name: name.to_owned(), member_of: "$." };
        check("", 0..0, P::EmptyCondition);
        check("  ", 0..2, P::EmptyCondition);
        check("$.a = 1", 4..5, operator("=", "== to compare"));
        check("$.a === 1", 6..7, operator("===", "=="));
        check("$.a !== 1", 6..7, operator("!==", "!="));
        check("$.a <> 1", 5..6, operator("<>", "!="));
        check("$.a & 1", 4..5, operator("&", "&&"));
        check("$.a | 1", 4..5, operator("|", "||"));
        check("$.a and $.b", 4..7, operator("and", "&&"));
        check("($.a or $.b)", 5..7, operator("or", "||"));
        check("not $.a", 0..3, operator("not", "! before the value"));
        check("$.a == 'x'", 7..8, P::SingleQuoted);
        check("$.a ＝＝ 1", 4..7, P::FullWidth { written: '＝', instead: '=' });
        check("$.a == “x”", 7..10, P::FullWidth { written: '“', instead: '"' });
        check("$.a + 1 > 2", 4..5, P::ArithmeticInCondition);
        check("$.a - 1 > 2", 4..5, P::ArithmeticInCondition);
        check("$.a-1 > 2", 3..4, P::ArithmeticInCondition);
        check("$.a-b", 3..4, P::HyphenInMember);
        check("$.a == null", 7..11, P::NullInCondition);
        check("$.a == True", 7..11, P::Capitals { instead: "true" });
        check("length($.a) > 1", 0..6, P::CallInCondition);
        check("$input.a", 0..6, P::NamedRootInCondition { name: "$input".to_owned() });
        check("$.a ==", 6..6, value());
        check("$.a == )", 7..8, value());
        check("$.a == \"x", 7..8, P::UnclosedString { quote: '"' });
        check("($.a", 0..1, P::Unclosed { close: ')' });
        check("[1, 2", 0..1, P::Unclosed { close: ']' });
        check("[1 2]", 3..4, P::UnexpectedBefore { close: ']' });
        check("($.a $.b)", 5..6, P::UnexpectedBefore { close: ')' });
        check("$.a $.b", 4..5, P::AfterCondition);
        check("$.a)", 3..4, P::AfterCondition);
        check("$.a == 1x", 7..9, P::BadNumber);
        check("trueish", 0..7, word("trueish"));
        check("$.a == done", 7..11, word("done"));
    }

    #[test]
    fn nesting_is_bounded_and_length_is_not() {
        for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", "")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(Condition::parse(&nested(64)).is_ok(), "{open}");
            let error = Condition::parse(&nested(65)).unwrap_err();
            assert_eq!(error.problem, SyntaxProblem::TooDeep { most: 64 }, "{open}");
            assert!(Condition::parse(&nested(1_000_000)).is_err(), "{open}");
        }
        for operator in ["&&", "||", "==", "in"] {
            let long = format!("{}1", format!("1 {operator} ").repeat(100_000));
            Condition::parse(&long).unwrap().evaluate(&json!({}), &mut Vec::new());
        }
    }
}
