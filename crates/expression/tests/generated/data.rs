//! Random JSON values, and random choices.

use std::sync::Arc;

use flowglass_expression::{Json, Object, Random};

/// Keys that need quotes, look like something else, or hold more than ASCII.
pub(crate) const KEYS: [&str; 12] = ["a", "b", "_c1", "a-b", "", "0", "x y", "中", "é\u{301}", "😀", "'\"`", "in"];

pub(crate) fn pick<T: Copy>(random: &mut Random, items: &[T]) -> T {
    items[random.below(items.len() as u64) as usize]
}

/// Says yes once in so many times.
pub(crate) fn once_in(random: &mut Random, times: u64) -> bool {
    random.below(times) == 0
}

/// A value that nests at most so deep; the keys of objects ascend.
pub(crate) fn value(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 4 } else { 8 }) {
        0 => Json::Null,
        1 => Json::from(once_in(random, 2)),
        2 => number(random),
        3 => Json::from(pick(random, &["", "x", "1", "true", "中😀", "a\"b\\c"])),
        4 | 5 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        _ => Json::from(object(random, depth - 1)),
    }
}

/// An object whose members nest at most so deep.
pub(crate) fn object(random: &mut Random, depth: usize) -> Object {
    let mut keys: Vec<&str> = KEYS.into_iter().filter(|_| once_in(random, 3)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| (Arc::from(key), value(random, depth))).collect()
}

fn number(random: &mut Random) -> Json {
    match random.below(3) {
        0 => Json::from(random.below(4)),
        1 => Json::from(-1_i64),
        _ => Json::from(0.5),
    }
}

/// Writes a text as a literal between the quotes; backquotes need a text without any.
pub(crate) fn quoted(text: &str, quote: char) -> String {
    let mut literal = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' if quote != '`' => literal.push_str("\\n"),
            '\\' if quote != '`' => literal.push_str("\\\\"),
            c if c == quote => literal.extend(['\\', c]),
            c => literal.push(c),
        }
    }
    literal.push(quote);
    literal
}
