//! `duplicate-key`: a key stands twice in one mapping.

use std::sync::Arc;

use super::quoted;
use crate::finding::{Related, Rule};
use crate::span::Span;

/// The second of two equal keys; the first one counts here.
pub(crate) struct DuplicateKey {
    pub(crate) at: Span,
    pub(crate) first: Span,
    pub(crate) key: Arc<str>,
}

impl Rule for DuplicateKey {
    const CODE: &'static str = "duplicate-key";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("the key {} stands here a second time", quoted(&self.key))
    }
    fn why(&self) -> String {
        "YAML allows a key once in a mapping; which of the two a reader takes is not defined. Here the first counts."
            .to_owned()
    }
    fn help(&self) -> String {
        "Remove one of the two.".to_owned()
    }
    fn related(&self) -> Vec<Related> {
        vec![Related { at: self.first, what: "the first one".to_owned() }]
    }
}
