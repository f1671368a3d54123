//! How far the drawing of a long text has come, and what can be done about it.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser::Timeout;
use crate::state::{Action, Going, Redraw, Workbench};

/// What is drawn sooner needs no words, in milliseconds.
const SOON: i32 = 150;

#[derive(PartialEq, Properties)]
pub(crate) struct RedrawNoteProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// A line over the picture from before, or in its place while there is none. Screen readers hear each stage once.
#[component]
pub(crate) fn RedrawNote(RedrawNoteProps { state, dispatch }: &RedrawNoteProps) -> Html {
    let is_going = state.redraw.going().is_some();
    let late = use_state_eq(|| false);
    {
        let late = late.setter();
        use_effect_with(is_going, move |is_going| {
            late.set(false);
            let waiting = is_going.then(|| Timeout::after(SOON, move || late.set(true)));
            move || drop(waiting)
        });
    }
    let act = |action: fn() -> Action| dispatch.reform(move |_: MouseEvent| action());
    let unread = state.is_unread();
    let note = match &state.redraw {
        Redraw::Going(going) if *late || unread => html! {
            <>
                <progress class="progress" max="2" value={stage(going).to_string()} aria-label="Stages of the drawing"></progress>
                <span>{ words(state, going) }</span>
                <button type="button" class="button" onclick={act(|| Action::CancelDrawing)} title="Keep what is there (Escape)">{ "Cancel" }</button>
            </>
        },
        Redraw::Cancelled if unread => html! {
            <>
                <span>{ format!("{} has not been drawn.", state.name) }</span>
                <button type="button" class="button" onclick={act(|| Action::DrawAgain)}>{ "Draw it" }</button>
            </>
        },
        Redraw::Cancelled => html! {
            <>
                <span>{ "This is the picture from before the last changes of the text." }</span>
                <button type="button" class="button" onclick={act(|| Action::DrawAgain)}>{ "Draw again" }</button>
            </>
        },
        Redraw::Failed(why) => html! {
            <>
                <span>{ format!("The text could not be drawn: {why}. It is kept as it is.") }</span>
                <button type="button" class="button" onclick={act(|| Action::DrawAgain)}>{ "Draw again" }</button>
            </>
        },
        Redraw::Done if state.drawing.stale => {
            html! { "The text cannot be read right now; this is the picture of its last good state." }
        }
        Redraw::Going(_) | Redraw::Done => Html::default(),
    };
    let shown = note != Html::default();
    let class = classes!(
        "redraw",
        (shown && !unread).then_some("stale"),
        (shown && unread).then_some("empty over-picture"),
        is_going.then_some("is-going")
    );
    html! { <div {class} role="status">{ note }</div> }
}

/// How many stages are done.
fn stage(going: &Going) -> usize {
    usize::from(going.file.is_some() || going.same_text)
}

fn words(state: &Workbench, going: &Going) -> String {
    let steps = match &going.file {
        Some(file) => file.flows().iter().filter_map(|one| one.flow.as_ref()).map(|flow| flow.steps().len()).max(),
        None => going.same_text.then(|| state.drawing.steps()),
    };
    let what = match steps {
        Some(steps) => format!("Laying out {} steps", grouped(steps)),
        None => format!("Reading {} lines", grouped(state.definition.lines().count())),
    };
    if going.run {
        format!("{what}, then the flow runs…")
    } else if state.is_unread() {
        format!("{what}…")
    } else {
        format!("{what}; the picture is from before…")
    }
}

/// `10,711`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (10_711, "10,711"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
