//! The way back to the flow from which the open one was opened.

use std::rc::Rc;

use yew::prelude::*;

use crate::state::{Action, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct CallerBarProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// A button above the picture, where there is a way back.
#[component]
pub(crate) fn CallerBar(CallerBarProps { state, dispatch }: &CallerBarProps) -> Html {
    let Some(caller) = state.callers.last() else { return Html::default() };
    let onclick = dispatch.reform(|_: MouseEvent| Action::GoBack);
    html! {
        <div class="caller">
            <button type="button" class="tool" {onclick}>
                <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                    <path d="M6.5 1.5 3 5l3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" />
                </svg>
                { format!("Back to {}", caller.name) }
            </button>
        </div>
    }
}
