//! A status in a word, a colour and a drawn glyph.

use flowglass_diagram::NodeStatus;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct StatusChipProps {
    pub(crate) status: NodeStatus,
    /// Words to show in place of the status's own.
    #[prop_or_default]
    pub(crate) words: Option<AttrValue>,
}

/// The chip.
#[component]
pub(crate) fn StatusChip(StatusChipProps { status, words }: &StatusChipProps) -> Html {
    let words = words.clone().unwrap_or_else(|| status.word().into());
    html! {
        <span class={classes!("chip", status.class())}>
            if let Some(path) = status.glyph() {
                <svg class="chip-glyph" viewBox="-9 -9 18 18" width="14" height="14" aria-hidden="true"><path d={path} /></svg>
            }
            { words }
        </span>
    }
}
