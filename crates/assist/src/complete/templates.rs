//! Whole flows, where there is no text yet.

use flowglass_flow::{Dialect, Opened, Span, Words};

use super::{Completion, CompletionKind, Context, Documented};
use crate::compose::Composer;
use crate::documentation;
use crate::insert::Insert;
use crate::place::Place;

const WHOLE_FLOW: Words = Words::new("whole flow", "完整流程");

/// Offers a flow of each language when the text holds nothing but the word at the cursor.
pub(super) fn whole_flows(opened: &Opened, offset: usize, context: &Context<'_>) -> Vec<Completion> {
    let text: &str = &opened.document.text;
    let mut words = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let word = words.next().unwrap_or_default();
    if words.next().is_some() || word.contains(char::is_whitespace) || word.contains(':') {
        return Vec::new();
    }
    let start = if word.is_empty() { offset } else { text.find(word).unwrap_or_default() };
    let span = Span::new(start, start + word.len());
    if !span.touches(offset) {
        return Vec::new();
    }
    let flows = [
        (Dialect::StateMachine, Place::Flow, "Type: StateMachine", "Type"),
        (Dialect::Legacy, Place::LegacyFlow, "type: flow", "type"),
    ];
    let offered = flows.into_iter().enumerate().filter_map(|(rank, (dialect, place, label, key))| {
        let entries = Composer::new(dialect, None, Vec::new(), String::new(), false).mapping(place)?;
        let mut insert = Insert::default();
        insert.entries(&entries, 0);
        insert.push("\n");
        let about = documentation::key_about(place, key).map(|about| Documented::new(about, context.language));
        Some(Completion {
            label: label.to_owned(),
            kind: CompletionKind::Snippet,
            span,
            insert,
            detail: WHOLE_FLOW.say(context.language).to_owned(),
            about,
            rank: rank as u32,
        })
    });
    offered.collect()
}
