//! The page: one workbench, its panels, and what happens outside of it.

use std::rc::Rc;

use yew::prelude::*;

use crate::beside::{self, use_reader};
use crate::browser::{self, Keeping, Kept};
use crate::effects::{use_asks, use_watch};
use crate::examples::EXAMPLES;
use crate::panels::{
    Account, CallerBar, Connection, ConversionNotes, Definition, Diagram, Events, Inspector, Message, PrintedPicture,
    Problems, ReadingNote, RunResult, SectionSwitch, SourceSwitch, Tab, Tabs, TextEditor, Timeline, TopBar,
};
use crate::playback::use_play;
use crate::source::Place;
use crate::state::{
    Action, BottomTab, CloudAction, Folding, LeftTab, Mode, Page, PageAction, Reads, Shown, Startable, Theme, Workbench,
};

/// Puts the page into the document; in the page's worker, reads and draws for it.
pub fn start() {
    if browser::is_page() {
        yew::Renderer::<App>::new().render();
    } else {
        beside::serve();
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let page = use_reducer_eq(first_page);
    let dispatch_page = {
        let dispatcher = page.dispatcher();
        use_callback((), move |action: PageAction, ()| dispatcher.dispatch(action))
    };
    let dispatch = use_callback((), {
        let dispatch_page = dispatch_page.clone();
        move |action: Action, ()| dispatch_page.emit(PageAction::Desk(action))
    });
    let dispatch_simulate = use_callback((), {
        let dispatch_page = dispatch_page.clone();
        move |action: Action, ()| dispatch_page.emit(PageAction::Simulate(action))
    });
    let state = page.desk().clone();
    let shown = use_memo((state.run.clone(), state.position, state.drawing.clone()), |(run, position, drawing)| {
        Some(Rc::new(Shown::new(run.as_ref()?, drawing, *position)))
    });
    let shown: Option<Rc<Shown>> = (*shown).clone();
    use_keep_work(&page.simulate);
    use_reader(&page.simulate, &dispatch_simulate);
    use_follow_theme(state.theme);
    use_follow_sample(&page);
    use_play(&state, &dispatch);
    use_page_keys(&dispatch);
    let source = use_asks(&page.cloud, &dispatch_page);
    use_watch(&source, &page.cloud, &dispatch_page);

    let problems = (!state.is_empty() && !state.is_unread())
        .then_some(state.drawing.remarks().len() + usize::from(state.scenario_error.is_some()));
    let mut bottom = vec![
        Tab { id: BottomTab::Events, label: "Events".into(), count: state.run.as_ref().map(|_| state.events()) },
        Tab { id: BottomTab::Problems, label: "Problems".into(), count: problems },
        Tab { id: BottomTab::Result, label: "Result".into(), count: None },
    ];
    if let Some(proposal) = &state.proposal {
        let count = Some(proposal.conversion.notes.len());
        bottom.push(Tab { id: BottomTab::Conversion, label: "Conversion".into(), count });
    }
    let simulates = page.mode == Mode::Simulate;
    let connected = page.cloud.session.is_some();
    html! {
        <>
        <div class="page">
            <TopBar state={state.clone()} shown={shown.clone()} dispatch={&dispatch}>
                <SourceSwitch mode={page.mode} dispatch={&dispatch_page} />
            </TopBar>
            <SectionSwitch mode={page.mode} section={page.section} dispatch={&dispatch_page} />
            <main class={classes!("columns", format!("show-{}", page.section.id()))}>
                <section class="editors" aria-label="Text">
                    <div class={classes!("side", (!simulates).then_some("hidden"))}>{ own_texts(&page.simulate, &dispatch) }</div>
                    if !simulates || connected {
                        <div class={classes!("side", simulates.then_some("hidden"))}>{ account(&page, &dispatch, &dispatch_page) }</div>
                    }
                </section>
                <section class="picture" aria-label="Diagram">
                    if !simulates && !connected {
                        <Connection cloud={page.cloud.clone()} dispatch={&dispatch_page} />
                    } else {
                        if !simulates && (page.cloud.opened.is_some() || !state.is_empty()) {
                            <ReadingNote flow={state.name.to_string()} opened={page.cloud.opened.clone()}
                                write={page.cloud.write()} ordering={page.cloud.is_ordering()}
                                dispatch={dispatch_page.reform(PageAction::Cloud)} on_stop={dispatch.reform(|()| Action::Stop)}
                                on_copy={dispatch_page.reform(|()| PageAction::Copy)} />
                        }
                        <CallerBar state={state.clone()} dispatch={&dispatch} />
                        <Diagram key={if simulates { "simulate" } else { "cloudflow" }} state={state.clone()} shown={shown.clone()} dispatch={&dispatch} />
                    }
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
                        BottomTab::Conversion => html! { <ConversionNotes state={state.clone()} dispatch={&dispatch} /> },
                        BottomTab::Result => html! { <RunResult state={state.clone()} /> },
                    } }
                </div>
                <Timeline state={state.clone()} dispatch={&dispatch} />
            </section>
        </div>
        <PrintedPicture {state} {shown} />
        </>
    }
}

