//! How the text of an expression becomes its parts.

use std::sync::Arc;

use crate::operator::Comparison;
use crate::path::{Step, read_segments};
use crate::scan::{Scanner, is_name_start, is_word};
use crate::unexpected::{explained, explained_word};
use crate::{SyntaxError, SyntaxProblem};

use super::Variable;
use super::advice::{unknown_function, unknown_variable, unknown_word};
use super::expression::{Callee, Node, Term};
use super::fault::{Fault, FaultKind};
use super::signature::function;

/// How deep calls may lie inside each other. Source: state machine reference 3.3.
const DEEPEST_CALL: usize = 10;

/// Reads an expression from the whole text, and lists what keeps it from having a value.
///
/// # Errors
/// Says which part is not understood and, if known, what to write instead.
pub(super) fn parse(text: &str) -> Result<(Term, Vec<Fault>), SyntaxError> {
    let mut parser = Parser { scanner: Scanner::new(text), calls: 0, faults: Vec::new() };
    parser.scanner.skip_blanks();
    if parser.scanner.peek().is_none() {
        return Err(parser.scanner.error(0..text.len(), SyntaxProblem::EmptyExpression));
    }
    let term = parser.any()?;
    parser.scanner.skip_blanks();
    match parser.scanner.peek() {
        None => Ok((term, parser.faults)),
        Some(_) => Err(parser.unexpected(SyntaxProblem::AfterExpression)),
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    /// How many calls the current place lies in.
    calls: usize,
    faults: Vec<Fault>,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Term, SyntaxError> {
        self.joined("||", Self::all, Node::Any)
    }

    fn all(&mut self) -> Result<Term, SyntaxError> {
        self.joined("&&", Self::comparison, Node::All)
    }

    fn joined(
        &mut self,
        operator: &str,
        operand: fn(&mut Self) -> Result<Term, SyntaxError>,
        node: fn(Vec<Term>) -> Node,
    ) -> Result<Term, SyntaxError> {
        let first = operand(self)?;
        let (start, mut end) = (first.at.start, first.at.end);
        let mut others = Vec::new();
        loop {
            self.scanner.skip_blanks();
            if !self.scanner.take(operator) {
                break;
            }
            let next = operand(self)?;
            end = next.at.end;
            others.push(next);
        }
        if others.is_empty() {
            return Ok(first);
        }
        others.insert(0, first);
        Ok(Term { node: node(others), at: start..end })
    }

    fn comparison(&mut self) -> Result<Term, SyntaxError> {
        let left = self.unary()?;
        let Some(operator) = Comparison::take(&mut self.scanner) else { return Ok(left) };
        let right = self.unary()?;
        let at = left.at.start..right.at.end;
        self.scanner.skip_blanks();
        let start = self.scanner.at();
        if Comparison::take(&mut self.scanner).is_some() {
            return Err(self.scanner.error_from(start, SyntaxProblem::ChainedComparison));
        }
        Ok(Term { node: Node::Compare(operator, Box::new([left, right])), at })
    }

    fn unary(&mut self) -> Result<Term, SyntaxError> {
        self.scanner.skip_blanks();
        let start = self.scanner.at();
        let node: fn(Box<Term>) -> Node = if self.scanner.take("!") {
            Node::Not
        } else if self.scanner.take("-") {
            Node::Negate
        } else {
            return self.primary();
        };
        self.scanner.enter()?;
        let operand = self.unary()?;
        self.scanner.leave();
        let at = start..operand.at.end;
        Ok(Term { node: node(Box::new(operand)), at })
    }

    fn primary(&mut self) -> Result<Term, SyntaxError> {
        let start = self.scanner.at();
        let node = match self.scanner.peek() {
            Some('"' | '\'' | '`') => Node::Constant(self.scanner.string()?.into()),
            Some(digit) if digit.is_ascii_digit() => Node::Constant(self.scanner.number()?.into()),
            Some('$') => self.path()?,
            Some('(') => self.group()?,
            Some('[') => self.array()?,
            Some('{') => self.object()?,
            Some(first) if is_name_start(first) => self.word()?,
            _ => return Err(self.unexpected(SyntaxProblem::MissingValue { example: "$Input.name" })),
        };
        Ok(Term { node, at: start..self.scanner.at() })
    }

    fn path(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.take("$");
        self.scanner.take_while(is_word);
        let root_at = start..self.scanner.at();
        let name = self.scanner.text_from(start);
        let variable = Variable::EVERY.into_iter().find(|variable| variable.text() == name);
        if variable.is_none() {
            match self.scanner.peek() {
                Some('$') if name == "$" => {
                    self.scanner.take("$");
                    return Err(self.scanner.error_from(start, SyntaxProblem::DoubleDollar));
                }
                Some('.' | '[') | None => {}
                Some(_) if name == "$" => return Err(self.scanner.error_from(start, SyntaxProblem::LoneDollar)),
                Some(_) => {}
            }
            self.faults.push(Fault { at: root_at.clone(), kind: unknown_variable(name) });
        }
        let segments = read_segments(&mut self.scanner, |c| is_word(c) || c == '-')?;
        let wildcards = segments.iter().filter(|segment| segment.step == Step::All);
        self.faults.extend(wildcards.map(|segment| Fault { at: segment.at.clone(), kind: FaultKind::Wildcard }));
        Ok(Node::Path { variable, root_at, segments })
    }

    /// Reads what begins with a letter: a constant or a call.
    fn word(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        let name = self.scanner.take_while(|c| is_word(c) || c == '.');
        if self.scanner.rest().trim_start().starts_with('(') && explained_word(name).is_none() {
            let name_end = self.scanner.at();
            self.scanner.skip_blanks();
            return self.call(start, name, name_end);
        }
        if self.scanner.peek() == Some('（') {
            return Err(self.unexpected(SyntaxProblem::AfterExpression));
        }
        match name {
            "true" => Ok(Node::Constant(true.into())),
            "false" => Ok(Node::Constant(false.into())),
            "null" => Ok(Node::Constant(crate::Json::Null)),
            _ => {
                let problem = explained_word(name).unwrap_or_else(|| unknown_word(name));
                Err(self.scanner.error_from(start, problem))
            }
        }
    }

    fn call(&mut self, start: usize, name: &str, name_end: usize) -> Result<Node, SyntaxError> {
        let name_at = start..name_end;
        self.calls += 1;
        if self.calls == DEEPEST_CALL + 1 {
            self.faults.push(Fault { at: name_at.clone(), kind: FaultKind::DeepCalls { most: DEEPEST_CALL } });
        }
        let place = self.faults.len();
        let arguments = self.list("(", ')')?;
        self.calls -= 1;
        let given = arguments.len();
        let (callee, fault) = match function(name) {
            None => (Callee::Unknown(name.into()), Some((name_at, unknown_function(name)))),
            Some(function) if function.takes(given) => (Callee::Known(function), None),
            Some(function) => {
                let surplus = function.most.and_then(|most| arguments.get(most)).zip(arguments.last());
                let at = surplus.map_or(name_at, |(first, last)| first.at.start..last.at.end);
                (Callee::Known(function), Some((at, FaultKind::WrongArity { function, given })))
            }
        };
        if let Some((at, kind)) = fault {
            self.faults.insert(place, Fault { at, kind });
        }
        Ok(Node::Call(callee, arguments))
    }

    fn group(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.enter()?;
        self.scanner.take("(");
        let inner = self.any()?;
        self.scanner.skip_blanks();
        if !self.scanner.take(")") {
            return Err(self.unclosed(start, ')'));
        }
        self.scanner.leave();
        Ok(Node::Group(Box::new(inner)))
    }

    fn array(&mut self) -> Result<Node, SyntaxError> {
        self.list("[", ']').map(Node::Array)
    }

    /// Reads values with commas between them; the opening sign comes next.
    fn list(&mut self, open: &str, close: char) -> Result<Vec<Term>, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.enter()?;
        self.scanner.take(open);
        let mut items = Vec::new();
        while self.goes_on(start, close, items.is_empty())? {
            items.push(self.any()?);
        }
        self.scanner.leave();
        Ok(items)
    }

    fn object(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.enter()?;
        self.scanner.take("{");
        let mut members: Vec<(Arc<str>, Term)> = Vec::new();
        while self.goes_on(start, '}', members.is_empty())? {
            self.scanner.skip_blanks();
            if !matches!(self.scanner.peek(), Some('"' | '\'' | '`')) {
                return Err(self.unexpected(SyntaxProblem::MissingKey));
            }
            let key = self.scanner.string()?;
            self.scanner.skip_blanks();
            if !self.scanner.take(":") {
                return Err(self.unexpected(SyntaxProblem::MissingColon));
            }
            members.push((key.into(), self.any()?));
        }
        self.scanner.leave();
        Ok(Node::Object(members))
    }

    /// Takes the sign that closes what began at `start`, or the comma before the next part.
    fn goes_on(&mut self, start: usize, close: char, first: bool) -> Result<bool, SyntaxError> {
        self.scanner.skip_blanks();
        if self.scanner.take(close.encode_utf8(&mut [0; 4])) {
            return Ok(false);
        }
        if first || self.scanner.take(",") { Ok(true) } else { Err(self.unclosed(start, close)) }
    }

    /// An error about a closing sign that should come next, or about what stands in its place.
    fn unclosed(&self, start: usize, close: char) -> SyntaxError {
        self.scanner.unclosed(start, close, self.meant().unwrap_or(SyntaxProblem::UnexpectedBefore { close }))
    }

    /// An error about what comes next, with advice where the intention is clear.
    fn unexpected(&self, otherwise: SyntaxProblem) -> SyntaxError {
        self.scanner.error_here(self.meant().unwrap_or(otherwise))
    }

    /// What was probably meant by what comes next.
    fn meant(&self) -> Option<SyntaxProblem> {
        match self.scanner.next_piece() {
            "=" if self.scanner.rest().starts_with("=~") => Some(SyntaxProblem::NoMatchOperator),
            "~" => Some(SyntaxProblem::NoMatchOperator),
            "+" => Some(SyntaxProblem::NoAddition),
            "-" => Some(SyntaxProblem::NoSubtraction),
            "*" | "/" | "%" => Some(SyntaxProblem::NoArithmetic),
            _ => explained(&self.scanner),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    #[test]
    fn operators_bind_as_documented() {
        fn outline(term: &Term) -> String {
            let list = |terms: &[Term], sign: &str| terms.iter().map(outline).collect::<Vec<_>>().join(sign);
            match &term.node {
                Node::Constant(value) => value.to_compact(),
                Node::Path { variable, segments, .. } => {
                    format!("{}{}", variable.map_or("?", Variable::text), segments.len())
                }
                Node::Call(Callee::Known(function), arguments) => {
                    format!("{}({})", function.name, list(arguments, ","))
                }
                Node::Call(Callee::Unknown(name), arguments) => format!("?{name}({})", list(arguments, ",")),
                Node::Group(inner) => outline(inner),
                Node::Array(items) => format!("[{}]", list(items, ",")),
                Node::Object(members) => {
                    let members: Vec<_> =
                        members.iter().map(|(key, value)| format!("{key}:{}", outline(value))).collect();
                    format!("{{{}}}", members.join(","))
                }
                Node::Not(inner) => format!("!{}", outline(inner)),
                Node::Negate(inner) => format!("-{}", outline(inner)),
                Node::Compare(operator, operands) => {
                    format!("({}{}{})", outline(&operands[0]), operator.symbol(), outline(&operands[1]))
                }
                Node::All(terms) => format!("({})", list(terms, "&")),
                Node::Any(terms) => format!("({})", list(terms, "|")),
            }
        }
        fn check(text: &str, expected: &str) {
            assert_eq!(outline(&parse(text).unwrap().0), expected, "{text}");
        }
        check("1 || 2 && 3 == 4", "(1|(2&(3==4)))");
        check("1&&2||3&&4||5", "((1&2)|(3&4)|5)");
        check("(1 || 2) && 3", "((1|2)&3)");
        check("!1 == -2", "(!1==-2)");
        check("!(1 == 2)", "!(1==2)");
        check("!--!1", "!--!1");
        check("\"a\"in$Input.x", "(\"a\"in$Input1)");
        check("(1 == 2) == true", "((1==2)==true)");
        check("$Input.a-b.c_d[0][\"e\"]", "$Input4");
        check("$Input.中", "$Input1");
        check("[1, 'x', [], {}]", "[1,\"x\",[],{}]");
        check("{ 'a' : 1 , \"b\": [null] }", "{a:1,b:[null]}");
        check("length ( $Input )", "length($Input0)");
        check("toArray()", "toArray()");
        check("format(`{}`, uuid(), 1 == 2)", "format(\"{}\",uuid(),(1==2))");
        check("\n true \t", "true");
        check("$input.a == frob(uuid(1), $.b)", "(?1==?frob(uuid(1),?1))");
    }

    #[test]
    fn what_is_no_expression_is_pointed_at() {
        use SyntaxProblem as P;
        fn check(text: &str, at: Range<usize>, problem: P) {
            assert_eq!(parse(text), Err(SyntaxError { at, problem }), "{text}");
        }
        let operator = |written, instead| P::NoSuchOperator { written, instead };
        let value = || P::MissingValue { example: "$Input.name" };
        let word = |name: &str| P::UnknownWord { name: name.to_owned(), member_of: "$Input." };
        check("", 0..0, P::EmptyExpression);
        check(" \n", 0..2, P::EmptyExpression);
        check("$ Input", 0..1, P::LoneDollar);
        check("${Input.a}", 0..1, P::LoneDollar);
        check("$$.a", 0..2, P::DoubleDollar);
        check("$Input.a + 1", 9..10, P::NoAddition);
        check("$Input.a * 2", 9..10, P::NoArithmetic);
        check("$Input.a / 2", 9..10, P::NoArithmetic);
        check("$Input.a % 2", 9..10, P::NoArithmetic);
        check("$Input.a - 1", 9..10, P::NoSubtraction);
        check("$Input.a = 1", 9..10, operator("=", "== to compare"));
        check("$Input.a === 1", 11..12, operator("===", "=="));
        check("$Input.a !== 1", 11..12, operator("!==", "!="));
        check("$Input.a <> 1", 10..11, operator("<>", "!="));
        check("$Input.a =~ 'x'", 9..10, P::NoMatchOperator);
        check("true & false", 5..6, operator("&", "&&"));
        check("true | false", 5..6, operator("|", "||"));
        check("true and false", 5..8, operator("and", "&&"));
        check("true && not(false)", 8..11, operator("not", "! before the value"));
        check("length([] or [])", 10..12, operator("or", "||"));
        check("1 < 2 < 3", 6..7, P::ChainedComparison);
        check("1 == 2 in [3]", 7..9, P::ChainedComparison);
        check("length", 0..6, P::MissingArguments { function: function("length").unwrap() });
        check("Input.a", 0..7, P::MissingDollar { name: "Input.a".to_owned() });
        check("Inputs", 0..6, word("Inputs"));
        check("name", 0..4, word("name"));
        check("True", 0..4, P::Capitals { instead: "true" });
        check("[FALSE]", 1..6, P::Capitals { instead: "false" });
        check("NULL", 0..4, P::Capitals { instead: "null" });
        check("\"abc", 0..1, P::UnclosedString { quote: '"' });
        check("1 == 'abc", 5..6, P::UnclosedString { quote: '\'' });
        check("length(\"a\"", 6..7, P::Unclosed { close: ')' });
        check("[1, 2", 0..1, P::Unclosed { close: ']' });
        check("{\"a\": 1", 0..1, P::Unclosed { close: '}' });
        check("{a: 1}", 1..2, P::MissingKey);
        check("{\"a\" 1}", 5..6, P::MissingColon);
        check("{\"a\"：1}", 4..7, P::FullWidth { written: '：', instead: ':' });
        check("length（[1]）", 6..9, P::FullWidth { written: '（', instead: '(' });
        check("toArray(1，2)", 9..12, P::FullWidth { written: '，', instead: ',' });
        check("$Input.a == “x”", 12..15, P::FullWidth { written: '“', instead: '"' });
        check("[1 2]", 3..4, P::UnexpectedBefore { close: ']' });
        check("[1,]", 3..4, value());
        check("[,1]", 1..2, value());
        check("{\"a\": 1,}", 8..9, P::MissingKey);
        check("length([1]) x", 12..13, P::AfterExpression);
        check("$Input.a)", 8..9, P::AfterExpression);
        check("$Input .a", 7..8, P::AfterExpression);
        check("$Input[-1]", 7..8, P::NegativeIndex);
        check("$Input.rows[?(@.a)]", 12..13, P::BadBracket);
        check("1 ==", 4..4, value());
        check("== 1", 0..1, operator("=", "== to compare"));
        check("#", 0..1, value());
    }

    #[test]
    fn what_has_no_value_is_listed() {
        fn check(text: &str, expected: &[(Range<usize>, &str)]) {
            let (_, faults) = parse(text).unwrap();
            assert_eq!(faults.len(), expected.len(), "{text}: {faults:?}");
            for (fault, (at, part)) in faults.iter().zip(expected) {
                assert_eq!(fault.at, *at, "{text}: {fault}");
                assert!(fault.to_string().contains(part), "{text}: {fault}");
            }
        }
        check("$Input.a == length('x')", &[]);
        check("$input.a", &[(0..6, "write $Input instead of $input")]);
        check("$CONTEXT", &[(0..8, "write $Context")]);
        check("$Inptu.a", &[(0..6, "mean $Input?")]);
        check("$local.a", &[(0..6, "older language")]);
        check("$Foo", &[(0..4, "not known")]);
        check("$.a", &[(0..1, "$Input.name")]);
        check("$", &[(0..1, "$Input.name")]);
        check("$Input.rows[*].id", &[(11..14, "wildcards")]);
        check("$Input.*", &[(6..8, "wildcards")]);
        check("fromat(\"x\")", &[(0..6, "mean `format`?")]);
        check("States.Format('x')", &[(0..13, "mean `format`?")]);
        check("frobnicate()", &[(0..10, "not a known function.")]);
        check("length()", &[(0..6, "takes 1 argument, not 0; write length(value")]);
        check("1 == format()", &[(5..11, "takes at least 1 argument, not 0")]);
        check("split(\"a\")", &[(0..5, "takes 2 arguments, not 1")]);
        check("uuid(1)", &[(5..6, "takes 0 arguments, not 1")]);
        check("length(1, 2, ($Input.a))", &[(10..23, "takes 1 argument, not 3")]);
        check(
            "frob($input.a, uuid(1)) == len($Inptu)",
            &[
                (0..4, "`frob`"),
                (5..11, "$Input"),
                (20..21, "uuid"),
                (27..30, "mean `length`?"),
                (31..37, "mean $Input?"),
            ],
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |open: &str, close: &str, depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for (open, close) in [("(", ")"), ("[", "]"), ("{\"a\":", "}"), ("!", ""), ("-", "")] {
            assert!(parse(&nested(open, close, 64)).is_ok(), "{open}");
            let error = parse(&nested(open, close, 65)).unwrap_err();
            assert_eq!(error.problem, SyntaxProblem::TooDeep { most: 64 }, "{open}");
            assert!(parse(&nested(open, close, 300_000)).is_err(), "{open}");
        }
        let faults = |text: &str| parse(text).unwrap().1;
        assert_eq!(faults(&nested("toArray(", ")", 10)), []);
        let deep = Fault { at: 80..87, kind: FaultKind::DeepCalls { most: 10 } };
        for depth in [11, 15] {
            assert_eq!(faults(&nested("toArray(", ")", depth)), std::slice::from_ref(&deep));
        }
        assert!(parse(&nested("toArray(", ")", 65)).is_err());
        // Calls beside each other are not inside each other.
        assert_eq!(faults(&format!("toArray({}1)", "toArray(), ".repeat(50))), []);
    }
}
