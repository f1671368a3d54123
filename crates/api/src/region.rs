//! Regions as the service lists them.
//!
//! Source: api.md 5.5.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use serde::{Deserialize, Serialize};

use crate::lenient;

/// What `DescribeRegions` answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RegionList {
    /// The regions.
    pub regions: Regions,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

/// The list within that answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Regions {
    /// The regions.
    #[serde(deserialize_with = "lenient::list")]
    pub region: Vec<WireRegion>,
}

/// A region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WireRegion {
    /// Its id, as in endpoints.
    #[serde(deserialize_with = "lenient::text")]
    pub region_id: String,
    /// Its name for people.
    #[serde(deserialize_with = "lenient::text")]
    pub local_name: String,
    /// Where the service is there.
    #[serde(deserialize_with = "lenient::text")]
    pub region_endpoint: String,
    /// Members that this build does not know, kept as they are.
    #[serde(flatten)]
    pub other: BTreeMap<String, Json>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_written_as_they_were_read() {
        let text = r#"{"Regions":{"Region":[{"RegionId":"r","LocalName":"l","RegionEndpoint":"e","New":1}]},"New":[]}"#;
        let list: RegionList = serde_json::from_str(text).unwrap();
        assert_eq!(list.regions.region[0].region_endpoint, "e");
        assert_eq!(serde_json::to_string(&list).unwrap(), text);
    }
}
