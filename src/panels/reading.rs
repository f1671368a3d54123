//! How far the shown execution has been read, and how news of it come.

use yew::prelude::*;

use super::problem_note::ProblemNote;
use crate::state::{CloudAction, Live, Opened, Reading};

#[derive(PartialEq, Properties)]
pub(crate) struct ReadingNoteProps {
    /// The flow whose definition is seen.
    pub(crate) flow: AttrValue,
    /// The execution, once one is chosen.
    pub(crate) opened: Option<Opened>,
    /// Whether orders may be given.
    pub(crate) write: bool,
    /// Whether one is on its way.
    pub(crate) ordering: bool,
    pub(crate) dispatch: Callback<CloudAction>,
    pub(crate) on_stop: Callback<()>,
    pub(crate) on_copy: Callback<()>,
}

/// A bar above the picture.
#[component]
pub(crate) fn ReadingNote(
    ReadingNoteProps { flow, opened, write, ordering, dispatch, on_stop, on_copy }: &ReadingNoteProps,
) -> Html {
    let copy = html! {
        <button type="button" class="button" onclick={on_copy.reform(|_: MouseEvent| ())} title="Opens the definition in the simulator, with the input of this execution">{ "Simulate a copy" }</button>
    };
    let Some(opened) = opened else {
        return html! {
            <div class="reading">
                <b class="reading-name">{ flow }</b>
                <span class="muted">{ "as it is defined today" }</span>
                <span class="grow"></span>
                { copy }
            </div>
        };
    };
    let act = |action: CloudAction| dispatch.reform(move |_: MouseEvent| action.clone());
    let events = opened.history.len();
    let running = opened.info.as_ref().is_none_or(|info| !info.status.is_ended());
    let progress = match &opened.reading {
        Reading::Going if !opened.complete => html! {
            <>
                <progress class="progress" aria-label="Reading the history"></progress>
                <span role="status">{ format!("Reading the history: {events} events so far") }</span>
                <button type="button" class="button" onclick={act(CloudAction::Cancel)}>{ "Cancel" }</button>
            </>
        },
        Reading::Cancelled => html! {
            <>
                <span>{ format!("Not read to the end: {events} events") }</span>
                <button type="button" class="button" onclick={act(CloudAction::GoOn)}>{ "Read on" }</button>
            </>
        },
        Reading::Failed(_) => html! { <span>{ format!("{events} events") }</span> },
        Reading::Going | Reading::Done => html! { <span class="muted">{ format!("{events} events") }</span> },
    };
    let live = match &opened.live {
        Live::Listening if running && opened.complete => {
            html! { <span class="pill live" role="status">{ "live" }</span> }
        }
        Live::Troubled(problem) if running => {
            html! { <span class="pill troubled" role="status" title={problem.line()}>{ format!("{}: trying again…", problem.code) }</span> }
        }
        Live::Interrupted if running => html! { <span class="pill" role="status">{ "reconnecting…" }</span> },
        _ => Html::default(),
    };
    let problem = match (&opened.reading, &opened.live) {
        (Reading::Failed(problem), _) => Some((problem, "Try again", CloudAction::GoOn)),
        (_, Live::Broken(problem)) if running => Some((problem, "Listen again", CloudAction::ListenAgain)),
        _ => None,
    };
    html! {
        <>
            <div class="reading">
                <b class="reading-name" title={opened.at.execution.to_string()}>{ &*opened.at.execution }</b>
                { progress }
                { live }
                <span class="grow"></span>
                if *write && running {
                    <button type="button" class="button" disabled={*ordering} onclick={on_stop.reform(|_: MouseEvent| ())}>{ "Stop" }</button>
                }
                // Before it has been read, its own definition may be missing.
                if opened.complete {
                    { copy }
                }
            </div>
            if let Some((problem, again, action)) = problem {
                <ProblemNote problem={problem.clone()} {again} on_again={dispatch.reform(move |()| action.clone())} />
            }
        </>
    }
}
