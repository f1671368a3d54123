//! The bar at the top: which flow is open, and what can be done with it.

use std::rc::Rc;

use flowglass_flow::Dialect;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::export_menu::ExportMenu;
use crate::browser;
use crate::examples::EXAMPLES;
use crate::state::{Action, BottomTab, Proposal, Shown, Theme, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct TopBarProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    #[prop_or_default]
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) dispatch: Callback<Action>,
    /// The switch between the sources.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The bar.
#[component]
pub(crate) fn TopBar(TopBarProps { state, shown, dispatch, children }: &TopBarProps) -> Html {
    let dialect = state.drawing.dialect().map(|dialect| match dialect {
        Dialect::StateMachine => "StateMachine",
        Dialect::Legacy => "flow (older language)",
    });
    let run = dispatch.reform(|_: MouseEvent| Action::Run);
    let reset = dispatch.reform(|_: MouseEvent| Action::Reset);
    let on_convert = {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| convert(&state, &dispatch))
    };
    let running = state.run.is_some();
    let theme = state.theme;
    let on_theme = dispatch.reform(move |_: MouseEvent| Action::SetTheme(theme.next()));
    let theme_word = match theme {
        Theme::System => "Auto",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    };
    html! {
        <header class="top">
            <h1 class="brand">{ brand() }{ "Flowglass" }</h1>
            if state.editable {
                <ExampleChoice state={state.clone()} {dispatch} />
                <OpenFile {dispatch} />
            }
            if state.drawing.names().len() > 1 {
                <FlowChoice state={state.clone()} {dispatch} />
            }
            if let Some(dialect) = dialect {
                <span class="pill">{ dialect }</span>
            }
            if state.editable && state.drawing.dialect() == Some(Dialect::Legacy) && state.drawing.is_alone() && !state.redraw.is_behind() {
                <button type="button" class="button" onclick={on_convert} title="Show the flow in the new language; nothing is replaced yet">{ "Convert…" }</button>
            }
            <span class="grow"></span>
            { children.clone() }
            if state.editable {
                <button type="button" class="button" disabled={!running} onclick={reset} title="Show the definition without a run">{ "Reset" }</button>
                <button type="button" class="button primary" onclick={run} title="Simulate the flow with its scenario (Ctrl+Enter)">
                    <svg viewBox="0 0 10 12" width="9" height="11" aria-hidden="true"><path d="M1 1v10l8-5z" fill="currentColor" /></svg>
                    { "Run" }
                </button>
            }
            <ExportMenu state={state.clone()} shown={shown.clone()} />
            <button type="button" class="button" onclick={on_theme} aria-label={format!("Colours: {theme_word}")} title="Colours: as the system, light or dark">{ theme_word }</button>
        </header>
    }
}

/// Shows the definition in the new language, or says why that cannot be.
fn convert(state: &Workbench, dispatch: &Callback<Action>) {
    let Some(parsed) = state.drawing.definition_alone() else { return };
    match Proposal::of(parsed, state.definition.clone(), &state.flow_name()) {
        Ok(proposal) => dispatch.emit(Action::Propose(Rc::new(proposal))),
        Err(words) => {
            dispatch.emit(Action::ShowBottom(BottomTab::Problems));
            dispatch.emit(Action::Tell(words.into()));
        }
    }
}

/// The list of examples; the open flow's own name stands first when it is none of them.
#[component]
fn ExampleChoice(TopBarProps { state, dispatch, .. }: &TopBarProps) -> Html {
    let at = EXAMPLES.iter().position(|example| example.name == &*state.name);
    let onchange = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let chosen = select.map(|select| select.value()).unwrap_or_default();
            if let Some(example) = EXAMPLES.iter().find(|example| example.name == chosen) {
                dispatch.emit(Action::Open {
                    name: example.name.into(),
                    definition: example.definition.into(),
                    scenario: example.scenario.into(),
                });
            }
        })
    };
    html! {
        <select class="examples" aria-label="Flow" {onchange}>
            if at.is_none() {
                <option selected=true value="">{ &*state.name }</option>
            }
            <optgroup label="Examples">
                { for EXAMPLES.iter().enumerate().map(|(index, example)| html! {
                    <option value={example.name} selected={at == Some(index)}>{ format!("{} · {}", example.name, example.about) }</option>
                }) }
            </optgroup>
        </select>
    }
}

/// The flows of a file that declares several.
#[component]
fn FlowChoice(TopBarProps { state, dispatch, .. }: &TopBarProps) -> Html {
    let dispatch = dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let index = select.and_then(|select| usize::try_from(select.selected_index()).ok());
        dispatch.emit(Action::ChooseFlow(index.unwrap_or(0)));
    });
    let chosen = state.drawing.chosen();
    html! {
        <select class="examples" aria-label="Flow of the file" title="The file declares several flows" {onchange}>
            { for state.drawing.names().into_iter().enumerate().map(|(index, name)| html! {
                <option selected={index == chosen}>{ name }</option>
            }) }
        </select>
    }
}

#[derive(PartialEq, Properties)]
struct OpenFileProps {
    dispatch: Callback<Action>,
}

/// Opens a definition from the person's disk.
#[component]
fn OpenFile(OpenFileProps { dispatch }: &OpenFileProps) -> Html {
    let dispatch = dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        browser::read_text(
            &file,
            dispatch.reform(|read: Result<(String, String), String>| match read {
                Ok((name, text)) => {
                    Action::Open { name: name.into(), definition: text.into(), scenario: NEW_SCENARIO.into() }
                }
                Err(message) => Action::Tell(message.into()),
            }),
        );
        // The same file can be chosen again.
        input.set_value("");
    });
    html! {
        <label class="button file-button">{ "Open…" }
            <input type="file" accept=".yaml,.yml,.json,.tf,.txt" class="visually-hidden" {onchange} />
        </label>
    }
}

/// The scenario of a flow that has none yet.
const NEW_SCENARIO: &str = "format: 1\ninput: {}\ntasks: []\n";

fn brand() -> Html {
    html! {
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" class="brand-mark">
            <circle cx="9" cy="9" r="6.2" fill="none" stroke="currentColor" stroke-width="2" />
            <path d="M5.5 9h3l1-2.2 1.4 4.2 1-2h1" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M13.8 13.8 18 18" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" />
        </svg>
    }
}
