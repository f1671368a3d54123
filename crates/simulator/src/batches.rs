//! How the items of a distributed Map are grouped into the inputs of its children.
//!
//! The members of `ItemBatcher` are not documented. CHOICE: those that Amazon States Language has under the same name,
//! `MaxItemsPerBatch`, `MaxInputBytesPerBatch` and `BatchInput`; a child receives `{"Items": [..], "BatchInput": ..}`,
//! and counts as one item of the map run.

use flowglass_expression::{Json, Object};

/// How items are grouped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Batching {
    /// At least 1.
    most_items: usize,
    /// Of the whole input of a child, as compact JSON.
    most_bytes: usize,
    shared: Option<Json>,
}

impl Batching {
    /// Reads what `ItemBatcher` says; `None` when it sets no limit that is known.
    pub(crate) fn read(said: &Json) -> Option<Self> {
        let limit = |name: &str| {
            let number = said.get(name)?.as_number()?.as_f64();
            // The comparison is false for NaN, and the cast is cut off at both ends.
            (number >= 1.0).then_some(number as usize)
        };
        let (items, bytes) = (limit("MaxItemsPerBatch"), limit("MaxInputBytesPerBatch"));
        if items.is_none() && bytes.is_none() {
            return None;
        }
        Some(Self {
            most_items: items.unwrap_or(usize::MAX),
            most_bytes: bytes.unwrap_or(usize::MAX),
            shared: said.get("BatchInput").cloned(),
        })
    }

    /// Groups items in their order; one that is too large alone is a batch of its own.
    pub(crate) fn group(&self, items: Vec<Json>) -> Vec<Json> {
        let empty = self.input(Vec::new()).compact_len();
        let mut batches = Vec::new();
        let (mut batch, mut bytes) = (Vec::new(), empty);
        for item in items {
            // With the comma before it.
            let size = item.compact_len() + usize::from(!batch.is_empty());
            let is_full = batch.len() >= self.most_items || bytes.saturating_add(size) > self.most_bytes;
            if is_full && !batch.is_empty() {
                batches.push(self.input(std::mem::take(&mut batch)));
                bytes = empty;
            }
            bytes += item.compact_len() + usize::from(!batch.is_empty());
            batch.push(item);
        }
        if !batch.is_empty() {
            batches.push(self.input(batch));
        }
        batches
    }

    fn input(&self, items: Vec<Json>) -> Json {
        let mut input = Object::with_capacity(2);
        input.insert("Items", items.into());
        if let Some(shared) = &self.shared {
            input.insert("BatchInput", shared.clone());
        }
        input.into()
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    fn groups(said: Json, items: Json) -> Vec<String> {
        let Json::Array(items) = items else { panic!("{items:?}") };
        let batches = Batching::read(&said).unwrap().group(items.to_vec());
        batches.iter().map(Json::to_compact).collect()
    }

    #[test]
    fn items_are_grouped_by_number() {
        let two = json!({"MaxItemsPerBatch": 2});
        assert_eq!(groups(two.clone(), json!([1, 2, 3])), [r#"{"Items":[1,2]}"#, r#"{"Items":[3]}"#]);
        assert_eq!(groups(two, json!([])), [""; 0]);
        let shared = json!({"MaxItemsPerBatch": 5, "BatchInput": {"day": 1}});
        assert_eq!(groups(shared, json!([1])), [r#"{"Items":[1],"BatchInput":{"day":1}}"#]);
    }

    #[test]
    fn items_are_grouped_by_size() {
        // `{"Items":[11,22]}` is 17 bytes long.
        let check = |bytes: u32, expected: &[&str]| {
            assert_eq!(groups(json!({"MaxInputBytesPerBatch": bytes}), json!([11, 22, 3])), expected, "{bytes}");
        };
        check(19, &[r#"{"Items":[11,22,3]}"#]);
        check(18, &[r#"{"Items":[11,22]}"#, r#"{"Items":[3]}"#]);
        check(17, &[r#"{"Items":[11,22]}"#, r#"{"Items":[3]}"#]);
        check(16, &[r#"{"Items":[11]}"#, r#"{"Items":[22,3]}"#]);
        check(1, &[r#"{"Items":[11]}"#, r#"{"Items":[22]}"#, r#"{"Items":[3]}"#]);
    }

    #[test]
    fn what_sets_no_limit_does_not_group() {
        for said in [json!({}), json!({"MaxItemsPerBatch": 0}), json!({"MaxItemsPerBatch": "2"}), json!(2), Json::Null]
        {
            assert_eq!(Batching::read(&said), None, "{said:?}");
        }
    }
}
