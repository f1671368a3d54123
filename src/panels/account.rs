//! The account at the left: its flows, and the executions of one of them.

use yew::prelude::*;

use super::execution_list::ExecutionList;
use super::flow_list::FlowList;
use crate::source::Place;
use crate::state::{Cloud, CloudAction};

#[derive(PartialEq, Properties)]
pub(crate) struct AccountProps {
    pub(crate) cloud: Cloud,
    pub(crate) dispatch: Callback<CloudAction>,
}

/// The account.
#[component]
pub(crate) fn Account(AccountProps { cloud, dispatch }: &AccountProps) -> Html {
    let Some(session) = &cloud.session else {
        return html! { <p class="empty">{ "Flows and executions appear here as soon as an account answers." }</p> };
    };
    let hidden = |seen: bool| (!seen).then_some("hidden");
    let leave = dispatch.reform(|_: MouseEvent| CloudAction::Connect(Place::Gateway));
    html! {
        <div class="account">
            <div class="account-head">
                <b>{ &*session.title }</b>
                <span class="muted account-detail" title={session.detail.to_string()}>{ &*session.detail }</span>
                <span class="grow"></span>
                if !session.write {
                    <span class="pill" title="Start the gateway with --allow-write to start, stop and answer executions from here">{ "read only" }</span>
                }
                if cloud.place == Place::Sample {
                    <button type="button" class="button" onclick={leave}>{ "Leave" }</button>
                }
            </div>
            // Both stay in the page, so that going back finds the list as it was.
            <div class={classes!("account-part", hidden(cloud.flow.is_none()))}><FlowList cloud={cloud.clone()} {dispatch} /></div>
            <div class={classes!("account-part", hidden(cloud.flow.is_some()))}><ExecutionList cloud={cloud.clone()} {dispatch} /></div>
        </div>
    }
}
