//! Where a byte of a definition lies: in which mapping, under which keys.

use flowglass_flow::{Dialect, Document, Node, NodeId, NodeKind};

use crate::place::{Place, Source, Value};

/// What lies at a place of a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    /// The mappings around it, outermost first; at least one.
    pub(crate) frames: Vec<Frame>,
    /// What it is in the innermost mapping.
    pub(crate) what: What,
    /// The key or value itself.
    pub(crate) node: NodeId,
}

/// A mapping, and the key whose value was entered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Frame {
    pub(crate) place: Place,
    pub(crate) mapping: NodeId,
    pub(crate) key: String,
}

/// What a node is in its mapping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// One of its keys.
    Key,
    /// The value of a key, or an item of the list that stands there.
    Value(Value),
}

impl Spot {
    /// Finds what lies at the byte `offset`, with the steps around it.
    pub(crate) fn at(document: &Document, dialect: Dialect, offset: usize) -> Option<Self> {
        let place = match dialect {
            Dialect::Legacy => Place::LegacyFlow,
            Dialect::StateMachine => Place::Flow,
        };
        let mut frames = Vec::new();
        let mut open = (Value::Mapping(place), document.root?);
        loop {
            let (value, node) = open;
            match (&document.node(node).kind, value) {
                (NodeKind::Mapping(entries), Value::Mapping(place) | Value::List(place)) => {
                    let place = resolved(document, place, entries);
                    let touched = |id: NodeId| document.node(id).at.touches(offset);
                    let (key, inner) = *entries.iter().find(|(key, value)| touched(*key) || touched(*value))?;
                    let text = document.key_text(key).to_string();
                    frames.push(Frame { place, mapping: node, key: text.clone() });
                    if touched(key) {
                        return Some(Self { frames, what: What::Key, node: key });
                    }
                    open = (under(&frames, place, &text)?, inner);
                }
                (NodeKind::Sequence(items), _) => {
                    let item = items.iter().find(|item| document.node(**item).at.touches(offset))?;
                    open = (value, *item);
                }
                (NodeKind::Scalar(_), _) if !frames.is_empty() => {
                    return Some(Self { frames, what: What::Value(value), node });
                }
                _ => return None,
            }
        }
    }

