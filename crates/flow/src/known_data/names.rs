//! The keys of a flow's data, numbered.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::keys::KeyId;

/// Every key that a flow names, in the order in which it does.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(FxHashMap<Arc<str>, KeyId>);

/// A key and its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'names> {
    pub(super) id: KeyId,
    pub(super) text: &'names Arc<str>,
}

impl Names {
    /// The number of a key, if the flow names it.
    pub(super) fn get(&self, key: &str) -> Option<KeyId> {
        self.0.get(key).copied()
    }

    /// Numbers a key.
    pub(super) fn add(&mut self, key: &str) -> (KeyId, Arc<str>) {
        if let Some((text, id)) = self.0.get_key_value(key) {
            return (*id, Arc::clone(text));
        }
        let (id, text) = (KeyId(self.0.len() as u32), Arc::<str>::from(key));
        self.0.insert(Arc::clone(&text), id);
        (id, text)
    }
}
