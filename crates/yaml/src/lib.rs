//! Writes YAML that people like to read: keys in the order of the author, block style, quotes only where some reader
//! needs them, comments where they belong.
//!
//! The general writers of serde know neither comments nor where a value reads better on one line. Nothing here knows
//! what the text is about.

use flowglass_expression::{Json, Object};

/// A part of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A constant.
    Constant(Json),
    /// A text that stands as it is, such as `200ms`: the author knows that its reader takes it well.
    Word(String),
    /// Keys and values in order.
    Mapping(Vec<(String, Node)>),
    /// Values in order.
    List(Vec<Node>),
    /// A value that stands on one line where it fits on one.
    Short(Box<Node>),
    /// A value with lines of comment above it; only in a list of mappings.
    Commented(Vec<String>, Box<Node>),
}

impl Node {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Constant(Json::from(text.as_ref()))
    }

    /// A mapping that stands on one line where it fits on one.
    pub fn short(members: Vec<(String, Self)>) -> Self {
        Self::Short(Box::new(Self::Mapping(members)))
    }
}

/// The most columns of a line that holds more than one value.
const WIDTH: usize = 110;

/// The most characters of a key that readers look for without being told. Source: YAML 1.2, 7.4.2 (1,024 with quotes).
const LONGEST_KEY: usize = 1_000;

/// Writes a mapping as a whole text.
pub fn write(members: &[(String, Node)]) -> String {
    let mut text = String::new();
    write_mapping(&mut text, members, 0, false);
    text
}

/// Writes lines of comment.
pub fn comment(lines: &[String]) -> String {
    let mut text = String::new();
    write_comment(&mut text, lines, 0);
    text
}

/// Writes the members of a mapping, each on a line of its own. `begun`: the first one stands behind a `- `.
fn write_mapping(text: &mut String, members: &[(String, Node)], level: usize, begun: bool) {
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 || !begun {
            indent(text, level);
        }
        write_key(text, key, level);
        write_value(text, value, level);
    }
}

/// Writes a key and the colon behind it.
fn write_key(text: &mut String, key: &str, level: usize) {
    let written = scalar(&Json::from(key));
    if written.chars().count() > LONGEST_KEY {
        text.push_str("? ");
        text.push_str(&written);
        text.push('\n');
        indent(text, level);
    } else {
        text.push_str(&written);
    }
    text.push(':');
}

/// Writes what stands behind a key or a dash.
fn write_value(text: &mut String, value: &Node, level: usize) {
    match value {
        Node::Mapping(members) if !members.is_empty() => {
            text.push('\n');
            write_mapping(text, members, level + 1, false);
        }
        Node::List(items) if items.iter().any(|item| !matches!(item, Node::Constant(_))) => {
            text.push('\n');
            for item in items {
                write_item(text, item, level + 1);
            }
        }
        Node::Constant(Json::Object(object)) if !object.is_empty() => {
            text.push('\n');
            write_mapping(text, &members_of(object), level + 1, false);
        }
        Node::Constant(Json::Array(items))
            if !items.is_empty() && !fits(text, &scalar(&Json::Array(items.clone()))) =>
        {
            text.push('\n');
            for item in items.iter() {
                write_item(text, &Node::Constant(item.clone()), level + 1);
            }
        }
        Node::Constant(value) => line(text, &scalar(value)),
        Node::Word(word) => line(text, word),
        Node::Mapping(_) => line(text, "{}"),
        Node::List(_) => line(text, &on_one_line(value)),
        Node::Short(inner) => {
            let short = on_one_line(inner);
            if fits(text, &short) { line(text, &short) } else { write_value(text, inner, level) }
        }
        Node::Commented(_, inner) => write_value(text, inner, level),
    }
}

fn write_item(text: &mut String, item: &Node, level: usize) {
    match item {
        Node::Commented(lines, inner) => {
            write_comment(text, lines, level);
            write_item(text, inner, level);
        }
        Node::Short(inner) => {
            let short = on_one_line(inner);
            indent(text, level);
            text.push('-');
            if fits(text, &short) {
                line(text, &short);
            } else {
                text.truncate(text.len() - 1 - 2 * level);
                write_item(text, inner, level);
            }
        }
        Node::Mapping(members) if !members.is_empty() => {
            indent(text, level);
            text.push_str("- ");
            write_mapping(text, members, level + 1, true);
        }
        Node::Constant(Json::Object(object)) if !object.is_empty() => {
            write_item(text, &Node::Mapping(members_of(object)), level);
        }
        _ => {
            indent(text, level);
            text.push('-');
            write_value(text, item, level);
        }
    }
}

