//! The variables of a flow's environment.

use std::collections::BTreeMap;

use flowglass_expression::{Json, Object, json};

use crate::error::ApiError;

/// Reads the parameter `Environment`: `{"Variables":[{"Name":…,"Value":…,"Description":…}]}`.
///
/// # Errors
/// `InvalidArgument` when it is anything else.
pub(crate) fn read(text: &str) -> Result<Json, ApiError> {
    let wrong = || {
        ApiError::argument(
            r#"Environment is a JSON object such as {"Variables":[{"Name":"STAGE","Value":"dev"}]}, each name once."#,
        )
    };
    let environment = Json::parse(text).map_err(|_| wrong())?;
    let variables = environment.get("Variables").and_then(Json::as_array).ok_or_else(wrong)?;
    let mut names = Vec::with_capacity(variables.len());
    for variable in variables {
        let name = variable.get("Name").and_then(Json::as_str).filter(|name| !name.is_empty()).ok_or_else(wrong)?;
        variable.get("Value").and_then(Json::as_str).ok_or_else(wrong)?;
        names.push(name);
    }
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(wrong());
    }
    Ok(environment)
}

/// Writes variables in the service's shape; `None` when there are none.
pub(crate) fn of_variables(variables: &BTreeMap<String, String>) -> Option<Json> {
    let list: Vec<Json> =
        variables.iter().map(|(name, value)| json!({"Name": name.as_str(), "Value": value.as_str()})).collect();
    (!list.is_empty()).then(|| json!({"Variables": list}))
}

/// The environment as executions show it: names and values only.
///
/// Source: api.md 5.1.
pub(crate) fn of_execution(environment: &Json) -> Json {
    let variables = environment.get("Variables").and_then(Json::as_array).unwrap_or_default();
    let shown: Vec<Json> = variables
        .iter()
        .map(|variable| {
            ["Name", "Value"]
                .into_iter()
                .filter_map(|key| Some((key, variable.get(key)?.clone())))
                .collect::<Object>()
                .into()
        })
        .collect();
    json!({"Variables": shown})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_are_checked() {
        fn check(text: &str, good: bool) {
            assert_eq!(read(text).is_ok(), good, "{text}");
        }
        check(r#"{"Variables":[{"Name":"A","Value":""},{"Name":"B","Value":"b","Description":"d"}]}"#, true);
        check(r#"{"Variables":[]}"#, true);
        check("", false);
        check("{}", false);
        check(r#"{"Variables":{}}"#, false);
        check(r#"{"Variables":["A"]}"#, false);
        check(r#"{"Variables":[{"Name":"","Value":""}]}"#, false);
        check(r#"{"Variables":[{"Name":"A","Value":1}]}"#, false);
        check(r#"{"Variables":[{"Name":"A","Value":"1"},{"Name":"A","Value":"2"}]}"#, false);
    }

    #[test]
    fn executions_show_names_and_values() {
        let flow = read(r#"{"Variables":[{"Description":"d","Value":"b","Name":"B"}]}"#).unwrap();
        assert_eq!(of_execution(&flow).to_compact(), r#"{"Variables":[{"Name":"B","Value":"b"}]}"#);
    }
}
