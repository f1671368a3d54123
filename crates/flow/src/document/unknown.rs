//! Values that a deployment tool writes before the service sees the definition.
//!
//! They are known by a tag such as `!Ref`; in templates also by a function such as `Ref:` or `Fn::GetAtt:`, and by
//! `${…}` in a text.

use std::sync::Arc;

use super::scalar::{Reading, Scalar};
use super::{Document, NodeId, NodeKind};
use crate::span::Span;

/// What stands for a value that is written later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrittenLater {
    /// Tags only: the definition is a file of its own.
    Tags,
    /// Also functions and `${…}`: the definition stands in a template as part of it.
    InTemplate,
}

impl Document {
    /// Turns everything that is written later into single values that are not known.
    pub(crate) fn mark_unknown(&mut self, later: WrittenLater) {
        let found: Vec<(NodeId, String)> = (0..self.nodes.len() as u32)
            .map(NodeId)
            .filter(|id| self.root != Some(*id))
            .filter_map(|id| Some((id, self.name_of_unknown(id, later)?)))
            .collect();
        self.set_unknown(found);
    }

    /// Makes the given nodes unknown values that are called as given.
    pub(super) fn set_unknown(&mut self, found: Vec<(NodeId, String)>) {
        if found.is_empty() {
            return;
        }
        let nodes = Arc::make_mut(&mut self.nodes);
        let unknown = Arc::make_mut(&mut self.unknown);
        for (id, name) in found {
            let node = &mut nodes[id.0 as usize];
            node.kind = NodeKind::Scalar(Scalar::new(name, Reading::Unknown));
            unknown.push(node.at);
        }
        // What lies in another one adds nothing.
        unknown.sort_by_key(|at| (at.start, std::cmp::Reverse(at.end)));
        let mut end = 0;
        unknown.retain(|at: &Span| {
            let adds = at.end > end;
            end = end.max(at.end);
            adds
        });
    }

    fn name_of_unknown(&self, id: NodeId, later: WrittenLater) -> Option<String> {
        let node = self.node(id);
        let tagged = node.tag.is_some();
        match &node.kind {
            NodeKind::Scalar(scalar) if tagged => Some(scalar.text().to_owned()),
            NodeKind::Sequence(_) if tagged => Some(format!("${{{}}}", self.words(id)?)),
            NodeKind::Mapping(entries) if tagged || (later == WrittenLater::InTemplate && entries.len() == 1) => {
                let function = entries.first().map(|(key, value)| (self.key_text(*key), *value));
                match function {
                    Some(("Fn::Sub", value)) => self.words(value),
                    Some(("Ref" | "Fn::GetAtt", value)) => Some(format!("${{{}}}", self.words(value)?)),
                    Some((key, _)) if key.starts_with("Fn::") => Some(format!("${{{key}}}")),
                    _ => node.tag.as_ref().map(|tag| format!("${{{tag}}}")),
                }
            }
            NodeKind::Scalar(scalar) if later == WrittenLater::InTemplate && scalar.text().contains("${") => {
                Some(scalar.text().to_owned())
            }
            NodeKind::Scalar(_) | NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// The single values of a list with points between them, as templates write attributes.
    fn words(&self, id: NodeId) -> Option<String> {
        let text = |id: NodeId| match &self.node(id).kind {
            NodeKind::Scalar(scalar) => Some(scalar.text().to_owned()),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        };
        match &self.node(id).kind {
            NodeKind::Sequence(items) => {
                Some(items.iter().filter_map(|item| text(*item)).collect::<Vec<_>>().join("."))
            }
            NodeKind::Scalar(_) => text(id),
            NodeKind::Mapping(_) => Some("…".to_owned()),
        }
    }
}
