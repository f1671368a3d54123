//! A problem in words: what it is called, what is said, what to do, and how to go on.

use std::rc::Rc;

use yew::prelude::*;

use crate::source::Problem;

#[derive(PartialEq, Properties)]
pub(crate) struct ProblemNoteProps {
    pub(crate) problem: Rc<Problem>,
    /// What the button says that asks once more.
    #[prop_or(AttrValue::Static("Try again"))]
    pub(crate) again: AttrValue,
    pub(crate) on_again: Callback<()>,
    /// Further ways on.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The note.
#[component]
pub(crate) fn ProblemNote(ProblemNoteProps { problem, again, on_again, children }: &ProblemNoteProps) -> Html {
    let onclick = on_again.reform(|_: MouseEvent| ());
    html! {
        <div class="problem-note" role="alert">
            <p><b>{ &problem.code }</b></p>
            <p>{ &problem.message }</p>
            <p class="problem-advice">{ super::words::prose(&problem.advice) }</p>
            if let Some(id) = &problem.request_id {
                <p class="muted">{ "Request id " }<code>{ id }</code></p>
            }
            <div class="row">
                <button type="button" class="button" {onclick}>{ again }</button>
                { children.clone() }
            </div>
        </div>
    }
}
