//! How the run stands as a whole: status, input, output, error, notes, and the executions it started.

use std::rc::Rc;

use flowglass_history::Status;
use flowglass_simulator::Rest;
use yew::prelude::*;

use super::json_view::JsonView;
use super::words;
use crate::state::{Run, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct RunResultProps {
    pub(crate) state: Rc<Workbench>,
}

/// The run as a whole.
#[component]
pub(crate) fn RunResult(RunResultProps { state }: &RunResultProps) -> Html {
    let Some(run) = &state.run else {
        let words = match (state.editable, state.awaited) {
            (true, _) => {
                "Nothing has run yet. Press Run: the flow is simulated here, offline, with the answers of its scenario."
            }
            (false, true) => "This execution appears here once it has been read.",
            (false, false) => "No execution is shown yet. Choose one of the account.",
        };
        return html! { <p class="empty">{ words }</p> };
    };
    html! {
        <div class="result">
            <div class="result-words">
                <p><b>{ run.status().name() }</b>{ " " }{ ending(run) }</p>
                <p class="muted">{ format!("{} of {}", run.name(), run.flow_name()) }</p>
                { notes(run) }
                { children(run) }
            </div>
            <div><JsonView label="Input" value={run.input().clone()} /></div>
            <div>
                if let Some(output) = run.output() {
                    <JsonView label="Output" value={output.clone()} />
                } else if let Some((error, cause)) = run.error() {
                    <h3>{ "Error" }</h3>
                    <p class="error-words"><b>{ words::error_name(error) }</b>{ " " }{ cause }</p>
                }
            </div>
        </div>
    }
}

fn ending(run: &Run) -> String {
    let history = run.history();
    let events = history.len();
    let last = history.last().map_or(run.started(), |event| event.time);
    let took = words::duration(last.since(run.started()));
    let rest = match run {
        Run::Simulated(run) => &run.rest,
        Run::Fetched(_) if run.status().is_ended() => return format!("after {took} and {events} events."),
        Run::Fetched(_) => return format!("since {took}, {events} events so far."),
    };
    match (run.status(), rest) {
        (Status::Running, Rest::Suspended) => {
            format!("after {took} and {events} events: a task waits for a report. Select it to answer.")
        }
        (Status::Running, _) => {
            format!("after {took} and {events} events: nothing is left that could happen by itself.")
        }
        _ => format!("after {took} of simulated time and {events} events."),
    }
}

fn notes(run: &Run) -> Html {
    let notes = run.notes();
    if notes.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ "Notes" }</h3>
            <ul class="notes">
                { for notes.iter().map(|note| html! { <li><b>{ &*note.step }</b>{ ": " }{ &note.message }</li> }) }
            </ul>
        </>
    }
}

fn children(run: &Run) -> Html {
    let rows = run.children().iter().map(|child| {
        html! { <li><b>{ &*child.flow }</b>{ " " }{ &*child.name }{ ": " }{ child.status.name() }{ format!(", {} events", child.events) }</li> }
    }).collect::<Vec<_>>();
    if rows.is_empty() {
        return Html::default();
    }
    html! { <><h3>{ "Started executions" }</h3><ul class="notes">{ rows.into_iter().collect::<Html>() }</ul></> }
}
