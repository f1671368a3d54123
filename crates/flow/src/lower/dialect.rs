//! Which language a mapping is written in.

use crate::document::{Document, NodeId, NodeKind, Scalar};
use crate::model::Dialect;

/// Tells the dialect by what says it outright, else by the keys that only one of the two has.
///
/// Source: `fdl-v1.md` 1, `state-machine.md` 1.1; guessing by other keys is ours, so that an unfinished text is drawn.
pub(super) fn recognise(document: &Document, root: NodeId) -> Option<Dialect> {
    let NodeKind::Mapping(entries) = &document.node(root).kind else { return None };
    let value = |name: &str| entries.iter().find(|(key, _)| document.key_text(*key) == name).map(|(_, value)| *value);
    let word = |name: &str| match &document.node(value(name)?).kind {
        NodeKind::Scalar(scalar) => Some(Scalar::text(scalar)),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    };
    if word("Type") == Some("StateMachine") {
        return Some(Dialect::StateMachine);
    }
    if word("type") == Some("flow") {
        return Some(Dialect::Legacy);
    }
    let has = |names: &[&str]| names.iter().any(|name| value(name).is_some());
    if has(&["States", "StartAt", "SpecVersion"]) {
        Some(Dialect::StateMachine)
    } else if has(&["steps"]) {
        Some(Dialect::Legacy)
    } else if has(&["Type", "Name"]) {
        Some(Dialect::StateMachine)
    } else if has(&["type", "version"]) {
        Some(Dialect::Legacy)
    } else {
        None
    }
}
