//! How the text of an expression becomes its parts.

use std::sync::Arc;

use crate::SyntaxError;
use crate::operator::Comparison;
use crate::path::{Step, read_segments};
use crate::scan::{Scanner, is_name_start, is_word};

use super::Variable;
use super::advice::{unknown_function, unknown_variable, unknown_word};
use super::expression::{Node, Term};
use super::signature::function;

/// How deep calls may lie inside each other. Source: state machine reference 3.3.
const DEEPEST_CALL: usize = 10;

/// Reads an expression from the whole text.
///
/// # Errors
/// Says which part is not understood and, if known, what to write instead.
pub(super) fn parse(text: &str) -> Result<Term, SyntaxError> {
    let mut parser = Parser { scanner: Scanner::new(text), calls: 0 };
    parser.scanner.skip_blanks();
    if parser.scanner.peek().is_none() {
        let message = "The expression is empty; write a path such as $Input.name, a constant or a call.";
        return Err(parser.scanner.error(0..text.len(), message));
    }
    let term = parser.any()?;
    parser.scanner.skip_blanks();
    match parser.scanner.peek() {
        None => Ok(term),
        Some(_) => Err(parser.unexpected("This is not expected here; the expression is complete before it.")),
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    /// How many calls the current place lies in.
    calls: usize,
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
            let message = "Comparisons cannot follow each other; join them with &&, or use parentheses.";
            return Err(self.scanner.error_from(start, message));
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
            Some('(') => return self.parenthesized(),
            Some('[') => self.array()?,
            Some('{') => self.object()?,
            Some(first) if is_name_start(first) => self.word()?,
            _ => {
                return Err(
                    self.unexpected("A value is missing here; write a path such as $Input.name, or a constant.")
                );
            }
        };
        Ok(Term { node, at: start..self.scanner.at() })
    }

    fn path(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.take("$");
        let name = self.scanner.take_while(is_word);
        let Some(variable) = Variable::EVERY.into_iter().find(|variable| &variable.text()[1..] == name) else {
            return Err(self.scanner.error_from(start, unknown_variable(name)));
        };
        let segments = read_segments(&mut self.scanner, |c| is_word(c) || c == '-')?;
        match segments.iter().find(|segment| segment.step == Step::All) {
            None => Ok(Node::Path(variable, segments)),
            Some(wildcard) => {
                let message = "There are no wildcards in this language; use a Map state to go through the elements.";
                Err(self.scanner.error(wildcard.at.clone(), message))
            }
        }
    }

    /// Reads what begins with a letter: a constant or a call.
    fn word(&mut self) -> Result<Node, SyntaxError> {
        let start = self.scanner.at();
        let name = self.scanner.take_while(|c| is_word(c) || c == '.');
        if self.scanner.rest().trim_start().starts_with('(') {
            self.scanner.skip_blanks();
            return self.call(start, name);
        }
        match name {
            "true" => Ok(Node::Constant(true.into())),
            "false" => Ok(Node::Constant(false.into())),
            "null" => Ok(Node::Constant(crate::Json::Null)),
            _ => Err(self.scanner.error_from(start, unknown_word(name))),
        }
    }

    fn call(&mut self, start: usize, name: &str) -> Result<Node, SyntaxError> {
        let name_at = start..start + name.len();
        let Some(signature) = function(name) else {
            return Err(self.scanner.error(name_at, unknown_function(name)));
        };
        self.calls += 1;
        if self.calls > DEEPEST_CALL {
            let message =
                format!("Functions lie inside each other deeper than {DEEPEST_CALL} levels; use several states.");
            return Err(self.scanner.error(name_at, message));
        }
        let arguments = self.list("(", ')')?;
        self.calls -= 1;
        if !signature.takes(arguments.len()) {
            let few = if signature.most.is_none() { "at least " } else { "" };
            let plural = if signature.least == 1 { "" } else { "s" };
            let message = format!(
                "`{name}` takes {few}{} argument{plural}, not {}; write {name}({}).",
                signature.least,
                arguments.len(),
                signature.parameters
            );
            return Err(self.scanner.error_from(start, message));
        }
        Ok(Node::Call(signature, arguments))
    }

    fn parenthesized(&mut self) -> Result<Term, SyntaxError> {
        let start = self.scanner.at();
        self.scanner.enter()?;
        self.scanner.take("(");
        let inner = self.any()?;
        self.scanner.skip_blanks();
        if !self.scanner.take(")") {
            return Err(self.unclosed(start, ')'));
        }
        self.scanner.leave();
        Ok(Term { node: inner.node, at: start..self.scanner.at() })
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
                return Err(self
                    .scanner
                    .error_here("A key is missing here; keys stand between quotes, as in {\"a\": 1}."));
            }
            let key = self.scanner.string()?;
            self.scanner.skip_blanks();
            if !self.scanner.take(":") {
                return Err(self.scanner.error_here("A colon is missing here; write {\"key\": value}."));
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
        match self.scanner.peek() {
            None => self.scanner.error(start..start + 1, format!("This is not closed; write {close} where it ends.")),
            Some(_) => self.unexpected(&format!("This is not expected here; write {close} or an operator before it.")),
        }
    }

    /// An error about what comes next, with advice where the intention is clear.
    fn unexpected(&self, otherwise: &str) -> SyntaxError {
        let message = match self.scanner.next_piece() {
            "=" => "There is no single =; write == to compare.",
            "&" => "There is no single &; write && for and.",
            "|" => "There is no single |; write || for or.",
            "+" => "There is no operator +; write intAdd(a, b) for a sum, format(\"{}{}\", a, b) to join texts.",
            "-" => "There is no subtraction; write intAdd(a, -b).",
            "*" | "/" | "%" => "There is no arithmetic but intAdd(a, b); let a task compute the value.",
            "and" => "There is no `and`; write &&.",
            "or" => "There is no `or`; write ||.",
            "not" => "There is no `not`; write ! before the value.",
            _ => otherwise,
        };
        self.scanner.error_here(message)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::Random;

    #[test]
    fn operators_bind_as_documented() {
        fn outline(term: &Term) -> String {
            let list = |terms: &[Term], sign: &str| terms.iter().map(outline).collect::<Vec<_>>().join(sign);
            match &term.node {
                Node::Constant(value) => value.to_compact(),
                Node::Path(variable, segments) => format!("{}{}", variable.text(), segments.len()),
                Node::Call(signature, arguments) => format!("{}({})", signature.name, list(arguments, ",")),
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
            assert_eq!(outline(&parse(text).unwrap()), expected, "{text}");
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
    }

    #[test]
    fn what_is_no_expression_is_pointed_at() {
        fn check(text: &str, at: Range<usize>, part: &str) {
            let error = parse(text).unwrap_err();
            assert_eq!(error.at, at, "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
        check("", 0..0, "empty");
        check(" \n", 0..2, "empty");
        check("$input.a", 0..6, "write $Input instead of $input");
        check("$CONTEXT", 0..8, "write $Context");
        check("$Inptu.a", 0..6, "mean $Input?");
        check("$local.a", 0..6, "older language");
        check("$Foo", 0..4, "not known");
        check("$.a", 0..1, "$Input.name");
        check("$", 0..1, "$Input.name");
        check("$$.a", 0..1, "$Input.name");
        check("$Input.a + 1", 9..10, "intAdd");
        check("$Input.a * 2", 9..10, "intAdd");
        check("$Input.a / 2", 9..10, "intAdd");
        check("$Input.a % 2", 9..10, "intAdd");
        check("$Input.a - 1", 9..10, "intAdd(a, -b)");
        check("$Input.a = 1", 9..10, "write ==");
        check("$Input.a === 1", 11..12, "write ==");
        check("true & false", 5..6, "write &&");
        check("true | false", 5..6, "write ||");
        check("true and false", 5..8, "write &&");
        check("not true", 0..3, "write !");
        check("1 < 2 < 3", 6..7, "cannot follow");
        check("1 == 2 in [3]", 7..9, "cannot follow");
        check("fromat(\"x\")", 0..6, "mean `format`?");
        check("States.Format('x')", 0..13, "mean `format`?");
        check("frobnicate()", 0..10, "not a known function.");
        check("uuid(1)", 0..7, "takes 0 arguments, not 1");
        check("length()", 0..8, "takes 1 argument, not 0; write length(value");
        check("1 == format()", 5..13, "takes at least 1 argument, not 0");
        check("split(\"a\")", 0..10, "takes 2 arguments, not 1");
        check("length", 0..6, "write length(value");
        check("Input.a", 0..7, "write $Input.a");
        check("Inputs", 0..6, "quotes");
        check("True", 0..4, "write true");
        check("NULL", 0..4, "write null");
        check("name", 0..4, "quotes");
        check("\"abc", 0..4, "not closed; write \"");
        check("'abc", 0..4, "not closed; write '");
        check("length(\"a\"", 6..7, "write )");
        check("[1, 2", 0..1, "write ]");
        check("{\"a\": 1", 0..1, "write }");
        check("{a: 1}", 1..2, "between quotes");
        check("{\"a\" 1}", 5..6, "colon");
        check("[1 2]", 3..4, "write ]");
        check("[1,]", 3..4, "value is missing");
        check("[,1]", 1..2, "value is missing");
        check("{\"a\": 1,}", 8..9, "key is missing");
        check("length([1]) x", 12..13, "complete before it");
        check("$Input.a)", 8..9, "complete before it");
        check("$Input .a", 7..8, "complete before it");
        check("$Input.rows[*].id", 11..14, "wildcards");
        check("$Input.*", 6..8, "wildcards");
        check("$Input[-1]", 7..8, "negative");
        check("1 ==", 4..4, "value is missing");
        check("== 1", 0..1, "write ==");
        check("#", 0..1, "value is missing");
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |open: &str, close: &str, depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for (open, close) in [("(", ")"), ("[", "]"), ("{\"a\":", "}"), ("!", ""), ("-", "")] {
            assert!(parse(&nested(open, close, 64)).is_ok(), "{open}");
            assert!(parse(&nested(open, close, 65)).unwrap_err().message.contains("64 levels"), "{open}");
            assert!(parse(&nested(open, close, 300_000)).is_err(), "{open}");
        }
        assert!(parse(&nested("toArray(", ")", 10)).is_ok());
        let error = parse(&nested("toArray(", ")", 11)).unwrap_err();
        assert_eq!(error.at, 80..87);
        assert!(error.message.contains("10 levels"), "{error}");
        // Calls beside each other are not inside each other.
        assert!(parse(&format!("toArray({}1)", "toArray(), ".repeat(50))).is_ok());
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        const PIECES: [&str; 40] = [
            "$",
            "$Input",
            ".a",
            "-b",
            "[",
            "]",
            "*",
            "0",
            "1.5",
            "\"",
            "'",
            "`",
            "(",
            ")",
            "{",
            "}",
            ":",
            "!",
            "-",
            "==",
            "<",
            "in",
            "&&",
            "||",
            ",",
            " ",
            "true",
            "null",
            "中",
            "\\",
            "\\u12",
            "$Output.x",
            "[0]",
            "length(",
            "format(",
            "\"s\"",
            "toArray()",
            "=",
            "e5",
            "\u{a0}",
        ];
        let mut random = Random::new(5);
        for _ in 0..30_000 {
            let length = 1 + random.below(12);
            let text: String = (0..length).map(|_| PIECES[random.below(PIECES.len() as u64) as usize]).collect();
            match parse(&text) {
                Ok(term) => assert!(text.get(term.at.clone()).is_some(), "{text:?}"),
                Err(error) => assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}"),
            }
        }
    }
}
