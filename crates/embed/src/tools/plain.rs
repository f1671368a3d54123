//! JSON values on their way to JavaScript.

use flowglass_expression::Json;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The largest whole number that JavaScript keeps exactly.
const MOST_EXACT: u64 = (1 << 53) - 1;

/// A value whose numbers all are JavaScript's: whole ones beyond 2^53 lose digits, as `JSON.parse` would lose them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plain(pub(super) Json);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlainRef(&self.0).serialize(serializer)
    }
}

struct PlainRef<'a>(&'a Json);

impl Serialize for PlainRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::Number(number) => match number.as_i64().filter(|whole| whole.unsigned_abs() <= MOST_EXACT) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(number.as_f64()),
            },
            Json::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(&PlainRef(item))?;
                }
                list.end()
            }
            Json::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in object.iter() {
                    map.serialize_entry(&**key, &PlainRef(value))?;
                }
                map.end()
            }
            Json::Null | Json::Bool(_) | Json::String(_) => self.0.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_that_javascript_cannot_keep_are_sent_as_fractions() {
        fn check(text: &str, expected: &str) {
            let value = Plain(Json::parse(text).unwrap());
            assert_eq!(serde_json::to_string(&value).unwrap(), expected);
        }
        check(r#"{"a":[1,-2,0.5],"b":null,"c":"x"}"#, r#"{"a":[1,-2,0.5],"b":null,"c":"x"}"#);
        check("9007199254740991", "9007199254740991");
        check("9007199254740993", "9007199254740992.0");
        check("-9007199254740993", "-9007199254740992.0");
    }
}
