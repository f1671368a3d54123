//! Expressions of `Type: StateMachine` that are written together with the value they must have.

use std::sync::Arc;

use flowglass_expression::state_machine::{Expression, MissingPath, Options, Scope};
use flowglass_expression::{Json, Object, Random, json};

use super::data::{KEYS, once_in, pick, quoted, value};

/// A text, its value, and how tightly its outermost operator binds.
struct Written<T> {
    text: String,
    value: T,
    binds: Binds,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binds {
    Or,
    And,
    Comparison,
    Prefix,
}

struct Writer<'a> {
    random: &'a mut Random,
    input: &'a Object,
}

impl Writer<'_> {
    fn blank(&mut self) -> &'static str {
        pick(self.random, &["", " ", " ", "  ", "\n"])
    }

    /// The text as an operand of something that binds so tightly: in parentheses where they are needed, or for fun.
    fn operand<T>(&mut self, written: Written<T>, binds: Binds) -> String {
        let (before, after) = (self.blank(), self.blank());
        if written.binds < binds || once_in(self.random, 8) {
            format!("({before}{}{after})", written.text)
        } else {
            written.text
        }
    }

    fn call(&mut self, name: &str, arguments: &[String]) -> String {
        let (before, between) = (self.blank(), self.blank());
        format!("{name}{before}({})", arguments.join(&format!(",{between}")))
    }

    /// A path to a member of the input that has such a value.
    fn path<T>(&mut self, wanted: impl Fn(&Json) -> Option<T>) -> Option<Written<T>> {
        let fitting: Vec<(&str, T)> =
            self.input.iter().filter_map(|(key, value)| Some((&**key, wanted(value)?))).collect();
        let place = self.random.below(fitting.len() as u64) as usize;
        let (key, value) = fitting.into_iter().nth(place)?;
        let text = match self.random.below(3) {
            0 if key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || c == '-') => {
                format!("$Input.{key}")
            }
            1 => format!("$Input[ {} ]", quoted(key, '\'')),
            _ => format!("$Input[{}]", quoted(key, '"')),
        };
        Some(Written { text, value, binds: Binds::Prefix })
    }

    fn boolean(&mut self, depth: usize) -> Written<bool> {
        let Some(inner) = depth.checked_sub(1) else {
            let constant = once_in(self.random, 2);
            let path = self.path(Json::as_bool).filter(|_| constant);
            return path.unwrap_or(Written { text: constant.to_string(), value: constant, binds: Binds::Prefix });
        };
        match self.random.below(9) {
            0 => {
                let operand = self.boolean(inner);
                let value = !operand.value;
                Written { text: format!("!{}", self.operand(operand, Binds::Prefix)), value, binds: Binds::Prefix }
            }
            1 | 2 => {
                let operands: Vec<_> = (0..=1 + self.random.below(2)).map(|_| self.boolean(inner)).collect();
                let all = once_in(self.random, 2);
                let (symbol, binds) = if all { ("&&", Binds::And) } else { ("||", Binds::Or) };
                let value = if all {
                    operands.iter().all(|operand| operand.value)
                } else {
                    operands.iter().any(|operand| operand.value)
                };
                // An operator that binds as tightly on the right would be read from left to right; the value is the same.
                let operands: Vec<String> = operands.into_iter().map(|operand| self.operand(operand, binds)).collect();
                let (before, after) = (self.blank(), self.blank());
                Written { text: operands.join(&format!("{before}{symbol}{after}")), value, binds }
            }
            3 => {
                let (left, right) = (self.number(inner), self.number(inner));
                let (symbol, value) = self.order(left.value.cmp(&right.value));
                self.comparison(left, symbol, right, value)
            }
            4 => {
                let (left, right) = (self.text(inner), self.text(inner));
                let (symbol, value) = self.order(left.value.chars().cmp(right.value.chars()));
                self.comparison(left, symbol, right, value)
            }
            5 => {
                let (element, array) = (self.any(inner), self.array(inner));
                let value = array.value.contains(&element.value);
                self.comparison(element, "in", array, value)
            }
            6 => {
                let key = pick(self.random, &KEYS).to_owned();
                let object = self.object(inner);
                let value = object.value.keys().any(|known| **known == *key);
                let key = Written { text: quoted(&key, '"'), value: key, binds: Binds::Prefix };
                self.comparison(key, "in", object, value)
            }
            7 => {
                let same = self.any(inner);
                let again = Written { text: self.literal(&same.value), value: (), binds: Binds::Prefix };
                let (symbol, value) = pick(self.random, &[("==", true), ("!=", false)]);
                self.comparison(same, symbol, again, value)
            }
            _ => {
                let text = pick(self.random, &["abc", "xbx", "b", "中b", "", "ac"]);
                let arguments = [self.quoted("b+"), self.quoted(text)];
                let value = text.contains('b');
                Written { text: self.call("regexMatchString", &arguments), value, binds: Binds::Prefix }
            }
        }
    }

    fn order(&mut self, order: std::cmp::Ordering) -> (&'static str, bool) {
        pick(
            self.random,
            &[
                ("<", order.is_lt()),
                ("<=", order.is_le()),
                (">", order.is_gt()),
                (">=", order.is_ge()),
                ("==", order.is_eq()),
                ("!=", order.is_ne()),
            ],
        )
    }

    fn comparison<L, R>(&mut self, left: Written<L>, symbol: &str, right: Written<R>, value: bool) -> Written<bool> {
        let (left, right) = (self.operand(left, Binds::Prefix), self.operand(right, Binds::Prefix));
        let blank = if symbol == "in" { " " } else { self.blank() };
        Written { text: format!("{left}{blank}{symbol}{blank}{right}"), value, binds: Binds::Comparison }
    }

    fn number(&mut self, depth: usize) -> Written<i64> {
        let Some(inner) = depth.checked_sub(1) else {
            let digit = self.random.below(10);
            let texts = [
                format!("{digit}"),
                format!("{digit}.0"),
                format!("{digit}e0"),
                format!("{digit}0E-1"),
                format!("0.{digit}e+1"),
            ];
            let text = texts[self.random.below(5) as usize].clone();
            return Written { text, value: digit as i64, binds: Binds::Prefix };
        };
        let (text, value) = match self.random.below(5) {
            0 => {
                let operand = self.number(inner);
                let value = -operand.value;
                (format!("-{}", self.operand(operand, Binds::Prefix)), value)
            }
            1 => {
                let (a, b) = (self.number(inner), self.number(inner));
                (self.call("intAdd", &[a.text, b.text]), a.value + b.value)
            }
            2 => {
                let text = self.text(inner);
                (self.call("length", &[text.text]), text.value.chars().count() as i64)
            }
            3 => {
                let array = self.array(inner);
                (self.call("length", &[array.text]), array.value.len() as i64)
            }
            _ => match self.path(|value| value.as_number()?.as_i64()) {
                Some(path) => return path,
                None => return self.number(0),
            },
        };
        Written { text, value, binds: Binds::Prefix }
    }

    fn text(&mut self, depth: usize) -> Written<String> {
        let Some(inner) = depth.checked_sub(1) else {
            let value =
                (pick(self.random, &["", "a", "b,c", "中😀", "it's", "\"q\"", "back\\slash", "two\nlines"])).to_owned();
            return Written { text: self.quoted(&value), value, binds: Binds::Prefix };
        };
        let (text, value) = match self.random.below(5) {
            0 => {
                let (a, b) = (self.text(inner), self.any(inner));
                let shown = b.value.as_str().map_or_else(|| b.value.to_compact(), str::to_owned);
                let value = format!("<{}|{shown}>", a.value);
                let template = self.quoted("<{}|{}>");
                (self.call("format", &[template, a.text, b.text]), value)
            }
            1 => {
                let text = self.text(inner);
                let encoded = self.call("toBase64", &[text.text]);
                (self.call("fromBase64", &[encoded]), text.value)
            }
            2 => {
                let any = self.any(inner);
                let name = pick(self.random, &["toJSON", "jsonToString"]);
                (self.call(name, &[any.text]), any.value.to_compact())
            }
            3 => {
                let parts = self.call("split", &[String::from("'x--y--z'"), String::from("\"--\"")]);
                let index = self.random.below(3);
                (self.call("get", &[parts, index.to_string()]), ["x", "y", "z"][index as usize].to_owned())
            }
            _ => match self.path(|value| value.as_str().map(str::to_owned)) {
                Some(path) => return path,
                None => return self.text(0),
            },
        };
        Written { text, value, binds: Binds::Prefix }
    }

    fn array(&mut self, depth: usize) -> Written<Vec<Json>> {
        let inner = depth.saturating_sub(1);
        let items: Vec<_> = (0..self.random.below(4)).map(|_| self.any(inner)).collect();
        let (texts, value): (Vec<String>, Vec<Json>) = items.into_iter().map(|item| (item.text, item.value)).unzip();
        let text = match self.random.below(3) {
            0 => self.call("toArray", &texts),
            1 => {
                let object = json!({"b": (Json::from(value.clone())), "a": 0});
                let object = self.literal(&object);
                self.call("get", &[object, String::from("`b`")])
            }
            _ => format!("[{}{}]", self.blank(), texts.join(", ")),
        };
        Written { text, value, binds: Binds::Prefix }
    }

    fn object(&mut self, depth: usize) -> Written<Object> {
        let inner = depth.saturating_sub(1);
        let mut value = Object::new();
        let mut members = Vec::new();
        for _ in 0..self.random.below(4) {
            let key = pick(self.random, &KEYS);
            let member = self.any(inner);
            members.push((key, format!("{}:{}{}", self.quoted(key), self.blank(), member.text)));
            value.insert(key, member.value);
        }
        let object = |members: &[(&str, String)]| {
            let members: Vec<&str> = members.iter().map(|(_, text)| text.as_str()).collect();
            format!("{{{}}}", members.join(" , "))
        };
        let text = match self.random.below(3) {
            0 => {
                let (base, over) = members.split_at(members.len() / 2);
                let arguments = [object(base), object(over)];
                self.call("jsonMerge", &arguments)
            }
            1 => {
                let text = self.quoted(&Json::from(value.clone()).to_compact());
                let name = pick(self.random, &["fromJSON", "stringToJson"]);
                self.call(name, &[text])
            }
            _ => object(&members),
        };
        Written { text, value, binds: Binds::Prefix }
    }

    fn any(&mut self, depth: usize) -> Written<Json> {
        fn json<T>(written: Written<T>) -> Written<Json>
        where
            Json: From<T>,
        {
            Written { text: written.text, value: written.value.into(), binds: written.binds }
        }
        match self.random.below(7) {
            0 => json(self.boolean(depth)),
            1 => json(self.number(depth)),
            2 => json(self.text(depth)),
            3 if depth > 0 => json(self.array(depth)),
            4 if depth > 0 => json(self.object(depth)),
            5 => match self.path(|value| Some(value.clone())) {
                Some(path) => path,
                None => json(self.number(0)),
            },
            _ => Written { text: "null".to_owned(), value: Json::Null, binds: Binds::Prefix },
        }
    }

    /// A text between any of the quotes that can hold it.
    fn quoted(&mut self, text: &str) -> String {
        let quotes: &[char] = if text.contains('`') { &['"', '\''] } else { &['"', '\'', '`'] };
        quoted(text, pick(self.random, quotes))
    }

    /// The value as a literal; JSON is one.
    fn literal(&mut self, value: &Json) -> String {
        value.to_compact()
    }
}