fn write_comment(text: &mut String, lines: &[String], level: usize) {
    for comment in lines {
        indent(text, level);
        // A line break would end the comment.
        let comment: String =
            comment.chars().map(|character| if breaks(character) { ' ' } else { character }).collect();
        text.push_str(format!("# {comment}").trim_end());
        text.push('\n');
    }
}

fn members_of(object: &Object) -> Vec<(String, Node)> {
    object.iter().map(|(key, value)| (key.to_string(), Node::Constant(value.clone()))).collect()
}

/// A value without line breaks.
fn on_one_line(value: &Node) -> String {
    match value {
        Node::Constant(Json::Object(object)) => on_one_line(&Node::Mapping(members_of(object))),
        Node::Constant(Json::Array(items)) => {
            let items: Vec<_> = items.iter().map(|item| on_one_line(&Node::Constant(item.clone()))).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Constant(value) => flow_scalar(value),
        Node::Word(word) => word.clone(),
        Node::Mapping(members) => {
            let member = |(key, value): &(String, Node)| {
                let key = flow_scalar(&Json::from(key));
                let mark = if key.chars().count() > LONGEST_KEY { "? " } else { "" };
                format!("{mark}{key}: {}", on_one_line(value))
            };
            let members: Vec<_> = members.iter().map(member).collect();
            format!("{{{}}}", members.join(", "))
        }
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(on_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Short(inner) | Node::Commented(_, inner) => on_one_line(inner),
    }
}

/// Whether a value fits on the line that has begun.
fn fits(text: &str, value: &str) -> bool {
    let begun = text.rsplit('\n').next().unwrap_or_default();
    begun.chars().count() + 1 + value.chars().count() <= WIDTH
}

fn indent(text: &mut String, level: usize) {
    for _ in 0..level {
        text.push_str("  ");
    }
}

fn line(text: &mut String, value: &str) {
    text.push(' ');
    text.push_str(value);
    text.push('\n');
}

/// A value on one line: text as plainly as it can be read again, arrays and objects as JSON.
fn scalar(value: &Json) -> String {
    match value.as_str() {
        Some(text) if is_plain(text) => text.to_owned(),
        Some(text) if text.contains('"') && is_one_line(text) => format!("'{}'", text.replace('\'', "''")),
        _ => quoted(value),
    }
}

/// A value between brackets that is no list and no mapping.
fn flow_scalar(value: &Json) -> String {
    match value.as_str() {
        Some(text) if is_plain(text) && !text.contains([',', '[', ']', '{', '}']) => text.to_owned(),
        _ => quoted(value),
    }
}

/// A value as JSON, which is YAML once what YAML forbids in a text is written by its number.
fn quoted(value: &Json) -> String {
    let json = value.to_compact();
    if !json.contains(breaks) {
        return json;
    }
    let written = |character: char| {
        if breaks(character) { format!("\\u{:04x}", u32::from(character)) } else { character.to_string() }
    };
    json.chars().map(written).collect()
}

fn is_one_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(breaks)
}

/// Whether some reader takes a character for the end of a line, drops it, or refuses it.
fn breaks(character: char) -> bool {
    character.is_control() || ODD_BREAKS.contains(&character)
}

/// Characters besides control characters that are not what they seem in YAML.
const ODD_BREAKS: [char; 5] = ['\u{2028}', '\u{2029}', '\u{feff}', '\u{fffe}', '\u{ffff}'];

/// Words that some reader takes for something else than text.
const WORDS: [&str; 12] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "~"];

