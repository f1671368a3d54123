//! The form that answers a task which waits for a report.

use std::rc::Rc;

use flowglass_expression::Json;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::state::{self, Action, Offers, Report};

#[derive(PartialEq, Properties)]
pub(crate) struct WaitingProps {
    pub(crate) task: state::Waiting,
    /// What can be done with the run.
    pub(crate) offers: Offers,
    pub(crate) dispatch: Callback<Action>,
}

/// Reports success or failure, or lets the time pass.
#[component]
pub(crate) fn Waiting(WaitingProps { task, offers, dispatch }: &WaitingProps) -> Html {
    let output = use_state(|| "{}".to_owned());
    let error = use_state(|| "Rejected".to_owned());
    let typed = use_state(String::new);
    let token: Rc<str> = task.token.clone().unwrap_or_else(|| typed.trim().into());
    let parsed = Json::parse(&output);
    let on_output = {
        let output = output.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
                output.set(area.value());
            }
        })
    };
    let on_token = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                typed.set(input.value());
            }
        })
    };
    let on_error = {
        let error = error.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                error.set(input.value());
            }
        })
    };
    let succeed = {
        let (token, parsed) = (token.clone(), parsed.clone());
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if let Ok(output) = parsed.clone() {
                dispatch.emit(Action::Report(Report::Succeeded { token: token.clone(), output }));
            }
        })
    };
    let fail = {
        let (error, token): (Rc<str>, _) = (error.as_str().into(), token.clone());
        dispatch.reform(move |_: MouseEvent| {
            let (token, error) = (token.clone(), error.clone());
            Action::Report(Report::Failed { token, error, cause: "reported by hand".into() })
        })
    };
    html! {
        <div class="waiting">
            <h3>{ "Answer this task" }</h3>
            if let Some(token) = &task.token {
                <p class="muted">{ "It waits for a report with its token " }<code>{ &**token }</code>{ "." }</p>
            } else {
                <p class="muted">{ "It waits for a report. Its history does not tell the token; who was called has it." }</p>
                <label class="field">{ "Task token" }
                    <input class="mono" value={(*typed).clone()} oninput={on_token} />
                </label>
            }
            <label class="field">{ "Output (JSON)" }
                <textarea rows="3" class="mono" spellcheck="false" value={(*output).clone()} oninput={on_output} aria-invalid={parsed.is_err().to_string()} />
            </label>
            if let Err(error) = &parsed {
                <p class="error-words">{ error.to_string() }</p>
            }
            <div class="row">
                <button type="button" class="button primary" disabled={parsed.is_err() || token.is_empty()} onclick={succeed}>{ "Report success" }</button>
            </div>
            <label class="field">{ "Error name" }
                <input class="mono" value={(*error).clone()} oninput={on_error} />
            </label>
            <div class="row">
                <button type="button" class="button" disabled={token.is_empty() || error.is_empty()} onclick={fail}>{ "Report failure" }</button>
                if offers.time {
                    <button type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| Action::LetTimePass)}>{ "Let time pass" }</button>
                }
                <button type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| Action::Stop)}>{ "Stop" }</button>
            </div>
        </div>
    }
}
