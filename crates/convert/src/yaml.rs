//! A definition of the new language, as it is written down.

use flowglass_expression::Json;

/// A part of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A constant.
    Constant(Json),
    /// Keys and values in order.
    Mapping(Vec<(String, Node)>),
    /// Values in order.
    List(Vec<Node>),
    /// A value with lines of comment above it; only in a list of mappings.
    Commented(Vec<String>, Box<Node>),
}

impl Node {
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        Self::Constant(Json::from(text.as_ref()))
    }
}

/// Writes a mapping as a whole text.
pub(crate) fn write(members: &[(String, Node)]) -> String {
    let mut text = String::new();
    write_mapping(&mut text, members, 0, false);
    text
}

/// Writes the members of a mapping, each on a line of its own. `begun`: the first one stands behind a `- `.
fn write_mapping(text: &mut String, members: &[(String, Node)], level: usize, begun: bool) {
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 || !begun {
            indent(text, level);
        }
        text.push_str(&scalar(&Json::from(key)));
        text.push(':');
        write_value(text, value, level);
    }
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
            let members: Vec<_> =
                object.iter().map(|(key, value)| (key.to_string(), Node::Constant(value.clone()))).collect();
            text.push('\n');
            write_mapping(text, &members, level + 1, false);
        }
        Node::Constant(value) => line(text, &scalar(value)),
        Node::Mapping(_) => line(text, "{}"),
        Node::List(items) => {
            let items = items.iter().filter_map(|item| match item {
                Node::Constant(value) => Some(flow_scalar(value)),
                _ => None,
            });
            line(text, &format!("[{}]", items.collect::<Vec<_>>().join(", ")));
        }
        Node::Commented(_, inner) => write_value(text, inner, level),
    }
}

fn write_item(text: &mut String, item: &Node, level: usize) {
    match item {
        Node::Commented(lines, inner) => {
            for comment in lines {
                indent(text, level);
                text.push_str(format!("# {comment}").trim_end());
                text.push('\n');
            }
            write_item(text, inner, level);
        }
        Node::Mapping(members) if !members.is_empty() => {
            indent(text, level);
            text.push_str("- ");
            write_mapping(text, members, level + 1, true);
        }
        _ => {
            indent(text, level);
            text.push('-');
            write_value(text, item, level);
        }
    }
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
        _ => value.to_compact(),
    }
}

/// A text between brackets.
fn flow_scalar(value: &Json) -> String {
    match value.as_str() {
        Some(text) if is_plain(text) && !text.contains([',', '[', ']', '{', '}']) => text.to_owned(),
        _ => value.to_compact(),
    }
}

fn is_one_line(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|character| character.is_control() || ODD_BREAKS.contains(&character))
}

/// Characters that some readers take for the end of a line, or drop.
const ODD_BREAKS: [char; 4] = ['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'];

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
    use flowglass_expression::json;
    use flowglass_flow::{NodeKind, parse};

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
}
