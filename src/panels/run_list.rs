//! The executions that ran here, side by side.

use std::rc::Rc;

use yew::prelude::*;

use super::execution_row::ExecutionRow;
use super::words;
use crate::state::{Action, Run, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct RunListProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// The list, the youngest first.
#[component]
pub(crate) fn RunList(RunListProps { state, dispatch }: &RunListProps) -> Html {
    if state.runs.len() == 0 {
        return html! { <p class="empty">{ "Nothing has run yet. Press Run: each execution stays here, by its name, until the page is closed." }</p> };
    }
    let shown = match &state.run {
        Some(Run::Simulated(run)) => Some(run),
        _ => None,
    };
    let rows = state.runs.youngest_first().map(|(index, run)| {
        let execution = run.execution();
        let last = execution.history.last().map_or(execution.started, |event| event.time);
        let about = format!(
            "{} · {} · {} · {} events",
            execution.flow_name,
            words::moment(execution.started),
            words::duration(last.since(execution.started)),
            execution.history.len(),
        );
        html! {
            <ExecutionRow key={index} name={execution.name.to_string()} status={execution.status()} {about}
                current={shown == Some(run)} on_open={dispatch.reform(move |()| Action::ShowRun(index))} />
        }
    });
    html! { <ul class="list" aria-label="Executions">{ rows.collect::<Html>() }</ul> }
}
