//! Closes and opens all groups of the picture.

use std::rc::Rc;

use flowglass_diagram::groups;
use yew::prelude::*;

use crate::state::{Action, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct FoldButtonsProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// Two buttons, where the flow has groups.
#[component]
pub(crate) fn FoldButtons(FoldButtonsProps { state, dispatch }: &FoldButtonsProps) -> Html {
    let drawing = &state.drawing;
    let count = drawing.flow.as_deref().map_or(0, |flow| groups(flow).count());
    if count == 0 || drawing.scene.is_none() {
        return Html::default();
    }
    let closed = drawing.closed.iter().len();
    // A button that is disabled in truth would lose the focus with its own press.
    let button = |label: &'static str, lines: &'static str, useless: bool, action: Action| {
        let onclick = dispatch.reform(move |_: MouseEvent| action.clone());
        html! {
            <button type="button" class="button" aria-label={label} title={label} aria-disabled={useless.to_string()} {onclick}>
                <svg viewBox="-6 -7 12 14" width="12" height="14" aria-hidden="true">
                    <path d={lines} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
                </svg>
            </button>
        }
    };
    html! {
        <div class="zoom" role="group" aria-label="Groups">
            { button("Collapse all groups", "M-3.5-6 0-2.5 3.5-6M-3.5 6 0 2.5 3.5 6", closed == count, Action::CloseGroups) }
            { button("Expand all groups", "M-3.5-2.5 0-6 3.5-2.5M-3.5 2.5 0 6 3.5 2.5", closed == 0, Action::OpenGroups) }
        </div>
    }
}
