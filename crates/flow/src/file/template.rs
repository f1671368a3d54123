//! Flows in a template of ROS or Fun.
//!
//! Source: [ROS]; Fun's schema of `Aliyun::Serverless::Flow` (`Definition` or `DefinitionUri`).

use super::{Reading, Resource, Source, later};
use crate::document::{Document, Embedded, Node, NodeId, NodeKind};
use crate::span::{Span, Spanned};

/// The types of the resource, of ROS and of Fun.
const TYPES: [&str; 2] = ["ALIYUN::FNF::Flow", "Aliyun::Serverless::Flow"];
/// How often a value may refer to another one.
const DEEPEST: usize = 8;

/// The flows of a template; nothing when the document is none.
pub(super) fn resources(document: &Document) -> Option<Vec<Resource>> {
    let root = document.root?;
    let resources = document.value(root, "Resources")?;
    let NodeKind::Mapping(entries) = &document.node(resources).kind else { return None };
    if ["steps", "States"].iter().any(|key| document.value(root, key).is_some()) {
        return None;
    }
    let template = Template { document, root };
    Some(entries.iter().filter_map(|(key, resource)| template.resource(*key, *resource)).collect())
}

struct Template<'document> {
    document: &'document Document,
    root: NodeId,
}

impl Template<'_> {
    fn resource(&self, key: NodeId, resource: NodeId) -> Option<Resource> {
        let document = self.document;
        let kind = document.value(resource, "Type").and_then(|node| scalar(document.node(node)))?;
        if !TYPES.contains(&kind) {
            return None;
        }
        let properties = document.value(resource, "Properties")?;
        let file = ["DefinitionUri", "DefinitionURI"].iter().find_map(|key| document.value(properties, key));
        let source = match (document.value(properties, "Definition"), file) {
            (Some(definition), _) => self.source(definition),
            (None, Some(file)) => self.file(file),
            (None, None) => return None,
        };
        Some(Resource { name: Spanned::new(document.key_text(key).to_string(), document.node(key).at), source })
    }

    fn source(&self, definition: NodeId) -> Source {
        let node = self.document.node(definition);
        let plain_mapping = matches!(node.kind, NodeKind::Mapping(_)) && node.tag.is_none();
        if plain_mapping && function(self.document, definition).is_none() {
            return Source::Node(definition);
        }
        let mut replaced = Vec::new();
        match self.text(definition, &mut replaced, DEEPEST) {
            Some(text) => Source::Text(Box::new(later::ros(&text, &replaced))),
            None => self.computed(definition),
        }
    }

    fn file(&self, file: NodeId) -> Source {
        let node = self.document.node(file);
        match scalar(node).filter(|path| node.tag.is_none() && !path.is_empty() && !path.contains("://")) {
            Some(path) => Source::File { path: Spanned::new(path.to_owned(), node.at), reading: Reading::AsItIs },
            None => self.computed(file),
        }
    }

    /// The text that a node stands for, before anything is filled in; nothing when it would have to be computed.
    fn text(&self, id: NodeId, replaced: &mut Vec<String>, deepest: usize) -> Option<Embedded> {
        let document = self.document;
        let deepest = deepest.checked_sub(1)?;
        let (name, value) = function(document, id).unwrap_or(("", id));
        let items = match &document.node(value).kind {
            NodeKind::Sequence(items) => &items[..],
            NodeKind::Scalar(_) | NodeKind::Mapping(_) => &[],
        };
        match (name, items) {
            ("", _) | ("Sub", []) => Embedded::of_scalar(document, value),
            ("Sub", [text, ..]) => self.text(*text, replaced, deepest),
            ("Replace", [map, text]) => {
                let NodeKind::Mapping(entries) = &document.node(*map).kind else { return None };
                replaced.extend(entries.iter().map(|(key, _)| document.key_text(*key).to_string()));
                self.text(*text, replaced, deepest)
            }
            ("Join", [between, list]) => self.joined(*between, *list, replaced, deepest),
            ("Ref", []) => {
                let name = scalar(document.node(value))?;
                let parameter = document.value(document.value(self.root, "Parameters")?, name)?;
                self.text(document.value(parameter, "Default")?, replaced, deepest)
            }
            _ => None,
        }
    }

    /// Texts with another one between them; what is written later stands between them as `${…}`.
    fn joined(&self, between: NodeId, list: NodeId, replaced: &mut Vec<String>, deepest: usize) -> Option<Embedded> {
        let document = self.document;
        let between = scalar(document.node(between))?;
        let NodeKind::Sequence(items) = &document.node(list).kind else { return None };
        let mut joined = Embedded::default();
        for (index, item) in items.iter().enumerate() {
            let at = document.node(*item).at;
            if index > 0 {
                joined.push_text(between, Span::at(at.start as usize));
            }
            match self.text(*item, replaced, deepest) {
                Some(text) => joined.push(&text, 0..text.text().len()),
                None => joined.push_text("${…}", at),
            }
        }
        Some(joined)
    }

    fn computed(&self, id: NodeId) -> Source {
        let node = self.document.node(id);
        let key = match &node.kind {
            NodeKind::Mapping(entries) => entries.first().map(|(key, _)| self.document.key_text(*key).to_string()),
            NodeKind::Scalar(_) | NodeKind::Sequence(_) => None,
        };
        let by = node.tag.as_deref().map(str::to_owned).or(key);
        let by = by.or_else(|| scalar(node).map(str::to_owned)).unwrap_or_default();
        Source::Computed { at: self.document.first_line(id), by }
    }
}

fn scalar(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Scalar(scalar) => Some(scalar.text()),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    }
}

/// The function that a node calls, by a tag or by its only key, and the node with its arguments.
fn function(document: &Document, id: NodeId) -> Option<(&str, NodeId)> {
    let node = document.node(id);
    if let Some(tag) = &node.tag {
        return Some((tag.trim_start_matches('!'), id));
    }
    let NodeKind::Mapping(entries) = &node.kind else { return None };
    let [(key, value)] = entries[..] else { return None };
    let key = scalar(document.node(key))?;
    let name = if key == "Ref" { Some(key) } else { key.strip_prefix("Fn::") };
    name.map(|name| (name, value))
}
