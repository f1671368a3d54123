//! Functions on arrays and objects.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use crate::{Json, MAX_DEPTH};

use super::arguments::Arguments;

pub(super) fn array_contains(arguments: Arguments<'_>) -> Result<Json, String> {
    Ok(Json::from(arguments.array(0)?.contains(arguments.value(1))))
}

/// Keeps the first of equal elements.
pub(super) fn array_unique(arguments: Arguments<'_>) -> Result<Json, String> {
    let mut kept: Vec<Json> = Vec::new();
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for item in arguments.array(0)? {
        let alike = places.entry(fingerprint(item)).or_default();
        if !alike.iter().any(|place| kept[*place] == *item) {
            alike.push(kept.len());
            kept.push(item.clone());
        }
    }
    Ok(Json::from(kept))
}

/// Gives the element or member, or `null` if it is not there.
pub(super) fn get(arguments: Arguments<'_>) -> Result<Json, String> {
    let found = match arguments.value(0) {
        Json::Array(items) => usize::try_from(arguments.integer(1)?).ok().and_then(|index| items.get(index)),
        Json::Object(object) => object.get(arguments.text(1)?),
        _ => return Err(arguments.mismatch(0, "an array or an object")),
    };
    Ok(found.cloned().unwrap_or_default())
}

/// Shallow; the second object wins.
pub(super) fn json_merge(arguments: Arguments<'_>) -> Result<Json, String> {
    arguments.object(0)?;
    arguments.object(1)?;
    Ok(arguments.value(0).merge(arguments.value(1)))
}

/// Counts elements, members or characters.
pub(super) fn length(arguments: Arguments<'_>) -> Result<Json, String> {
    match arguments.value(0) {
        Json::Array(items) => Ok(Json::from(items.len())),
        Json::Object(object) => Ok(Json::from(object.len())),
        Json::String(text) => Ok(Json::from(text.chars().count())),
        _ => Err(arguments.mismatch(0, "an array, an object or a string")),
    }
}

/// Lists the keys in ascending order.
pub(super) fn map_keys(arguments: Arguments<'_>) -> Result<Json, String> {
    Ok(sorted_members(arguments)?.into_iter().map(|(key, _)| Json::from(key)).collect())
}

/// Lists the values in ascending order of their keys.
pub(super) fn map_values(arguments: Arguments<'_>) -> Result<Json, String> {
    Ok(sorted_members(arguments)?.into_iter().map(|(_, value)| value.clone()).collect())
}

pub(super) fn to_array(arguments: Arguments<'_>) -> Result<Json, String> {
    let array = Json::from(arguments.0.to_vec());
    if array.depth() > MAX_DEPTH {
        return Err(format!("the array nests deeper than {MAX_DEPTH} levels"));
    }
    Ok(array)
}

fn sorted_members(arguments: Arguments<'_>) -> Result<Vec<(&Arc<str>, &Json)>, String> {
    let mut members: Vec<_> = arguments.object(0)?.iter().collect();
    members.sort_by_key(|(key, _)| *key);
    Ok(members)
}

/// A number that is the same for equal values, so that only few need to be compared.
fn fingerprint(value: &Json) -> u64 {
    let mut hasher = FxHasher::default();
    value.kind().hash(&mut hasher);
    match value {
        Json::Null => {}
        Json::Bool(value) => value.hash(&mut hasher),
        // Numbers that are equal are equal as floats too; the sum turns -0 into 0.
        Json::Number(number) => (number.as_f64() + 0.0).to_bits().hash(&mut hasher),
        Json::String(text) => text.hash(&mut hasher),
        Json::Array(items) => items.iter().for_each(|item| fingerprint(item).hash(&mut hasher)),
        // The order of members does not matter, so it must not matter here.
        Json::Object(object) => {
            let members = object.iter().map(|(key, value)| {
                let mut member = FxHasher::default();
                (key, fingerprint(value)).hash(&mut member);
                member.finish()
            });
            members.fold(0, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, refuse};
    use crate::json;

    #[test]
    fn membership_is_deep_equality() {
        check("arrayContains([1, \"a\"], \"a\")", json!(true));
        check("arrayContains([1, \"a\"], 1.0)", json!(true));
        check("arrayContains([{\"a\": [1], \"b\": 2}], {\"b\": 2, \"a\": [1]})", json!(true));
        check("arrayContains([1], \"1\")", json!(false));
        check("arrayContains([], null)", json!(false));
        refuse("arrayContains(\"abc\", \"a\")", "arrayContains: argument 1 must be an array, not a string");
    }

    #[test]
    fn the_first_of_equal_elements_stays() {
        check("arrayUnique([2, 1, 2.0, \"2\", null, 1, null])", json!([2, 1, "2", null]));
        check(
            "arrayUnique([{\"a\": 1, \"b\": [0]}, {\"b\": [-0.0], \"a\": 1}, {\"a\": 1}, [1], [1]])",
            json!([
                {"a": 1, "b": [0]}, {"a": 1}, [1]
            ]),
        );
        check("arrayUnique([[1, 2], [2, 1]])", json!([[1, 2], [2, 1]]));
        check("arrayUnique([])", json!([]));
        check("length(arrayUnique(split(format(\"{}{}\", \"ab\", \"ab\"), \"\")))", json!(2));
        refuse("arrayUnique({})", "arrayUnique: argument 1 must be an array, not an object");
    }

    #[test]
    fn elements_and_members_are_got() {
        check("get([1, 2], 1)", json!(2));
        check("get([1, 2], 1.0)", json!(2));
        check("get([1, 2], 2)", json!(null));
        check("get([1, 2], -1)", json!(null));
        check("get({\"a\": 1}, \"a\")", json!(1));
        check("get({\"a\": 1}, \"b\")", json!(null));
        refuse("get([1], \"0\")", "get: argument 2 must be an integer, not a string");
        refuse("get({}, 0)", "get: argument 2 must be a string, not a number");
        refuse("get(null, 0)", "get: argument 1 must be an array or an object, not null");
    }

    #[test]
    fn merging_is_shallow_and_the_second_wins() {
        check(
            "jsonMerge({\"a\": 1, \"b\": {\"x\": 1}}, {\"b\": {\"y\": 2}, \"c\": 3})",
            json!({
                "a": 1, "b": {"y": 2}, "c": 3
            }),
        );
        check("jsonMerge({}, {})", json!({}));
        refuse("jsonMerge([], {})", "jsonMerge: argument 1 must be an object, not an array");
        refuse("jsonMerge({}, null)", "jsonMerge: argument 2 must be an object, not null");
    }

    #[test]
    fn lengths_are_counted() {
        check("length([1, [2, 3]])", json!(2));
        check("length({\"a\": 1})", json!(1));
        check("length(\"中😀e\\u0301\")", json!(4));
        check("length(\"\")", json!(0));
        refuse("length(true)", "length: argument 1 must be an array, an object or a string, not a boolean");
    }

    #[test]
    fn keys_and_values_line_up() {
        check("mapKeys({\"b\": 1, \"a\": 2, \"B\": 3})", json!(["B", "a", "b"]));
        check("mapValues({\"b\": 1, \"a\": 2, \"B\": 3})", json!([3, 2, 1]));
        check("mapKeys({})", json!([]));
        refuse("mapKeys([])", "mapKeys: argument 1 must be an object, not an array");
        refuse("mapValues(1)", "mapValues: argument 1 must be an object, not a number");
    }

    #[test]
    fn arguments_become_an_array() {
        check("toArray()", json!([]));
        check("toArray(1, \"a\", null, [2])", json!([1, "a", null, [2]]));
    }
}