#[test]
fn expressions_have_the_value_they_are_written_for() {
    let mut random = Random::new(2026);
    let mut longest = 0;
    for _ in 0..4_000 {
        let input = KEYS.into_iter().map(|key| (Arc::from(key), value(&mut random, 1))).collect::<Object>();
        let written = Writer { random: &mut random, input: &input }.any(4);
        let text = written.text;
        longest = longest.max(text.len());
        let expression = Expression::parse(&text).unwrap_or_else(|error| panic!("{text}: {error} {:?}", error.at));
        assert_eq!(expression.faults(), [], "{text}");
        assert_eq!(expression.remarks(), [], "{text}");
        assert!(expression.kind().is_none_or(|kind| kind == written.value.kind()), "{text}");
        let (input, null) = (Json::from(input), Json::Null);
        let scope = Scope { input: &input, output: None, context: &null, global: &null, item: None };
        let options = Options { missing_path: MissingPath::Fail };
        let mut notes = Vec::new();
        let found = expression.evaluate(&scope, &options, &mut Random::new(0), &mut notes);
        assert_eq!(found.as_ref(), Ok(&written.value), "{text} with {input}");
        assert!(notes.is_empty(), "{text}: {notes:?}");
        let held = expression.holds(&scope, &mut Random::new(0), &mut notes);
        assert_eq!(held, written.value == Json::from(true), "{text} with {input}");
        assert_eq!(notes.is_empty(), written.value.as_bool().is_some(), "{text}: {notes:?}");
    }
    assert!(longest > 400, "{longest}");
}
