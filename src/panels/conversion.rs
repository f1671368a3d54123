//! The definition in the new language: what a person must decide, and whether to take it.

use std::rc::Rc;

use flowglass_convert::{Note, Weight};
use flowglass_expression::Language;
use yew::prelude::*;

use super::words::{prose, sentence};
use crate::state::{Action, Proposal, Workbench};

/// Further notes are counted, not listed.
const MOST_ROWS: usize = 200;

#[derive(PartialEq, Properties)]
pub(crate) struct ConversionProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// The notes with their places in the old text, and what can be done with the new one.
#[component]
pub(crate) fn ConversionNotes(ConversionProps { state, dispatch }: &ConversionProps) -> Html {
    let Some(proposal) = &state.proposal else {
        return html! { <p class="empty">{ "Nothing has been converted." }</p> };
    };
    let proposed = state.is_proposed();
    let on = |action: Action| dispatch.reform(move |_: MouseEvent| action.clone());
    let notes = &proposal.conversion.notes;
    html! {
        <div class="conversion">
            <div class="conversion-head">
                <p role="status">
                    if proposed {
                        <b>{ "The flow can be written in the new language. " }</b>{ "Nothing is replaced yet. " }
                    } else {
                        <b>{ "The new definition is in the editor. " }</b>{ "Places are those of the old text. " }
                        if proposal.conversion.text.contains("FC:InvokeFunction") {
                            { prose("In the scenario, answers of functions now belong under `Body`. ") }
                        }
                    }
                    { counted(proposal) }
                </p>
                if proposed {
                    <button type="button" class="button primary" onclick={on(Action::TakeProposal)}>{ "Use the new text" }</button>
                    <button type="button" class="button" onclick={on(Action::DropProposal)}>{ "Keep the old one" }</button>
                } else {
                    <button type="button" class="button" onclick={on(Action::TakeBack)}>{ "Bring the old text back" }</button>
                    <button type="button" class="button" onclick={on(Action::DropProposal)}>{ "Close" }</button>
                }
            </div>
            <ul class="problems">
                { notes.iter().take(MOST_ROWS).map(|note| row(proposal, proposed, dispatch, note)).collect::<Html>() }
                if notes.len() > MOST_ROWS {
                    <li class="empty">{ format!("{} more; the command line lists them all.", notes.len() - MOST_ROWS) }</li>
                }
            </ul>
            if proposed {
                <details class="conversion-text">
                    <summary>{ "The new text" }</summary>
                    <pre tabindex="0">{ &proposal.conversion.text }</pre>
                </details>
            }
        </div>
    }
}

/// How much there is to decide and to know.
fn counted(proposal: &Proposal) -> String {
    let decide = proposal.count(Weight::Decide);
    match decide {
        0 if proposal.conversion.notes.is_empty() => "It does the same.".to_owned(),
        0 => "Nothing must be decided; read what differs.".to_owned(),
        1 => "One thing must be decided first.".to_owned(),
        _ => format!("{decide} things must be decided first."),
    }
}

/// A note; a click shows its place while the old text is in the editor.
fn row(proposal: &Proposal, proposed: bool, dispatch: &Callback<Action>, note: &Note) -> Html {
    let place = proposal.lines.position(&proposal.old, note.at.start as usize);
    let class = match note.weight {
        Weight::Decide => "is-error",
        Weight::Differs => "is-warning",
        Weight::Information => "is-note",
    };
    let told = note.told(Language::English);
    let words = html! {
        <>
            <span class="problem-place">{ format!("{}:{}", place.line, place.column) }</span>
            <span class="problem-severity">{ note.weight.word() }</span>
            <span class="problem-text">
                <b>{ prose(&sentence(&told.what)) }</b>{ " " }{ prose(&told.why) }{ " " }<i>{ prose(&told.help) }</i>
                <span class="problem-code">{ note.code }</span>
            </span>
        </>
    };
    let at = note.at;
    if proposed {
        let onclick = dispatch.reform(move |_: MouseEvent| Action::Reveal(at));
        html! { <li><button type="button" class={classes!("problem", class)} {onclick}>{ words }</button></li> }
    } else {
        html! { <li class={classes!("problem", "still", class)}>{ words }</li> }
    }
}
