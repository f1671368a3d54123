//! What the last action has to say, until it is read.

use std::rc::Rc;

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct MessageProps {
    pub(crate) text: Option<Rc<str>>,
    pub(crate) on_dismiss: Callback<()>,
}

/// The message; the element stays in the page, so that screen readers notice its words.
#[component]
pub(crate) fn Message(MessageProps { text, on_dismiss }: &MessageProps) -> Html {
    let onclick = on_dismiss.reform(|_: MouseEvent| ());
    html! {
        <div class="message-place" role="status" aria-live="polite">
            if let Some(text) = text {
                <div class="message">
                    <span>{ &**text }</span>
                    <button type="button" class="button" {onclick}>{ "OK" }</button>
                </div>
            }
        </div>
    }
}
