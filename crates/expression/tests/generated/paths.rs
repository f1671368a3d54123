//! Paths lead where JSONPath leads, in the part of it that the languages share.

use flowglass_expression::legacy::{self, Reference};
use flowglass_expression::state_machine::{Expression, MissingPath, Options, Scope};
use flowglass_expression::{Json, Random};
use serde_json_path::JsonPath;

use super::data::{KEYS, once_in, pick, quoted, value};

/// The values that JSONPath finds.
fn expected(path: &str, root: &Json) -> Vec<Json> {
    let root: serde_json::Value = serde_json::from_str(&root.to_compact()).expect("our text is JSON");
    let path = JsonPath::parse(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    path.query(&root)
        .all()
        .into_iter()
        .map(|found| Json::parse(&found.to_string()).expect("its text is JSON"))
        .collect()
}

/// Segments that often lead somewhere in the value.
fn segments(random: &mut Random, root: &Json, wildcards: bool) -> String {
    let mut text = String::new();
    let mut place = Some(root.clone());
    for _ in 0..random.below(5) {
        if wildcards && once_in(random, 4) {
            text.push_str(pick(random, &["[*]", ".*"]));
            place = place.and_then(|place| match place {
                Json::Array(items) => items.first().cloned(),
                Json::Object(object) => object.values().next().cloned(),
                _ => None,
            });
            continue;
        }
        match place.clone() {
            Some(Json::Array(items)) if !once_in(random, 8) => {
                let index = random.below(items.len() as u64 + 1) as usize;
                text.push_str(&format!("[{index}]"));
                place = items.get(index).cloned();
            }
            inner => {
                let keys: Vec<&str> =
                    inner.as_ref().and_then(Json::as_object).map_or(vec![], |o| o.keys().map(|key| &**key).collect());
                let key = if keys.is_empty() || once_in(random, 6) { pick(random, &KEYS) } else { pick(random, &keys) };
                text.push_str(&member(random, key));
                place = inner.as_ref().and_then(|inner| inner.get(key)).cloned();
            }
        }
    }
    text
}

fn member(random: &mut Random, key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    match random.below(3) {
        0 if plain => format!(".{key}"),
        1 => format!("[{}]", quoted(key, '\'')),
        _ => format!("[{}]", quoted(key, '"')),
    }
}

#[test]
fn references_lead_where_json_path_leads() {
    let mut random = Random::new(41);
    let (mut single, mut missing, mut several, mut none) = (0, 0, 0, 0);
    for _ in 0..6_000 {
        let root = value(&mut random, 4);
        let text = format!("${}", segments(&mut random, &root, true));
        let expected = expected(&text, &root);
        let reference = Reference::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let null = Json::Null;
        let mut notes = Vec::new();
        let scope = legacy::Scope { input: &null, local: &null, context: &null, own: &root };
        let found = reference.resolve(&scope, &mut notes);
        let wildcard = reference.path().segments.iter().any(|segment| segment.step == flowglass_expression::Step::All);
        if wildcard {
            assert_eq!(found, Json::from(expected.clone()), "{text} in {root}");
            *(if expected.is_empty() { &mut none } else { &mut several }) += 1;
        } else {
            assert_eq!(found, expected.first().cloned().unwrap_or_default(), "{text} in {root}");
            assert_eq!(notes.len(), usize::from(expected.is_empty()), "{text} in {root}: {notes:?}");
            *(if expected.is_empty() { &mut missing } else { &mut single }) += 1;
        }
    }
    assert!([single, missing, several, none].iter().all(|count| *count > 200), "{single} {missing} {several} {none}");
}

#[test]
fn expressions_lead_where_json_path_leads() {
    let mut random = Random::new(43);
    let (mut there, mut missing) = (0, 0);
    for _ in 0..6_000 {
        let root = value(&mut random, 4);
        let path = segments(&mut random, &root, false);
        let expected = expected(&format!("${path}"), &root).pop();
        let expression = Expression::parse(&format!("$Input{path}")).unwrap_or_else(|error| panic!("{path}: {error}"));
        let null = Json::Null;
        let scope = Scope { input: &root, output: None, context: &null, global: &null, item: None };
        let options = Options { missing_path: MissingPath::Fail };
        let found = expression.evaluate(&scope, &options, &mut Random::new(0), &mut Vec::new()).ok();
        assert_eq!(found, expected, "{path} in {root}");
        *(if expected.is_some() { &mut there } else { &mut missing }) += 1;
    }
    assert!(there > 1_000 && missing > 500, "{there} {missing}");
}
