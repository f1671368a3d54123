//! Where two values differ.

use flowglass_expression::{Json, Object};

/// A part in which two values differ.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueDifference {
    /// Where it is: member names behind dots, positions in brackets; empty for the whole.
    pub path: String,
    /// The part of the first value; `None` where it has none.
    pub a: Option<Json>,
    /// The part of the second value; `None` where it has none.
    pub b: Option<Json>,
}

/// Finds the parts in which two values differ, at most `most` of them, in the order of the first value.
///
/// The order of members does not matter. `same` says which texts count as equal although they differ.
pub fn value_differences(a: &Json, b: &Json, most: usize, same: &dyn Fn(&str, &str) -> bool) -> Vec<ValueDifference> {
    let mut search = Search { found: Vec::new(), most, same };
    search.look("", a, b);
    search.found
}

struct Search<'a> {
    found: Vec<ValueDifference>,
    most: usize,
    same: &'a dyn Fn(&str, &str) -> bool,
}

impl Search<'_> {
    /// Values nest no deeper than their reader allows, so this ends soon.
    fn look(&mut self, path: &str, a: &Json, b: &Json) {
        if self.found.len() >= self.most || a == b {
            return;
        }
        match (a, b) {
            (Json::Object(a), Json::Object(b)) => self.look_inside(path, a, b),
            (Json::Array(a), Json::Array(b)) => {
                for index in 0..a.len().max(b.len()) {
                    self.either(&format!("{path}[{index}]"), a.get(index), b.get(index));
                }
            }
            (Json::String(a), Json::String(b)) if (self.same)(a, b) => {}
            _ => self.add(path, Some(a), Some(b)),
        }
    }

    fn look_inside(&mut self, path: &str, a: &Object, b: &Object) {
        let only_b = b.keys().filter(|key| !a.contains_key(key));
        for key in a.keys().chain(only_b) {
            self.either(&member_path(path, key), a.get(key), b.get(key));
        }
    }

    fn either(&mut self, path: &str, a: Option<&Json>, b: Option<&Json>) {
        match (a, b) {
            (Some(a), Some(b)) => self.look(path, a, b),
            _ => self.add(path, a, b),
        }
    }

    fn add(&mut self, path: &str, a: Option<&Json>, b: Option<&Json>) {
        if self.found.len() < self.most {
            self.found.push(ValueDifference { path: path.to_owned(), a: a.cloned(), b: b.cloned() });
        }
    }
}

/// The path of a member, in brackets where its name would be misread.
fn member_path(path: &str, key: &str) -> String {
    let plain =
        !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || "_-$".contains(character));
    match (plain, path) {
        (true, "") => key.to_owned(),
        (true, _) => format!("{path}.{key}"),
        (false, _) => format!("{path}[{}]", Json::from(key)),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    #[test]
    fn differing_parts_are_named_by_their_paths() {
        fn check(a: Json, b: Json, expected: &[(&str, Option<Json>, Option<Json>)]) {
            let found = value_differences(&a, &b, 10, &|a, b| a == "token 1" && b == "token 2");
            let found: Vec<_> = found.into_iter().map(|found| (found.path, found.a, found.b)).collect();
            let expected: Vec<_> =
                expected.iter().map(|(path, a, b)| ((*path).to_owned(), a.clone(), b.clone())).collect();
            assert_eq!(found, expected, "{a} {b}");
        }
        check(json!({"a": 1, "b": [1, {"c": 2.0}]}), json!({"b": [1, {"c": 2}], "a": 1}), &[]);
        check(json!(1), json!("1"), &[("", Some(json!(1)), Some(json!("1")))]);
        check(
            json!({"a": {"b c": [1, 2]}, "x": 1}),
            json!({"a": {"b c": [1, 3, 4]}, "y": null}),
            &[
                ("a[\"b c\"][1]", Some(json!(2)), Some(json!(3))),
                ("a[\"b c\"][2]", None, Some(json!(4))),
                ("x", Some(json!(1)), None),
                ("y", None, Some(json!(null))),
            ],
        );
        check(json!(["token 1"]), json!(["token 2"]), &[]);
        check(json!(["token 2"]), json!(["token 1"]), &[("[0]", Some(json!("token 2")), Some(json!("token 1")))]);
    }

    #[test]
    fn the_search_ends_when_enough_is_found() {
        let many = |value: i64| Json::from((0..100).map(|_| Json::from(value)).collect::<Vec<_>>());
        assert_eq!(value_differences(&many(1), &many(2), 3, &|_, _| false).len(), 3);
    }
}
