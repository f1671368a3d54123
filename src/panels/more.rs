//! The end of a list: what is on its way, what did not come, and the next page.

use std::rc::Rc;

use yew::prelude::*;

use super::problem_note::ProblemNote;
use crate::source::Problem;

#[derive(PartialEq, Properties)]
pub(crate) struct MoreProps {
    /// Rows so far.
    pub(crate) rows: usize,
    /// Whether a page is on its way.
    pub(crate) asking: bool,
    /// Whether there is a next page.
    pub(crate) more: bool,
    /// Why the last page did not come.
    pub(crate) problem: Option<Rc<Problem>>,
    /// What is said when there is nothing.
    pub(crate) nothing: Html,
    pub(crate) on_more: Callback<()>,
    pub(crate) on_again: Callback<()>,
}

/// The end of the list.
#[component]
pub(crate) fn More(MoreProps { rows, asking, more, problem, nothing, on_more, on_again }: &MoreProps) -> Html {
    if *asking {
        return html! { <p class="empty" role="status">{ "Reading…" }</p> };
    }
    if let Some(problem) = problem {
        // What came before stays, and reading goes on where it broke off.
        let on_again = if *rows == 0 { on_again } else { on_more };
        return html! { <ProblemNote problem={problem.clone()} on_again={on_again} /> };
    }
    let onclick = on_more.reform(|_: MouseEvent| ());
    html! {
        if *more {
            <div class="more"><button type="button" class="button" {onclick}>{ "Show more" }</button></div>
        } else if *rows == 0 {
            <div class="empty">{ nothing.clone() }</div>
        }
    }
}
