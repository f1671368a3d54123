//! The steps of the definition, to go to.

use std::rc::Rc;

use flowglass_assist::outline;
use flowglass_expression::Language;
use flowglass_flow::Span;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::state::ReadFile;

/// More steps than this are searched for in the text.
const MOST_ROWS: usize = 2_000;

#[derive(Properties)]
pub(crate) struct OutlineProps {
    pub(crate) file: Rc<ReadFile>,
    pub(crate) on_go: Callback<Span>,
}

impl PartialEq for OutlineProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.file, &other.file) && self.on_go == other.on_go
    }
}

/// A button that opens the list of steps; choosing one leads to its name in the text.
#[component]
pub(crate) fn Outline(OutlineProps { file, on_go }: &OutlineProps) -> Html {
    let open = use_state(|| false);
    let button = use_node_ref();
    let list = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, button, list) = (open.clone(), button.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if *open => {
                event.prevent_default();
                open.set(false);
                focus(button.cast::<web_sys::HtmlElement>());
            }
            "ArrowDown" | "ArrowUp" if *open => {
                event.prevent_default();
                focus(neighbour(&event, &list));
            }
            _ => {}
        })
    };
    // Leaving it closes it, as with every other list that drops down.
    let onfocusout = {
        let (open, place) = (open.clone(), list.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let stays = place
                .cast::<web_sys::Node>()
                .and_then(|list| list.parent_node())
                .is_some_and(|whole| whole.contains(to.as_ref()));
            if !stays {
                open.set(false);
            }
        })
    };
    let rows = || {
        let items = outline(file.opened(), Language::English);
        if items.is_empty() {
            return html! { <li class="outline-empty">{ "No steps yet." }</li> };
        }
        let row = |item: &flowglass_assist::OutlineItem| {
            let at = item.name_at;
            let onclick = {
                let open = open.clone();
                on_go.reform(move |_: MouseEvent| {
                    open.set(false);
                    at
                })
            };
            let style = format!("--depth: {}", item.depth);
            let label = if item.label.is_empty() { "(no name)" } else { item.label.as_str() };
            html! {
                <li><button type="button" class={classes!("outline-item", item.kind.is_empty().then_some("group"))} {style} {onclick}>
                    <span class="outline-name">{ label }</span>
                    <span class="outline-kind">{ &item.kind }</span>
                </button></li>
            }
        };
        items.iter().take(MOST_ROWS).map(row).collect::<Html>()
    };
    html! {
        <div class="outline" {onkeydown} {onfocusout}>
            <button ref={button} type="button" class="tool" aria-expanded={open.to_string()} onclick={toggle}>
                { "Outline" }<span class="caret" aria-hidden="true"></span>
            </button>
            <ul ref={list} class={classes!("outline-list", (!*open).then_some("hidden"))} aria-label="Steps">
                if *open { { rows() } }
            </ul>
        </div>
    }
}

/// The button after or before the one that has the focus; the first of the list when none of it has.
fn neighbour(event: &KeyboardEvent, list: &NodeRef) -> Option<web_sys::HtmlElement> {
    let list = list.cast::<web_sys::Element>()?;
    let here = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let row = here.closest("li").ok().flatten();
    let next = match (row, event.key().as_str()) {
        (Some(row), "ArrowDown") => row.next_element_sibling(),
        (Some(row), _) => row.previous_element_sibling(),
        (None, _) => list.first_element_child(),
    };
    next?.first_element_child()?.dyn_into().ok()
}

fn focus(element: Option<web_sys::HtmlElement>) {
    if let Some(element) = element {
        // What is seen can take the focus.
        let _ = element.focus();
    }
}
