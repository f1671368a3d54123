//! The table of events. Only the rows in view are in the page, so that long histories cost no more than short ones.

use std::rc::Rc;

use flowglass_history::{Event, EventId, Family, Kind};
use yew::prelude::*;

use super::words;
use crate::state::{Action, Run, Shown, Workbench};

/// The height of a row in CSS pixels; `styles.css` says the same.
const ROW: usize = 24;
/// Rows drawn above and below those in view.
const MARGIN: usize = 10;
/// The longest detail in a row; the inspector shows all of it.
const MOST_DETAIL: usize = 240;

#[derive(PartialEq, Properties)]
pub(crate) struct EventsProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) dispatch: Callback<Action>,
}

/// The table.
#[component]
pub(crate) fn Events(EventsProps { state, shown, dispatch }: &EventsProps) -> Html {
    let scroll = use_state_eq(|| (0_usize, 30_usize));
    let place = use_node_ref();
    let onscroll = {
        let (scroll, place) = (scroll.setter(), place.clone());
        Callback::from(move |_: web_sys::Event| {
            if let Some(element) = place.cast::<web_sys::Element>() {
                let first = element.scroll_top().max(0) as usize / ROW;
                let rows = element.client_height().max(0) as usize / ROW + 2;
                scroll.set((first, rows));
            }
        })
    };
    {
        // The row that the slider stands on stays in view.
        let (place, scroll) = (place.clone(), scroll.setter());
        use_effect_with((state.position, state.run.is_some()), move |(position, _)| {
            let Some(element) = place.cast::<web_sys::Element>() else { return };
            let height = element.client_height().max(0) as usize;
            let top = element.scroll_top().max(0) as usize;
            let row = position.saturating_sub(1) * ROW;
            if row < top || row + 2 * ROW > top + height {
                // Whole rows, so that none is cut off below the head.
                let wanted = (row + 2 * ROW).saturating_sub(height).next_multiple_of(ROW);
                element.set_scroll_top(i32::try_from(wanted).unwrap_or(i32::MAX));
            }
            scroll.set((element.scroll_top().max(0) as usize / ROW, height / ROW + 2));
        });
    }
    let Some(run) = &state.run else {
        let words = match (state.editable, state.awaited) {
            (true, _) => "No events yet. Press Run: every event that the service would record appears here.",
            (false, true) => "No events yet. The history of this execution appears here once it has been read.",
            (false, false) => "No events yet. Choose an execution of the account: its history appears here.",
        };
        return html! { <p class="empty">{ words }</p> };
    };
    let events = run.history().len();
    let onkeydown = {
        let (dispatch, position) = (dispatch.clone(), state.position);
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => position + 1,
                "ArrowUp" => position.saturating_sub(1),
                "Home" => 1,
                "End" => events,
                _ => return,
            };
            event.prevent_default();
            dispatch.emit(Action::Seek(to.min(events)));
        })
    };
    let (first, rows) = *scroll;
    let from = first.saturating_sub(MARGIN).min(events);
    let to = (first + rows + MARGIN).min(events);
    let body =
        (from..to).filter_map(|index| row(run, shown.as_deref(), state.position, index, dispatch)).collect::<Html>();
    html! {
        <div class="events" ref={place} {onscroll} {onkeydown} tabindex="0" role="group" aria-label="Events; the arrow keys move through them">
            <table aria-rowcount={(events + 1).to_string()}>
                <thead><tr><th>{ "#" }</th><th>{ "from" }</th><th>{ "time" }</th><th>{ "type" }</th><th>{ "step" }</th><th>{ "detail" }</th></tr></thead>
                <tbody>
                    { gap(from) }
                    { body }
                    { gap(events - to) }
                </tbody>
            </table>
        </div>
    }
}

/// The room of rows that are not in the page.
fn gap(rows: usize) -> Html {
    if rows == 0 {
        return Html::default();
    }
    html! { <tr class="gap" aria-hidden="true"><td colspan="6" height={(rows * ROW).to_string()}></td></tr> }
}

fn row(run: &Run, shown: Option<&Shown>, position: usize, index: usize, dispatch: &Callback<Action>) -> Option<Html> {
    let event = run.history().at(index)?;
    let id = event.id;
    let step = shown.and_then(|shown| shown.step_of(id));
    let onclick = dispatch.reform(move |_: MouseEvent| Action::SeekEvent(id, step));
    let current = index + 1 == position;
    let class = classes!("event", family(&event), (index >= position).then_some("later"), current.then_some("current"));
    let detail = event.detail.to_text();
    let detail: String = detail.chars().take(MOST_DETAIL).collect();
    Some(html! {
        <tr {class} {onclick} key={index} aria-rowindex={(index + 2).to_string()} aria-current={current.then_some("true")}>
            <td>{ id.0 }</td>
            <td>{ event.trigger.map_or(0, |EventId(id)| id) }</td>
            <td title={event.time.to_rfc3339()}>{ words::offset(event.time.since(run.started())) }</td>
            <td class="event-type">{ event.kind.name() }</td>
            <td>{ event.step }</td>
            <td class="event-detail">{ detail }</td>
        </tr>
    })
}

/// The class of an event: what it says in one glance.
fn family(event: &Event<'_>) -> Option<&'static str> {
    let Kind::Known(kind) = event.kind else { return None };
    let name = kind.name();
    if kind.is_defeat() || name.ends_with("Failed") || name.ends_with("TimedOut") {
        return Some("bad");
    }
    match kind.family() {
        Family::Execution => Some("execution"),
        Family::Task => Some("task"),
        Family::Step | Family::Branch | Family::Iteration | Family::MapRun => None,
    }
}