    /// The innermost mapping.
    pub(crate) fn innermost(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// The innermost step around the place, with its place in [`frames`](Self::frames).
    pub(crate) fn step(&self) -> Option<(usize, &Frame)> {
        self.frames.iter().enumerate().rev().find(|(_, frame)| frame.place.kind().is_some())
    }

    /// The keys that the innermost mapping has, without the one at this place.
    pub(crate) fn other_keys(&self, document: &Document) -> Vec<String> {
        let Some(frame) = self.innermost() else { return Vec::new() };
        let keys = entries(document, frame.mapping).iter().filter(|(key, _)| *key != self.node);
        keys.map(|(key, _)| document.key_text(*key).to_string()).collect()
    }

    /// The keys of the innermost mapping, with the one at this place.
    pub(crate) fn all_keys(&self, document: &Document) -> Vec<String> {
        let entries = self.innermost().map_or(&[][..], |frame| entries(document, frame.mapping));
        entries.iter().map(|(key, _)| document.key_text(*key).to_string()).collect()
    }

    /// The steps that a jump from this place may lead to, each with its name and its type, in the order of the text.
    pub(crate) fn steps_in_scope(&self, document: &Document, value: Value) -> Vec<(String, String)> {
        let list = match value {
            // The mapping opens a scope: its states are beside this key.
            Value::Start => self.innermost().and_then(|frame| child(document, frame.mapping, "States")),
            _ => self.step().and_then(|(index, _)| {
                let outer = self.frames.get(index.checked_sub(1)?)?;
                child(document, outer.mapping, &outer.key)
            }),
        };
        let Some(NodeKind::Sequence(items)) = list.map(|list| &document.node(list).kind) else { return Vec::new() };
        let text = |item: NodeId, keys: [&str; 2]| keys.into_iter().find_map(|key| text_of(document, item, key));
        let step = |item: &NodeId| {
            let name = text(*item, ["Name", "name"]).filter(|name| !name.is_empty())?;
            Some((name, text(*item, ["Type", "type"]).unwrap_or_default()))
        };
        items.iter().filter_map(step).collect()
    }

    /// The text under `key` in the mapping of frame `index`.
    pub(crate) fn text(&self, document: &Document, index: usize, key: &str) -> Option<String> {
        text_of(document, self.frames.get(index)?.mapping, key)
    }
}

/// A step's place is known in full once its type is.
fn resolved(document: &Document, place: Place, entries: &[(NodeId, NodeId)]) -> Place {
    let key = match place {
        Place::LegacyStep(_) => "type",
        Place::State(_) => "Type",
        _ => return place,
    };
    let kind = entries.iter().find(|(id, _)| document.key_text(*id) == key).map(|(_, value)| document.node(*value));
    let kind = match kind {
        Some(Node { kind: NodeKind::Scalar(scalar), .. }) => scalar.text(),
        _ => "",
    };
    Place::step(place.dialect(), kind)
}

/// What stands under `key`; what a mapping's source may be depends on the list it stands in.
fn under(frames: &[Frame], place: Place, key: &str) -> Option<Value> {
    let value = place.value(key)?;
    if place != Place::LegacyMapping || key != "source" {
        return Some(value);
    }
    let list = frames.get(frames.len().checked_sub(2)?)?;
    Some(Value::Reference(Source::of_list(list.place == Place::LegacyFlow, &list.key)))
}

/// The entries of a mapping; none of anything else.
pub(crate) fn entries(document: &Document, mapping: NodeId) -> &[(NodeId, NodeId)] {
    match &document.node(mapping).kind {
        NodeKind::Mapping(entries) => entries,
        NodeKind::Scalar(_) | NodeKind::Sequence(_) => &[],
    }
}

/// The value under `key`.
pub(crate) fn child(document: &Document, mapping: NodeId, key: &str) -> Option<NodeId> {
    entries(document, mapping).iter().find(|(id, _)| document.key_text(*id) == key).map(|(_, value)| *value)
}

/// The text of the single value under `key`.
pub(crate) fn text_of(document: &Document, mapping: NodeId, key: &str) -> Option<String> {
    match &document.node(child(document, mapping, key)?).kind {
        NodeKind::Scalar(scalar) => Some(scalar.text().to_owned()),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    /// Where the `|` of `text` lies: the places of the mappings around it, and what is there.
    fn check(text: &str, places: &[Place], what: What) {
        let offset = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let parsed = parse(&text);
        let dialect = parsed.flow.as_ref().expect("a flow").dialect;
        let spot = Spot::at(&parsed.document, dialect, offset).unwrap_or_else(|| panic!("nothing in {text}"));
        assert_eq!(spot.frames.iter().map(|frame| frame.place).collect::<Vec<_>>(), places, "{text}");
        assert_eq!(spot.what, what, "{text}");
    }

    #[test]
    fn places_are_found_by_the_keys_around_them() {
        use crate::place::Computed;
        use Place as P;
        let flow = "Type: StateMachine\nStates:\n";
        check("Ty|pe: StateMachine\n", &[P::Flow], What::Key);
        check(&format!("{flow}- Type: Task\n  Na|me: a\n"), &[P::Flow, P::State("Task")], What::Key);
        check(
            &format!("{flow}- Name: a\n  Next: b|\n  Type: Pass\n"),
            &[P::Flow, P::State("Pass")],
            What::Value(Value::Step),
        );
        check(
            &format!("{flow}- Type: Task\n  Catch: [{{Errors: [a, b|], Next: x}}]\n"),
            &[P::Flow, P::State("Task"), P::Catch],
            What::Value(Value::Errors),
        );
        check(
            &format!(
                "{flow}- Type: Map\n  Processor:\n    States:\n    - Type: Pass\n      OutputConstructor: {{a: {{b.$: $I|}}}}\n"
            ),
            &[
                P::Flow,
                P::State("Map"),
                P::Processor,
                P::State("Pass"),
                P::Constructor(Computed::Output),
                P::Constructor(Computed::Output),
            ],
            What::Value(Value::Expression(Computed::Output)),
        );
        let flow = "type: flow\nsteps:\n";
        check(
            &format!("{flow}- type: foreach\n  steps:\n  - type: pass\n    outputMappings:\n    - source: $i|\n"),
            &[P::LegacyFlow, P::LegacyStep("foreach"), P::LegacyStep("pass"), P::LegacyMapping],
            What::Value(Value::Reference(Source::Output)),
        );
        check(
            "type: flow\nsteps: []\ninputMappings: [{target: a, source: $|}]\n",
            &[P::LegacyFlow, P::LegacyMapping],
            What::Value(Value::Reference(Source::FlowInput)),
        );
    }
}
