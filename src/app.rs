//! The page: one workbench, its panels, and what happens outside of it.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser::{self, Kept};
use crate::examples::EXAMPLES;
use crate::panels::{
    Diagram, Events, Inspector, Message, Problems, RunResult, Tab, Tabs, TextEditor, Timeline, TopBar,
};
use crate::playback::use_play;
use crate::state::{Action, BottomTab, LeftTab, Shown, Theme, Workbench};

/// The page.
#[component]
pub fn App() -> Html {
    let state = use_reducer_eq(first_workbench);
    let dispatch = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    let shown = use_memo((state.run.clone(), state.position, state.drawing.clone()), |(run, position, drawing)| {
        Some(Rc::new(Shown::new(run.as_ref()?, drawing, *position)))
    });
    let shown: Option<Rc<Shown>> = (*shown).clone();
    use_keep_work(&state);
    use_follow_theme(state.theme);
    use_play(&state, &dispatch);
    use_page_keys(&dispatch);

    let problems = state.drawing.parsed.findings.len() + usize::from(state.scenario_error.is_some());
    let left = vec![
        Tab { id: LeftTab::Definition, label: "Definition".into(), count: None },
        Tab { id: LeftTab::Scenario, label: "Scenario".into(), count: None },
    ];
    let bottom = vec![
        Tab { id: BottomTab::Events, label: "Events".into(), count: state.run.as_ref().map(|_| state.events()) },
        Tab { id: BottomTab::Problems, label: "Problems".into(), count: Some(problems) },
        Tab { id: BottomTab::Result, label: "Result".into(), count: None },
    ];
    html! {
        <div class="page">
            <TopBar state={state.clone()} dispatch={&dispatch} />
            <main class="columns">
                <section class="editors" aria-label="Text">
                    <Tabs<LeftTab> name="text" label="Text" tabs={left} selected={state.left} on_select={dispatch.reform(Action::ShowLeft)} />
                    <TextEditor state={state.clone()} dispatch={&dispatch} />
                </section>
                <section class="picture" aria-label="Diagram">
                    <Diagram state={state.clone()} shown={shown.clone()} dispatch={&dispatch} />
                    <Message text={state.message.clone()} on_dismiss={dispatch.reform(|()| Action::Dismiss)} />
                </section>
                <section class="inspector" aria-label="Inspector" tabindex="0">
                    <Inspector state={state.clone()} shown={shown.clone()} dispatch={&dispatch} />
                </section>
            </main>
            <section class="bottom" aria-label="Run">
                <Tabs<BottomTab> name="run" label="Run" tabs={bottom} selected={state.bottom} on_select={dispatch.reform(Action::ShowBottom)} />
                <div class="bottom-panel" role="tabpanel" id="run-panel" aria-labelledby={format!("run-tab-{}", state.bottom.id())}>
                    { match state.bottom {
                        BottomTab::Events => html! { <Events state={state.clone()} shown={shown.clone()} dispatch={&dispatch} /> },
                        BottomTab::Problems => html! { <Problems state={state.clone()} dispatch={&dispatch} /> },
                        BottomTab::Result => html! { <RunResult state={state.clone()} /> },
                    } }
                </div>
                <Timeline state={state.clone()} dispatch={&dispatch} />
            </section>
        </div>
    }
}

/// What an earlier visit left, or the first example.
fn first_workbench() -> Workbench {
    let kept = browser::kept().filter(|kept| !kept.definition.is_empty());
    match kept {
        Some(kept) => {
            let theme = Theme::from_name(kept.theme.as_deref());
            Workbench::open(kept.name.into(), kept.definition.into(), kept.scenario.into(), theme)
        }
        None => {
            let first = &EXAMPLES[0];
            Workbench::open(first.name.into(), first.definition.into(), first.scenario.into(), Theme::System)
        }
    }
}

/// Keeps what is typed, so that it survives a reload or a crash.
#[hook]
fn use_keep_work(state: &Workbench) {
    let kept = Kept {
        name: state.name.to_string(),
        definition: state.definition.to_string(),
        scenario: state.scenario.to_string(),
        theme: state.theme.name().map(str::to_owned),
    };
    // Where the browser keeps nothing (a private window), the page works all the same.
    use_effect_with(kept, |kept| {
        browser::keep(kept);
    });
}

#[hook]
fn use_follow_theme(theme: Theme) {
    use_effect_with(theme, |theme| browser::set_theme(*theme));
}

/// Ctrl+Enter runs the flow from everywhere on the page.
#[hook]
fn use_page_keys(dispatch: &Callback<Action>) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let listener = browser::on_key(move |event: KeyboardEvent| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "Enter" {
                event.prevent_default();
                dispatch.emit(Action::Run);
            }
        });
        move || drop(listener)
    });
}