/// The texts that a person writes, and what has run of them.
fn own_texts(state: &Rc<Workbench>, dispatch: &Callback<Action>) -> Html {
    let tabs = vec![
        Tab { id: LeftTab::Definition, label: "Definition".into(), count: None },
        Tab { id: LeftTab::Scenario, label: "Scenario".into(), count: None },
        Tab {
            id: LeftTab::Executions,
            label: "Executions".into(),
            count: Some(state.runs.len()).filter(|runs| *runs > 0),
        },
    ];
    html! {
        <>
            <Tabs<LeftTab> name="text" label="Text" {tabs} selected={state.left} on_select={dispatch.reform(Action::ShowLeft)} />
            <TextEditor state={state.clone()} {dispatch} />
        </>
    }
}

/// The account, and the definition of what is shown of it.
fn account(page: &Page, dispatch: &Callback<Action>, dispatch_page: &Callback<PageAction>) -> Html {
    let state = &page.cloudflow;
    let hidden = |tab: LeftTab| (state.left != tab).then_some("hidden");
    let tabs = vec![
        Tab { id: LeftTab::Executions, label: "Executions".into(), count: None },
        Tab { id: LeftTab::Definition, label: "Definition".into(), count: None },
    ];
    html! {
        <>
            <Tabs<LeftTab> name="account" label="Account" {tabs} selected={state.left} on_select={dispatch.reform(Action::ShowLeft)} />
            <div class="editor-panel" role="tabpanel" id="account-panel" aria-labelledby={format!("account-tab-{}", state.left.id())}>
                <div class={classes!("editor", hidden(LeftTab::Executions))}><Account cloud={page.cloud.clone()} dispatch={dispatch_page.reform(PageAction::Cloud)} /></div>
                <div class={classes!("editor", hidden(LeftTab::Definition))}><Definition state={state.clone()} {dispatch} /></div>
            </div>
        </>
    }
}

/// What the address behind `#` says while the sample account is seen.
const SAMPLE: &str = "sample";

/// The page as it is first seen; its address can open the sample account.
fn first_page() -> Page {
    let mut page = Page::new(first_workbench());
    if browser::fragment() == SAMPLE {
        page.apply(PageAction::Cloud(CloudAction::Connect(Place::Sample)));
        page.apply(PageAction::Switch(Mode::CloudFlow));
    }
    page
}

/// Keeps the address so that it leads to the sample account while that is seen.
#[hook]
fn use_follow_sample(page: &Page) {
    let seen = page.mode == Mode::CloudFlow && page.cloud.place == Place::Sample;
    use_effect_with(seen, |seen| browser::set_fragment(if *seen { SAMPLE } else { "" }));
}

/// What an earlier visit left, or the first example.
fn first_workbench() -> Workbench {
    let kept = browser::kept().filter(|kept| !kept.definition.is_empty());
    let workbench = match kept {
        Some(kept) => {
            let theme = Theme::from_name(kept.theme.as_deref());
            let mut workbench = Workbench::open_where(Reads::Beside, kept.name, kept.definition, kept.scenario, theme);
            workbench.fold(&Folding::from_numbers(kept.closed));
            workbench
        }
        None => {
            let first = &EXAMPLES[0];
            let (name, definition, scenario) = (first.name.into(), first.definition.into(), first.scenario.into());
            Workbench::open_where(Reads::Beside, name, definition, scenario, Theme::System)
        }
    };
    workbench.with_startable(Startable::examples())
}

/// Keeps what is typed, so that it survives a reload or a crash.
#[hook]
fn use_keep_work(state: &Workbench) {
    let kept = Kept {
        name: state.name.clone(),
        definition: state.definition.clone(),
        scenario: state.scenario.clone(),
        theme: state.theme.name().map(str::to_owned),
        closed: state.drawing.folding().numbers(),
    };
    use_effect_with(kept, |kept| {
        let keeping = Keeping::of(kept);
        move || drop(keeping)
    });
}

#[hook]
fn use_follow_theme(theme: Theme) {
    use_effect_with(theme, |theme| browser::set_theme(*theme));
}

/// Ctrl+Enter runs the flow from everywhere on the page, Ctrl+K searches its picture, and Escape, where it closes nothing,
/// cancels a long drawing.
#[hook]
fn use_page_keys(dispatch: &Callback<Action>) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let listener = browser::on_key(move |event: KeyboardEvent| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "Enter" {
                event.prevent_default();
                dispatch.emit(Action::Run);
            } else if event.key() == "Escape" && !event.default_prevented() {
                dispatch.emit(Action::CancelDrawing);
            }
            // Where the editor has a meaning for it (on macOS Control with K cuts a line), it has taken it.
            #[cfg(feature = "navigation")]
            if (event.ctrl_key() || event.meta_key())
                && !event.alt_key()
                && !event.shift_key()
                && event.key().eq_ignore_ascii_case("k")
                && !event.default_prevented()
            {
                event.prevent_default();
                dispatch.emit(Action::Find);
            }
        });
        move || drop(listener)
    });
}
