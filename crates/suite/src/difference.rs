//! Where a value is not what was expected.

use std::fmt;

use flowglass_expression::Json;

/// One place where a value is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, such as `$.items[2].sku`.
    pub path: String,
    /// What was expected there, shortened.
    pub expected: String,
    /// What is there, shortened.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.path, self.expected, self.found)
    }
}

/// The most characters of a value that are shown.
const MOST: usize = 80;

/// Finds the places where `found` is not what was `expected`: an object may have members that are not named, lists have
/// exactly the items that are named, in their order, and everything else is equal.
pub(crate) fn differences(expected: &Json, found: &Json) -> Vec<Difference> {
    let mut all = Vec::new();
    compare("$", expected, found, &mut all);
    all
}

fn compare(path: &str, expected: &Json, found: &Json, all: &mut Vec<Difference>) {
    let mut differ = |path: String, expected, found| all.push(Difference { path, expected, found });
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            for (key, value) in expected.iter() {
                let path = format!("{path}{}", member(key));
                match found.get(key) {
                    Some(found) => compare(&path, value, found, all),
                    None => all.push(Difference { path, expected: shown(value), found: "nothing".to_owned() }),
                }
            }
        }
        (Json::Array(expected), Json::Array(found)) => {
            if expected.len() != found.len() {
                differ(path.to_owned(), items(expected.len()), items(found.len()));
            }
            for (index, (expected, found)) in expected.iter().zip(found.iter()).enumerate() {
                compare(&format!("{path}[{index}]"), expected, found, all);
            }
        }
        (Json::String(expected), Json::String(found)) if expected != found => {
            let (expected, found) = texts(expected, found);
            differ(path.to_owned(), expected, found);
        }
        _ if expected != found => differ(path.to_owned(), shown(expected), shown(found)),
        _ => {}
    }
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".to_owned() } else { format!("{count} items") }
}

/// The part of a path that leads to a member.
fn member(key: &str) -> String {
    let plain = key.chars().all(|char| char.is_alphanumeric() || char == '_')
        && !key.starts_with(|first: char| first.is_ascii_digit())
        && !key.is_empty();
    if plain { format!(".{key}") } else { format!("[{}]", Json::from(key).to_compact()) }
}

/// The compact text of a value, cut where it is long.
pub(crate) fn shown(value: &Json) -> String {
    cut(&value.to_compact())
}

/// Two texts that differ; long ones from a little before the first difference.
fn texts(one: &str, two: &str) -> (String, String) {
    const BEFORE: usize = 20;
    let same = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let from = if same > BEFORE && one.chars().count().max(two.chars().count()) > MOST { same - BEFORE } else { 0 };
    let quoted = |text: &str| {
        let rest: String = text.chars().skip(from).collect();
        let start = if from > 0 { "…" } else { "" };
        format!("{start}{}", cut(&Json::from(rest).to_compact()))
    };
    (quoted(one), quoted(two))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told_with_its_place() {
        fn check(expected: Json, found: Json, told: &[&str]) {
            let all: Vec<_> = differences(&expected, &found).iter().map(ToString::to_string).collect();
            assert_eq!(all, told, "{expected:?} {found:?}");
        }
        check(json!({}), json!({"a": 1}), &[]);
        check(json!({"a": {"b": 1.0}}), json!({"a": {"b": 1, "c": 2}, "d": 3}), &[]);
        check(json!({"a": {"b": 1}}), json!({"a": {"b": 2}}), &["$.a.b: expected 1, found 2"]);
        check(json!({"a": null}), json!({}), &["$.a: expected null, found nothing"]);
        check(json!({"a": null}), json!({"a": null}), &[]);
        check(json!({"a": {}}), json!({"a": [1]}), &["$.a: expected {}, found [1]"]);
        check(json!({"a": "1"}), json!({"a": 1}), &["$.a: expected \"1\", found 1"]);
        check(
            json!({"x": [{"sku": "a"}, {"sku": "b"}]}),
            json!({"x": [{"sku": "a", "n": 1}, {"sku": "c", "n": 2}]}),
            &["$.x[1].sku: expected \"b\", found \"c\""],
        );
        check(json!([1, 2]), json!([1]), &["$: expected 2 items, found 1 item"]);
        check(json!([2, 1]), json!([1, 2]), &["$[0]: expected 2, found 1", "$[1]: expected 1, found 2"]);
        check(
            json!({"a b": {"0": 1, "收": 2}}),
            json!({"a b": {}}),
            &["$[\"a b\"][\"0\"]: expected 1, found nothing", "$[\"a b\"].收: expected 2, found nothing"],
        );
    }

    #[test]
    fn long_values_are_cut() {
        let long = "x".repeat(200);
        let found = differences(&json!({"a": long.as_str()}), &json!({"a": 1}));
        assert_eq!(found[0].expected, format!("\"{}…", "x".repeat(79)));
        let (one, two) = (format!("{long}one"), format!("{long}two"));
        let found = differences(&Json::from(one), &Json::from(two));
        let same = "x".repeat(20);
        assert_eq!(found[0].to_string(), format!("$: expected …\"{same}one\", found …\"{same}two\""));
    }
}