/// Whether readers of every version of YAML take the text without quotes for exactly this text.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins_well = first.is_alphabetic() || matches!(first, '_' | '$' | '/' | '(');
    begins_well
        && is_one_line(text)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !WORDS.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use flowglass_expression::{Random, json};
    use flowglass_flow::{NodeKind, parse, read_whole};

    use super::*;

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        fn check(value: Json, expected: &str) {
            assert_eq!(scalar(&value), expected);
            let text = write(&[
                ("Type".to_owned(), Node::text("StateMachine")),
                ("k".to_owned(), Node::Constant(value.clone())),
            ]);
            let document = parse(&text).document;
            let NodeKind::Mapping(members) = &document.node(document.root.unwrap()).kind else { panic!("{text}") };
            assert_eq!(document.json(members[1].1), value, "{text}");
        }
        check(json!("$Input.a == \"x\" && !$Input.b"), "$Input.a == \"x\" && !$Input.b");
        check(json!("\"a\" in $Input.b"), "'\"a\" in $Input.b'");
        check(json!("it's: \"x\""), "'it''s: \"x\"'");
        check(json!("步骤 1"), "步骤 1");
        for odd in
            ["", " a", "a ", "a: b", "a #b", "yes", "NO", "~", "1", "- a", "a:", "a\nb", "*a", "@a", "2020-01-01"]
        {
            check(json!(odd), &json!(odd).to_compact());
        }
        check(json!("a#b:c"), "a#b:c");
        check(json!(1.5), "1.5");
        check(json!(null), "null");
        check(json!([1, {"a": "b"}]), "[1,{\"a\":\"b\"}]");
    }

    #[test]
    fn mappings_lists_and_comments_have_their_lines() {
        let inner = Node::Mapping(vec![
            ("Name".to_owned(), Node::text("a")),
            ("Input".to_owned(), Node::Constant(json!({"x": {"y": 1}, "z": {}}))),
            ("Errors".to_owned(), Node::List(vec![Node::text("FnF.ALL"), Node::text("a, b")])),
            ("Empty".to_owned(), Node::Mapping(vec![])),
        ]);
        let list =
            Node::List(vec![Node::Commented(vec!["decide".to_owned(), String::new()], Box::new(inner.clone())), inner]);
        let text = write(&[("States".to_owned(), list), ("None".to_owned(), Node::List(vec![]))]);
        let state = "  - Name: a\n    Input:\n      x:\n        \"y\": 1\n      z: {}\n    Errors: [FnF.ALL, \"a, b\"]\n    Empty: {}\n";
        assert_eq!(text, format!("States:\n  # decide\n  #\n{state}{state}None: []\n"));
    }

    #[test]
    fn short_values_stand_on_one_line_while_there_is_room() {
        let outcome = |output: &str| {
            Node::short(vec![
                ("output".to_owned(), Node::Constant(json!({"paid": true, "by, whom": output, "none": []}))),
                ("after".to_owned(), Node::Word("1s".to_owned())),
            ])
        };
        let long = "x".repeat(100);
        let text = write(&[
            ("a".to_owned(), outcome("ann")),
            ("b".to_owned(), Node::List(vec![outcome("ann"), outcome(&long)])),
        ]);
        let short = "{output: {paid: true, \"by, whom\": ann, none: []}, after: 1s}";
        let block = format!("  - output:\n      paid: true\n      by, whom: {long}\n      none: []\n    after: 1s\n");
        assert_eq!(text, format!("a: {short}\nb:\n  - {short}\n{block}"));
        let list = write(&[("k".to_owned(), Node::Constant(vec![json!({"a": &long}), json!([1])].into()))]);
        assert_eq!(list, format!("k:\n  - a: {long}\n  - [1]\n"));
    }

    #[test]
    fn a_comment_stays_one() {
        assert_eq!(comment(&["a\nb: 1".to_owned(), String::new()]), "# a b: 1\n#\n");
    }

    /// Any value comes back as it was, in block style and on one line.
    #[test]
    fn what_is_written_is_read_again() {
        fn text(random: &mut Random) -> String {
            const PARTS: [&str; 30] = [
                "a", "B", " ", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "\n", "\t", "\r", "[", "]", "{", "}",
                ",", "1", ".5", "e3", "null", "true", "步", "\u{85}", "\u{feff}", "\u{7f}", "?",
            ];
            let mut text: String =
                (0..random.below(5)).map(|_| PARTS[random.below(PARTS.len() as u64) as usize]).collect();
            if random.below(40) == 0 {
                text.push_str(&"long ".repeat(300));
            }
            text
        }
        fn value(random: &mut Random, depth: u32) -> Json {
            match random.below(if depth == 0 { 6 } else { 8 }) {
                0 => Json::Null,
                1 => Json::from(random.below(2) == 0),
                2 => Json::from(random.next_u64() as i64),
                3 => Json::from(f64::from_bits(random.next_u64())),
                4 | 5 => Json::from(text(random)),
                6 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
                _ => {
                    let members = (0..random.below(4)).map(|_| (text(random), value(random, depth - 1)));
                    members.collect::<Object>().into()
                }
            }
        }
        let mut random = Random::new(1);
        for round in 0..3_000 {
            let is = value(&mut random, 4);
            let node = Node::Constant(is.clone());
            let nodes = [node.clone(), Node::Short(Box::new(node)), Node::text("end")];
            let text = write(&[(text(&mut random), Node::List(nodes.to_vec())), ("end".to_owned(), Node::text(""))]);
            let document = read_whole(&text).unwrap_or_else(|error| panic!("{round}: {error:?}\n{text}"));
            let read = document.root.map(|root| document.json(root)).unwrap();
            let values = read.as_object().unwrap().values().next().cloned();
            assert_eq!(values, Some(vec![is.clone(), is, Json::from("end")].into()), "{round}\n{text}");
        }
    }
}
