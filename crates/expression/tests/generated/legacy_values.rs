//! Conditions of `type: flow` against a second, plain reading of their rules.
//!
//! Source: legacy reference 10 and 10.1.

use std::cmp::Ordering;
use std::sync::Arc;

use flowglass_expression::legacy::Condition;
use flowglass_expression::{Json, Object, Random};

use super::data::{KEYS, once_in, pick, quoted, value};

/// A condition as one thinks of it, before it is written.
enum Tree {
    Constant(Json),
    Member(&'static str),
    List(Vec<Tree>),
    Not(Box<Tree>),
    Minus(Box<Tree>),
    Compare(Box<Tree>, Vec<(&'static str, Tree)>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

const OPERATORS: [&str; 7] = ["==", "!=", "<", "<=", ">", ">=", "in"];

fn tree(random: &mut Random, depth: usize) -> Tree {
    let some = |random: &mut Random| (0..2 + random.below(2)).map(|_| tree(random, depth - 1)).collect();
    match random.below(if depth == 0 { 3 } else { 10 }) {
        0 => Tree::Constant(match random.below(3) {
            0 => Json::from(once_in(random, 2)),
            1 => Json::from(random.below(3)),
            _ => Json::from(pick(random, &["", "0", "1", "2.0", "1e0", "true", "FALSE", "x", "中"])),
        }),
        1 | 2 => Tree::Member(pick(random, &KEYS)),
        3 => Tree::List((0..random.below(3)).map(|_| tree(random, depth - 1)).collect()),
        4 => Tree::Not(Box::new(tree(random, depth - 1))),
        5 => Tree::Minus(Box::new(tree(random, depth - 1))),
        6 => Tree::And(some(random)),
        7 => Tree::Or(some(random)),
        _ => {
            // Two plain operands are what an order most often exists for.
            let depth = if once_in(random, 2) { 0 } else { depth - 1 };
            let rest = (0..=random.below(2)).map(|_| (pick(random, &OPERATORS), tree(random, depth)));
            let rest: Vec<_> = rest.collect();
            Tree::Compare(Box::new(tree(random, depth)), rest)
        }
    }
}

/// A member of the step's input; most often one that is a number, or a text that is one.
fn member(random: &mut Random) -> Json {
    match random.below(4) {
        0 => value(random, 1),
        1 => Json::from(pick(random, &["0", "1", "1.0"])),
        _ => Json::from(random.below(3)),
    }
}

/// How tightly the outermost operator binds.
fn binds(tree: &Tree) -> u8 {
    match tree {
        Tree::Or(_) => 0,
        Tree::And(_) => 1,
        Tree::Compare(..) => 2,
        _ => 3,
    }
}

fn written(random: &mut Random, tree: &Tree) -> String {
    match tree {
        Tree::Constant(Json::String(text)) => quoted(text, pick(random, &['"', '`'])),
        Tree::Constant(other) => other.to_compact(),
        Tree::Member(key) if key.chars().all(char::is_alphabetic) && !key.is_empty() => format!("$.{key}"),
        Tree::Member(key) => format!("$[{}]", quoted(key, '"')),
        Tree::List(items) => {
            let items: Vec<String> = items.iter().map(|item| written(random, item)).collect();
            format!("[{}]", items.join(","))
        }
        Tree::Not(inner) => format!("!{}", operand(random, inner, 3)),
        Tree::Minus(inner) => format!("-{}", operand(random, inner, 3)),
        Tree::Compare(first, rest) => {
            let mut text = operand(random, first, 3);
            for (operator, right) in rest {
                let blank = if *operator == "in" { " " } else { pick(random, &["", " "]) };
                text = format!("{text}{blank}{operator}{blank}{}", operand(random, right, 3));
            }
            text
        }
        // Operands of the same kind stand in parentheses, for the tree is to be read again as it is.
        Tree::And(operands) => joined(random, operands, "&&", 2),
        Tree::Or(operands) => joined(random, operands, " || ", 1),
    }
}

fn joined(random: &mut Random, operands: &[Tree], symbol: &str, tightness: u8) -> String {
    let operands: Vec<String> = operands.iter().map(|tree| operand(random, tree, tightness)).collect();
    operands.join(symbol)
}

fn operand(random: &mut Random, tree: &Tree, tightness: u8) -> String {
    let text = written(random, tree);
    if binds(tree) < tightness || once_in(random, 8) { format!("( {text})") } else { text }
}

/// The value; `None` where the rules say error.
fn worth(tree: &Tree, own: &Json) -> Option<Json> {
    Some(match tree {
        Tree::Constant(value) => value.clone(),
        Tree::Member(key) => own.get(key).cloned().unwrap_or(Json::Null),
        Tree::List(items) => items.iter().map(|item| worth(item, own)).collect::<Option<Vec<Json>>>()?.into(),
        Tree::Not(inner) => Json::from(!as_boolean(&worth(inner, own)?)?),
        Tree::Minus(inner) => Json::from(-as_number(&worth(inner, own)?)?),
        Tree::Compare(first, rest) => {
            let mut left = worth(first, own)?;
            for (operator, right) in rest {
                let right = worth(right, own)?;
                left = Json::from(compared(&left, operator, &right)?);
            }
            left
        }
        Tree::And(operands) => {
            let mut all = true;
            for operand in operands {
                all = all && as_boolean(&worth(operand, own)?)?;
                if !all {
                    break;
                }
            }
            Json::from(all)
        }
        Tree::Or(operands) => {
            let mut any = false;
            for operand in operands {
                any = any || as_boolean(&worth(operand, own)?)?;
                if any {
                    break;
                }
            }
            Json::from(any)
        }
    })
}

fn compared(left: &Json, operator: &str, right: &Json) -> Option<bool> {
    let equal = || {
        if left.kind() == right.kind() {
            return left == right;
        }
        if let (Some(left), Some(right)) = (as_number(left), as_number(right)) {
            return left == right;
        }
        as_boolean(left).is_some() && as_boolean(left) == as_boolean(right)
    };
    let order = || -> Option<Ordering> {
        match (left, right) {
            (Json::String(left), Json::String(right)) => Some(left.chars().cmp(right.chars())),
            _ => as_number(left)?.partial_cmp(&as_number(right)?),
        }
    };
    Some(match operator {
        "==" => equal(),
        "!=" => !equal(),
        "<" => order()?.is_lt(),
        "<=" => order()?.is_le(),
        ">" => order()?.is_gt(),
        ">=" => order()?.is_ge(),
        _ => match right {
            Json::Array(items) => items.iter().any(|item| item == left),
            Json::Object(object) => left.as_str().is_some_and(|key| object.keys().any(|known| **known == *key)),
            _ => return None,
        },
    })
}

fn as_number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) if text.starts_with(|c: char| c.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

fn as_boolean(value: &Json) -> Option<bool> {
    match value {
        Json::Null => Some(false),
        Json::Bool(value) => Some(*value),
        Json::String(text) if **text == *"true" || **text == *"TRUE" => Some(true),
        Json::String(text) if **text == *"false" || **text == *"FALSE" => Some(false),
        other => as_number(other).map(|number| number != 0.0),
    }
}

#[test]
fn conditions_hold_by_the_rules() {
    let mut random = Random::new(2019);
    let (mut held, mut failed, mut rest) = (0, 0, 0);
    for _ in 0..20_000 {
        let members = KEYS.into_iter().filter(|_| !once_in(&mut random, 4)).collect::<Vec<_>>();
        let own = Json::from(members.into_iter().map(|key| (Arc::from(key), member(&mut random))).collect::<Object>());
        let tree = tree(&mut random, 3);
        let text = written(&mut random, &tree);
        let expected = worth(&tree, &own).and_then(|value| as_boolean(&value));
        let condition = Condition::parse(&text).unwrap_or_else(|error| panic!("{text}: {error} {:?}", error.at));
        let mut notes = Vec::new();
        assert_eq!(condition.evaluate(&own, &mut notes), expected.unwrap_or(false), "{text} with {own}: {notes:?}");
        assert_eq!(notes.len(), usize::from(expected.is_none()), "{text} with {own}: {notes:?}");
        *(match expected {
            Some(true) => &mut held,
            Some(false) => &mut rest,
            None => &mut failed,
        }) += 1;
    }
    assert!([held, failed, rest].iter().all(|count| *count > 2_000), "{held} {failed} {rest}");
}
