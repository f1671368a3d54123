//! A flow as the service describes it.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::lenient;

/// A flow on the wire: what the operations that make, change, describe and list flows have in common.
///
/// Source: api.md 5.2.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireFlow {
    /// Its name, unique in the account and region.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The language of the definition: `FDL`.
    #[serde(rename = "Type", deserialize_with = "lenient::text")]
    pub kind: String,
    /// The definition's text.
    #[serde(deserialize_with = "lenient::text")]
    pub definition: String,
    /// What people should know of it.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// The role that its executions act in; may be empty.
    #[serde(deserialize_with = "lenient::text")]
    pub role_arn: String,
    /// A number of the service's own.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub created_time: String,
    /// When it was changed last, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub last_modified_time: String,
    /// `Standard` or `Express`; missing or empty is `Standard`.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub execution_mode: Option<String>,
    /// Where large data is kept.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub external_storage_location: Option<String>,
    /// The variables of the environment, `{"Variables":[{"Name":…,"Value":…,"Description":…}]}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Json>,
    /// The group of resources that it belongs to.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub resource_group_id: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_is_written_as_it_was_read() {
        let text = concat!(
            r#"{"Name":"shop","Type":"FDL","Definition":"steps: []","Description":"","RoleArn":"","Id":"1","#,
            r#""CreatedTime":"2024-06-24T02:58:42.043Z","LastModifiedTime":"2024-06-24T02:58:42.043Z","#,
            r#""ExecutionMode":"Standard","Environment":{"Variables":[]},"New":[null]}"#,
        );
        let flow: WireFlow = serde_json::from_str(text).unwrap();
        assert_eq!((flow.name.as_str(), flow.execution_mode.as_deref()), ("shop", Some("Standard")));
        assert_eq!(serde_json::to_string(&flow).unwrap(), text);
    }

    #[test]
    fn missing_members_have_a_meaning() {
        let flow: WireFlow = serde_json::from_str(r#"{"Name":"shop","RoleArn":null,"ExecutionMode":null}"#).unwrap();
        let expected = WireFlow { name: "shop".to_owned(), ..WireFlow::default() };
        assert_eq!(flow, expected);
    }
}
