//! Versions and aliases of flows as the service describes them.
//!
//! Source: api.md 5.5.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::lenient;

/// A version of a flow: what `PublishFlowVersion` answers, and an item of [`FlowVersionList`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireFlowVersion {
    /// The flow; only where the version is made.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    /// Its number as a text, counted from 1.
    #[serde(deserialize_with = "lenient::text")]
    pub version: String,
    /// What people should know of it.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub created_time: String,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// A page of versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FlowVersionList {
    /// The versions.
    #[serde(deserialize_with = "lenient::list")]
    pub flow_versions: Vec<WireFlowVersion>,
    /// What to ask for the next page with; none when this is the last.
    #[serde(deserialize_with = "lenient::token", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// A name for one or two versions of a flow: what `CreateFlowAlias` answers, and an item of [`FlowAliasList`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireFlowAlias {
    /// The flow; only where the alias is made.
    #[serde(deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What people should know of it.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// The versions that it stands for.
    #[serde(deserialize_with = "lenient::list")]
    pub routing_configurations: Vec<RoutingConfiguration>,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "lenient::text")]
    pub created_time: String,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// One version that an alias stands for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RoutingConfiguration {
    /// The number of the version.
    #[serde(deserialize_with = "lenient::text")]
    pub version: String,
    /// How many of a hundred executions run it.
    #[serde(deserialize_with = "lenient::integer")]
    pub weight: i64,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// What `DescribeFlowAlias` and `UpdateFlowAlias` answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FlowAliasAnswer {
    /// The alias.
    pub alias: WireFlowAlias,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// A page of aliases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FlowAliasList {
    /// The aliases.
    #[serde(deserialize_with = "lenient::list")]
    pub aliases: Vec<WireFlowAlias>,
    /// What to ask for the next page with; none when this is the last.
    #[serde(deserialize_with = "lenient::token", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    #[test]
    fn versions_and_aliases_are_written_as_they_were_read() {
        fn check<T: Serialize + DeserializeOwned>(text: &str) {
            let read: T = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        check::<WireFlowVersion>(r#"{"FlowName":"f","Version":"1","Description":"","CreatedTime":"t","New":1}"#);
        check::<FlowVersionList>(
            r#"{"FlowVersions":[{"Version":"1","Description":"d","CreatedTime":"t"}],"NextToken":"2","New":[]}"#,
        );
        let alias = r#"{"Name":"a","Description":"","RoutingConfigurations":[{"Version":"2","Weight":100,"New":{}}],"CreatedTime":"t"}"#;
        check::<WireFlowAlias>(alias);
        check::<FlowAliasAnswer>(&format!(r#"{{"Alias":{alias},"New":null}}"#));
        check::<FlowAliasList>(&format!(r#"{{"Aliases":[{alias}]}}"#));
    }

    #[test]
    fn numbers_may_come_as_texts_and_texts_as_numbers() {
        let read: RoutingConfiguration = serde_json::from_str(r#"{"Version":2,"Weight":"30"}"#).unwrap();
        assert_eq!((read.version.as_str(), read.weight), ("2", 30));
        let read: FlowAliasList = serde_json::from_str(r#"{"Aliases":null,"NextToken":""}"#).unwrap();
        assert_eq!(read, FlowAliasList::default());
    }
}
