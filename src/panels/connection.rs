//! What stands in the picture's place while no account answers.

use yew::prelude::*;

use super::problem_note::ProblemNote;
use crate::source::Place;
use crate::state::{Cloud, CloudAction, Mode, PageAction};

#[derive(PartialEq, Properties)]
pub(crate) struct ConnectionProps {
    pub(crate) cloud: Cloud,
    pub(crate) dispatch: Callback<PageAction>,
}

/// Says what is being waited for or what went wrong, and how to go on.
#[component]
pub(crate) fn Connection(ConnectionProps { cloud, dispatch }: &ConnectionProps) -> Html {
    let try_it = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: MouseEvent| {
            // With one of these keys the browser opens the address elsewhere.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                dispatch.emit(PageAction::Cloud(CloudAction::Connect(Place::Sample)));
            }
        })
    };
    let sample = html! {
        <a class="button primary" href="#sample" onclick={try_it}>{ "Try it with a sample account" }</a>
    };
    let Some(problem) = &cloud.session_problem else {
        return html! {
            <div class="connection" role="status">
                <h2>{ "Asking the gateway…" }</h2>
                <p class="muted">{ "The gateway at the address of this page tells which account it reads." }</p>
                <div class="row">
                    <button type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| PageAction::Switch(Mode::Simulate))}>{ "Back to Simulate" }</button>
                    { sample }
                </div>
            </div>
        };
    };
    let again = dispatch.reform(|()| PageAction::Cloud(CloudAction::Connect(Place::Gateway)));
    if problem.no_gateway {
        return html! {
            <div class="connection">
                <div role="status">
                    <h2>{ "Real executions need a gateway" }</h2>
                    <p>{ "None answers at the address of this page. The gateway holds the keys of your account, signs what it asks the service, and serves this page. On a machine with your keys, start it and open the address that it prints:" }</p>
                </div>
                <pre class="json" tabindex="0" aria-label="Command">{ "flowglass serve --region cn-hangzhou" }</pre>
                <p>{ "Without an account, look at one that lives in this page: its flows run in the browser, and nothing leaves it." }</p>
                <div class="row">
                    { sample }
                    <button type="button" class="button" onclick={again.reform(|_: MouseEvent| ())}>{ "Try again" }</button>
                </div>
            </div>
        };
    }
    html! {
        <div class="connection">
            <h2>{ "The account cannot be read" }</h2>
            <ProblemNote problem={problem.clone()} on_again={again}>{ sample }</ProblemNote>
        </div>
    }
}
