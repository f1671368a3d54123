//! The switch between the parts of the page where there is room for one only.

use yew::prelude::*;

use crate::state::{Mode, PageAction, Section};

#[derive(PartialEq, Properties)]
pub(crate) struct SectionSwitchProps {
    pub(crate) mode: Mode,
    pub(crate) section: Section,
    pub(crate) dispatch: Callback<PageAction>,
}

/// The switch; a wide window shows all parts and not the switch.
#[component]
pub(crate) fn SectionSwitch(SectionSwitchProps { mode, section, dispatch }: &SectionSwitchProps) -> Html {
    let parts = Section::ALL.iter().map(|part| {
        let (part, on) = (*part, part == section);
        let onclick = dispatch.reform(move |_: MouseEvent| PageAction::Show(part));
        let words = match (part, mode) {
            (Section::Text, Mode::Simulate) => "Text",
            (Section::Text, Mode::CloudFlow) => "Account",
            (Section::Picture, _) => "Diagram",
            (Section::Step, _) => "Step",
        };
        html! {
            <button type="button" class={classes!("segment", on.then_some("on"))} aria-pressed={on.to_string()} {onclick}>{ words }</button>
        }
    });
    html! { <nav class="sections" aria-label="Parts of the page"><div class="segments">{ parts.collect::<Html>() }</div></nav> }
}
