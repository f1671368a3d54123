//! The JSON Schema of scenario files says what the reader reads: the same keys, the same words.

use flowglass_expression::Json;
use flowglass_history::EventType;

use super::{edits, expect, options, read, tasks};

fn schema() -> Json {
    Json::parse(include_str!("../../../../docs/scenario.schema.json")).unwrap()
}

/// The part of a schema that a path of names leads to.
fn part<'j>(mut schema: &'j Json, path: &str) -> &'j Json {
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let list = schema.as_array().zip(name.parse::<usize>().ok()).and_then(|(list, index)| list.get(index));
        schema = list.or_else(|| schema.get(name)).unwrap_or_else(|| panic!("{path}: the schema has no {name}"));
    }
    schema
}

#[test]
fn the_schema_has_the_keys_of_the_reader() {
    let schema = schema();
    let check = |path: &str, keys: &[&str]| {
        let mapping = part(&schema, path);
        let properties = part(mapping, "properties").as_object().unwrap();
        let found: Vec<_> = properties.keys().map(|key| &**key).collect();
        assert_eq!(found, keys, "{path}");
        assert_eq!(mapping.get("additionalProperties"), Some(&Json::Bool(false)), "{path}");
        for (key, value) in properties {
            let described = value.get("description").is_some() || value.get("$ref").is_some();
            assert!(described, "{path}: {key} has no description");
        }
    };
    check("", &read::KEYS);
    check("properties/execution", &read::EXECUTION_KEYS);
    check("properties/stop", &read::STOP_KEYS);
    check("properties/options", &options::KEYS);
    check("properties/tasks/items", &tasks::ENTRY_KEYS);
    check("properties/edits/items", &edits::EDIT_KEYS);
    check("definitions/place", &tasks::PLACE_KEYS);
    check("definitions/outcome", &tasks::OUTCOME_KEYS);
    check("definitions/outcome/properties/refused", &tasks::REFUSAL_KEYS);
    check("properties/expect", &expect::KEYS);
    check("properties/expect/properties/steps/items", &expect::STEP_KEYS);
    check("definitions/namedStep/anyOf/1", &expect::NAMED_KEYS);
}

#[test]
fn the_schema_has_the_words_of_the_reader() {
    fn check<T>(schema: &Json, path: &str, words: &[(&'static str, T)]) {
        let found = part(schema, &format!("{path}/enum")).as_array().unwrap().to_vec();
        // A key without a value says nothing.
        let expected: Vec<_> = words.iter().map(|(word, _)| Json::from(*word)).chain([Json::Null]).collect();
        assert_eq!(found, expected, "{path}");
    }
    let schema = schema();
    check(&schema, "properties/mode", &read::MODES);
    let option = |name: &str| format!("properties/options/properties/{name}");
    check(&schema, &option("vocabulary"), &options::VOCABULARIES);
    check(&schema, &option("passThrough"), &options::PASS_THROUGH);
    check(&schema, &option("failInScope"), &options::FAIL_IN_SCOPE);
    check(&schema, &option("scalarItems"), &options::SCALAR_ITEMS);
    check(&schema, &option("distributedBy"), &options::DISTRIBUTED_BY);
    check(&schema, &option("missingPath"), &options::MISSING_PATH);
    check(&schema, &option("expressionErrors"), &options::EXPRESSION_ERRORS);
    check(&schema, &option("caughtWithoutConstructor"), &options::CAUGHT_OUTPUT);
    check(&schema, "properties/expect/properties/status", &expect::STATUSES);
    let events = part(&schema, "properties/expect/properties/events/properties").as_object().unwrap();
    let events: Vec<_> = events.keys().map(|key| key.to_string()).collect();
    assert_eq!(events, EventType::ALL.map(EventType::name));
}

#[test]
fn the_schema_names_the_defaults_of_the_reader() {
    let (schema, usual) = (schema(), crate::Options::default());
    let check = |path: &str, expected: Json| assert_eq!(part(&schema, &format!("{path}/default")), &expected, "{path}");
    let option = |name: &str| format!("properties/options/properties/{name}");
    check(&option("eventLimit"), usual.event_limit.into());
    check(&option("globalLimit"), Json::from(i64::try_from(usual.global_limit).unwrap()));
    check(&option("mapItems"), usual.map_items.into());
    check(&option("mapRuns"), usual.map_runs.into());
    check(&option("taskTimeoutError"), usual.task_timeout_error.as_str().into());
    fn word<T: PartialEq>(words: &[(&'static str, T)], usual: &T) -> Json {
        words.iter().find(|(_, meaning)| meaning == usual).map(|(word, _)| Json::from(*word)).unwrap()
    }
    check("properties/mode", word(&read::MODES, &crate::Mode::default()));
    check(&option("vocabulary"), word(&options::VOCABULARIES, &usual.vocabulary));
    check(&option("passThrough"), word(&options::PASS_THROUGH, &usual.pass_through));
    check(&option("failInScope"), word(&options::FAIL_IN_SCOPE, &usual.fail_in_scope));
    check(&option("scalarItems"), word(&options::SCALAR_ITEMS, &usual.scalar_items));
    check(&option("distributedBy"), word(&options::DISTRIBUTED_BY, &usual.distributed_by));
    check(&option("missingPath"), word(&options::MISSING_PATH, &usual.missing_path));
    check(&option("expressionErrors"), word(&options::EXPRESSION_ERRORS, &usual.expression_errors));
    check(&option("caughtWithoutConstructor"), word(&options::CAUGHT_OUTPUT, &usual.caught_without_constructor));
}
