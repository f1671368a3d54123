//! The flows of an account.

use yew::prelude::*;

use super::account::AccountProps;
use super::more::More;
use crate::source::Ask;
use crate::state::CloudAction;

/// The list.
#[component]
pub(crate) fn FlowList(AccountProps { cloud, dispatch }: &AccountProps) -> Html {
    let flows = &cloud.flows;
    let asking = cloud.is_asking(|ask| matches!(ask, Ask::Flows { .. }));
    let refresh = dispatch.reform(|()| CloudAction::Refresh);
    let rows = flows.rows.iter().map(|flow| {
        let chosen = flow.clone();
        let onclick = dispatch.reform(move |_: MouseEvent| CloudAction::ChooseFlow(chosen.clone()));
        let changed = flow.modified.map(|time| format!("changed {}", super::words::moment(time)));
        html! {
            <li key={flow.name.to_string()}>
                <button type="button" class="listed" {onclick}>
                    <span class="listed-name">{ &*flow.name }</span>
                    <span></span>
                    <span class="listed-about">{ if flow.description.is_empty() { changed.unwrap_or_default() } else { flow.description.to_string() } }</span>
                </button>
            </li>
        }
    });
    html! {
        <>
            <div class="list-head">
                <h2 class="list-title">{ "Flows" }</h2>
                <span class="grow"></span>
                <button type="button" class="button" disabled={asking} onclick={refresh.reform(|_: MouseEvent| ())}>{ "Refresh" }</button>
            </div>
            <div class="list-place" tabindex="0" role="group" aria-label="Flows">
                <ul class="list">{ rows.collect::<Html>() }</ul>
                <More rows={flows.rows.len()} {asking} more={flows.next.is_some()} problem={flows.problem.clone()}
                    nothing={html! { "This account has no flows in this region. Make one in the console, or start the gateway for another region with --region." }}
                    on_more={dispatch.reform(|()| CloudAction::More)} on_again={refresh.clone()} />
            </div>
        </>
    }
}
