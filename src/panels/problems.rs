//! What is wrong with the definition and the scenario.

use std::rc::Rc;

use flowglass_flow::Severity;
use yew::prelude::*;

use super::words::{prose, sentence};
use crate::state::{Action, LeftTab, Remark, Workbench};

/// Further findings are counted, not listed.
const MOST_ROWS: usize = 200;

#[derive(PartialEq, Properties)]
pub(crate) struct ProblemsProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// The list of findings; a click shows the place in the text.
#[component]
pub(crate) fn Problems(ProblemsProps { state, dispatch }: &ProblemsProps) -> Html {
    if state.is_empty() {
        return html! { <p class="empty">{ "Nothing is open yet. Choose a flow or an execution of the account." }</p> };
    }
    if state.is_unread() {
        return html! { <p class="empty">{ "The definition has not been read yet." }</p> };
    }
    let remarks = state.drawing.remarks();
    if remarks.is_empty() && state.scenario_error.is_none() {
        return html! { <p class="empty">{ "No problems: the definition and its scenario can be read, and every jump leads to a step." }</p> };
    }
    let scenario = state.scenario_error.as_ref().map(|error| {
        let onclick = dispatch.reform(|_: MouseEvent| Action::ShowLeft(LeftTab::Scenario));
        html! {
            <li><button type="button" class="problem is-error" {onclick}>
                <span class="problem-place">{ format!("scenario {}:{}", error.line, error.column) }</span>
                <span class="problem-severity">{ "error" }</span>
                <span class="problem-text"><b>{ &error.message }</b></span>
            </button></li>
        }
    });
    html! {
        <ul class="problems">
            { scenario }
            { remarks.iter().take(MOST_ROWS).map(|remark| row(state, dispatch, remark)).collect::<Html>() }
            if remarks.len() > MOST_ROWS {
                <li class="empty">{ format!("{} more are marked in the text.", remarks.len() - MOST_ROWS) }</li>
            }
        </ul>
    }
}

fn row(state: &Workbench, dispatch: &Callback<Action>, remark: &Remark) -> Html {
    let file = state.drawing.file();
    let place = file.lines.position(&file.text, remark.at.start as usize);
    let class = match remark.severity {
        Severity::Error => "is-error",
        Severity::Warning => "is-warning",
        Severity::Note => "is-note",
    };
    let told = &remark.told;
    let at = remark.at;
    let onclick = dispatch.reform(move |_: MouseEvent| Action::Reveal(at));
    html! {
        <li><button type="button" class={classes!("problem", class)} {onclick}>
            <span class="problem-place">{ format!("{}:{}", place.line, place.column) }</span>
            <span class="problem-severity">{ remark.severity.word() }</span>
            <span class="problem-text">
                <b>{ prose(&sentence(&told.what)) }</b>{ " " }{ prose(&told.why) }{ " " }<i>{ prose(&told.help) }</i>
                <span class="problem-code">{ &remark.code }</span>
            </span>
        </button></li>
    }
}
