//! The form that starts an execution.

use std::rc::Rc;

use flowglass_expression::Json;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::state::CloudAction;

#[derive(PartialEq, Properties)]
pub(crate) struct StartFormProps {
    /// The input that the form offers until somebody types another.
    pub(crate) like: Json,
    /// Whether an order is on its way.
    pub(crate) busy: bool,
    pub(crate) dispatch: Callback<CloudAction>,
}

/// The form.
#[component]
pub(crate) fn StartForm(StartFormProps { like, busy, dispatch }: &StartFormProps) -> Html {
    let name = use_state(String::new);
    let typed = use_state(|| None::<String>);
    let input: Rc<str> = typed.as_deref().map_or_else(|| like.to_pretty(), str::to_owned).into();
    let problem = match Json::parse(&input) {
        Ok(Json::Object(_)) => None,
        Ok(other) => Some(format!("The input has to be an object, and this is of type {}.", other.kind())),
        Err(error) => Some(error.to_string()),
    };
    let on_name = {
        let name = name.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                name.set(input.value());
            }
        })
    };
    let on_input = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
                typed.set(Some(area.value()));
            }
        })
    };
    let onclick = {
        let (name, input, dispatch) = (name.clone(), input.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            if let Ok(input) = Json::parse(&input) {
                let name = Some(name.trim()).filter(|name| !name.is_empty()).map(Rc::from);
                dispatch.emit(CloudAction::Start { name, input });
            }
        })
    };
    html! {
        <details class="filter">
            <summary>{ "Start an execution" }</summary>
            <label class="field">{ "Name (made by the account when empty)" }
                <input type="text" class="mono" maxlength="128" value={(*name).clone()} oninput={on_name} />
            </label>
            <label class="field">{ "Input (JSON)" }
                <textarea rows="4" class="mono" spellcheck="false" value={input.to_string()} oninput={on_input} aria-invalid={problem.is_some().to_string()} />
            </label>
            if let Some(problem) = &problem {
                <p class="error-words">{ problem }</p>
            }
            <div class="row"><button type="button" class="button primary" disabled={*busy || problem.is_some()} {onclick}>{ if *busy { "Starting…" } else { "Start" } }</button></div>
        </details>
    }
}
