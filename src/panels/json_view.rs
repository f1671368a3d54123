//! A JSON value as text.

use flowglass_expression::Json;
use yew::prelude::*;

/// Longer texts are cut in the view.
const MOST_CHARACTERS: usize = 20_000;

#[derive(PartialEq, Properties)]
pub(crate) struct JsonViewProps {
    pub(crate) label: AttrValue,
    pub(crate) value: Json,
}

/// The value under its label.
#[component]
pub(crate) fn JsonView(JsonViewProps { label, value }: &JsonViewProps) -> Html {
    let text = use_memo(value.clone(), |value| {
        let text = value.to_pretty();
        let cut = text.char_indices().nth(MOST_CHARACTERS).map(|(offset, _)| offset);
        match cut {
            Some(offset) => format!("{}\n… ({} bytes in all)", &text[..offset], text.len()),
            None => text,
        }
    });
    html! {
        <>
            <h3>{ label }</h3>
            <pre class="json" tabindex="0" aria-label={label.clone()}>{ &*text }</pre>
        </>
    }
}
