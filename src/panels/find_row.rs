//! One step that was found: its name and what fits, marked, with its place in the text and in the picture.

use flowglass_diagram::{FoundRow, FoundText, Icon};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct FindRowProps {
    pub(crate) found: FoundRow,
    /// What kind of step it is.
    pub(crate) icon: Icon,
    /// The line of its name, from 1.
    pub(crate) line: Option<usize>,
    /// Which one it is, from 0, and of how many.
    pub(crate) number: usize,
    pub(crate) count: usize,
    /// Whether it is the current one.
    pub(crate) selected: bool,
    pub(crate) on_choose: Callback<()>,
}

/// The row.
#[component]
pub(crate) fn FindRow(FindRowProps { found, icon, line, number, count, selected, on_choose }: &FindRowProps) -> Html {
    // The focus stays in the field.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    let onclick = on_choose.reform(|_: MouseEvent| ());
    html! {
        <li class={classes!("find-row", selected.then_some("on"))} id={row_id(*number)} role="option" aria-selected={selected.to_string()}
            aria-posinset={(number + 1).to_string()} aria-setsize={count.to_string()} {onmousedown} {onclick}>
            <svg class="find-icon" viewBox="-9 -9 18 18" width="16" height="16" aria-hidden="true"><path d={icon.path()} /></svg>
            <span class="find-name">{ marked(&found.name) }<span class="visually-hidden">{ format!(", {}, ", icon.name()) }</span></span>
            if let Some(line) = line { <span class="find-line">{ format!("line {line}") }</span> }
            if !found.path.is_empty() { <span class="find-path">{ format!("in {}", found.path.join(" › ")) }</span> }
            if let Some((field, text)) = &found.detail { <span class="find-detail"><i>{ field.key() }{ ": " }</i>{ marked(text) }</span> }
        </li>
    }
}

/// The element of the row with this number.
pub(crate) fn row_id(number: usize) -> String {
    format!("find-hit-{number}")
}

fn marked(found: &FoundText) -> Html {
    let piece = |(piece, fits): (&str, bool)| {
        if fits {
            html! { <mark>{ piece }</mark> }
        } else {
            html! { { piece } }
        }
    };
    found.pieces().into_iter().map(piece).collect()
}
