//! The switch between what is simulated here and what runs in an account.

use yew::prelude::*;

use crate::state::{Mode, PageAction};

#[derive(PartialEq, Properties)]
pub(crate) struct SourceSwitchProps {
    pub(crate) mode: Mode,
    pub(crate) dispatch: Callback<PageAction>,
}

/// The switch.
#[component]
pub(crate) fn SourceSwitch(SourceSwitchProps { mode, dispatch }: &SourceSwitchProps) -> Html {
    let part = |part: Mode, words: &'static str, title: &'static str| {
        let on = part == *mode;
        let onclick = dispatch.reform(move |_: MouseEvent| PageAction::Switch(part));
        html! {
            <button type="button" class={classes!("segment", on.then_some("on"))} aria-pressed={on.to_string()} {title} {onclick}>{ words }</button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label="Source">
            { part(Mode::Simulate, "Simulate", "Executions that run here, offline") }
            { part(Mode::CloudFlow, "CloudFlow", "Executions of an account") }
        </div>
    }
}
