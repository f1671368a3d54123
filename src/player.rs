//! The player: one flow with its run, without the texts around it, as a docs page embeds it.

use std::rc::Rc;

use flowglass_diagram::Direction;
use flowglass_expression::Json;
use flowglass_viewer::Wheel;
use yew::prelude::*;

use crate::panels::{Diagram, Events, Inspector, Message, RunResult, Tab, TabId, Tabs, Timeline};
use crate::playback::use_play;
use crate::state::{Action, Shown, Theme, Workbench};

/// What a player is made with; it looks at the texts once, when it is mounted.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PlayerProps {
    /// What the flow is called when it has no name of its own: a file name.
    pub name: AttrValue,
    /// The definition.
    pub definition: AttrValue,
    /// The scenario of the run.
    pub scenario: AttrValue,
    /// In which direction the picture runs.
    pub direction: Direction,
    /// Hears what happens.
    pub on_news: Callback<PlayerNews>,
}

/// What happens in a player.
#[derive(Clone, Debug, PartialEq)]
pub enum PlayerNews {
    /// The reader has selected the step of this name, or nothing.
    Selected(Option<String>),
    /// The shown run has come to the end of the execution.
    Ended {
        /// The service's word for where the execution stands.
        status: &'static str,
        /// The number of its events.
        events: usize,
        /// What it answered.
        output: Option<Json>,
        /// The name and the cause of what ended it.
        error: Option<(String, String)>,
    },
    /// Something could not be done.
    Problem(String),
}

/// What stands beside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Step,
    Events,
    Result,
}

impl TabId for Side {
    fn id(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Events => "events",
            Self::Result => "result",
        }
    }
}

/// The player. It runs the flow when it is mounted.
#[component]
pub fn Player(PlayerProps { name, definition, scenario, direction, on_news }: &PlayerProps) -> Html {
    let state = use_reducer_eq(|| {
        let mut workbench =
            Workbench::open((&**name).into(), (&**definition).into(), (&**scenario).into(), Theme::System);
        workbench.apply(Action::Turn(*direction));
        workbench.apply(Action::Run);
        workbench
    });
    let dispatch = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    let side = use_state_eq(|| Side::Step);
    let shown = use_memo((state.run.clone(), state.position, state.drawing.clone()), |(run, position, drawing)| {
        Some(Rc::new(Shown::new(run.as_ref()?, drawing, *position)))
    });
    let shown: Option<Rc<Shown>> = (*shown).clone();
    use_play(&state, &dispatch);
    use_tell(&state, on_news);

    let tabs = vec![
        Tab { id: Side::Step, label: "Step".into(), count: None },
        Tab { id: Side::Events, label: "Events".into(), count: state.run.as_ref().map(|_| state.events()) },
        Tab { id: Side::Result, label: "Result".into(), count: None },
    ];
    let on_side = {
        let side = side.setter();
        Callback::from(move |chosen| side.set(chosen))
    };
    let desk = use_memo(state.clone(), |state| (**state).clone());
    html! {
        <div class="player">
            <section class="picture" aria-label="Diagram">
                <Diagram state={desk.clone()} shown={shown.clone()} dispatch={&dispatch} wheel={Wheel::ScrollsPage} />
                <Message text={state.message.clone()} on_dismiss={dispatch.reform(|()| Action::Dismiss)} />
            </section>
            <section class="side" aria-label="Run">
                <div class="side-head">
                    <Tabs<Side> name="side" label="Run" {tabs} selected={*side} on_select={on_side} />
                    <span class="grow"></span>
                    <button type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| Action::Run)}>{ "Run again" }</button>
                </div>
                <div class="side-panel" role="tabpanel" id="side-panel" aria-labelledby={format!("side-tab-{}", side.id())} tabindex="0">
                    { match *side {
                        Side::Step => html! { <Inspector state={desk.clone()} shown={shown.clone()} dispatch={&dispatch} /> },
                        Side::Events => html! { <Events state={desk.clone()} shown={shown.clone()} dispatch={&dispatch} /> },
                        Side::Result => html! { <RunResult state={desk.clone()} /> },
                    } }
                </div>
            </section>
            <Timeline state={desk.clone()} dispatch={&dispatch} />
        </div>
    }
}

/// Tells the host what has happened.
#[hook]
fn use_tell(state: &Workbench, on_news: &Callback<PlayerNews>) {
    {
        let on_news = on_news.clone();
        let chosen = state.selected.and_then(|id| Some(state.drawing.flow.as_ref()?.step(id).name.value.clone()));
        let mounted = use_mut_ref(|| false);
        use_effect_with(chosen, move |chosen| {
            // Nothing is selected at first, and nobody has done that.
            if mounted.replace(true) {
                on_news.emit(PlayerNews::Selected(chosen.clone()));
            }
        });
    }
    {
        let on_news = on_news.clone();
        use_effect_with(state.message.clone(), move |message| {
            if let Some(message) = message {
                on_news.emit(PlayerNews::Problem(message.to_string()));
            }
        });
    }
    let on_news = on_news.clone();
    let at_end = state.position >= state.events();
    use_effect_with((at_end, state.run.clone()), move |(at_end, run)| {
        let Some(run) = run.as_ref().filter(|_| *at_end) else { return };
        let status = run.status();
        if status.is_ended() {
            on_news.emit(PlayerNews::Ended {
                status: status.name(),
                events: run.history().len(),
                output: run.output().cloned(),
                error: run.error().map(|(name, cause)| (name.to_owned(), cause.to_owned())),
            });
        }
    });
}
