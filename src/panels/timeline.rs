//! The slider over the run's events, and the buttons that move it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::words;
use crate::state::{Action, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct TimelineProps {
    pub(crate) state: Rc<Workbench>,
    pub(crate) dispatch: Callback<Action>,
}

/// The slider.
#[component]
pub(crate) fn Timeline(TimelineProps { state, dispatch }: &TimelineProps) -> Html {
    let events = state.events();
    let position = state.position;
    let none = events == 0;
    let seek = |to: usize| dispatch.reform(move |_: MouseEvent| Action::Seek(to));
    let playing = state.playing;
    let play = dispatch.reform(move |_: MouseEvent| Action::Play(!playing));
    let oninput = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                dispatch.emit(Action::Seek(input.value_as_number().max(0.0) as usize));
            }
        })
    };
    let (offset, absolute, event) = place(state);
    let spoken = if none { "no events".to_owned() } else { format!("event {position} of {events}, {event} {offset}") };
    html! {
        <div class="timeline">
            <div class="transport" role="group" aria-label="Playback">
                <button type="button" class="button" disabled={none || position == 0} onclick={seek(0)} aria-label="To the beginning" title="To the beginning">{ icon("M8 1v8L3 5zM2 1v8") }</button>
                <button type="button" class="button" disabled={none || position == 0} onclick={seek(position.saturating_sub(1))} aria-label="One event back" title="One event back">{ arrow("M6.5 1.5 3 5l3.5 3.5") }</button>
                <button type="button" class="button" disabled={none} onclick={play} aria-label={if playing { "Pause" } else { "Play" }} title={if playing { "Pause" } else { "Play" }}>
                    { if playing { icon("M2.5 1v8M7.5 1v8") } else { icon("M3 1v8l5-4z") } }
                </button>
                <button type="button" class="button" disabled={none || position >= events} onclick={seek(position + 1)} aria-label="One event on" title="One event on">{ arrow("M3.5 1.5 7 5 3.5 8.5") }</button>
                <button type="button" class="button" disabled={none || position >= events} onclick={seek(events)} aria-label="To the end" title="To the end">{ icon("M2 1v8l5-4zM8 1v8") }</button>
            </div>
            <span class="mono">{ if none { "no events".to_owned() } else { format!("event {position} / {events}") } }</span>
            <input type="range" class="slider" min="0" max={events.to_string()} value={position.to_string()} disabled={none}
                aria-label="Event" aria-valuetext={spoken} {oninput} />
            <span class="mono offset" title={absolute}>{ offset }</span>
        </div>
    }
}

/// The time of the last event that is shown, as offset and as absolute time, and its type.
fn place(state: &Workbench) -> (String, Option<String>, String) {
    let Some(run) = &state.run else { return (String::new(), None, String::new()) };
    let history = run.history();
    let started = run.started();
    let event = state.position.checked_sub(1).and_then(|place| history.at(place));
    match event {
        Some(event) => {
            (words::offset(event.time.since(started)), Some(event.time.to_rfc3339()), event.kind.name().to_owned())
        }
        None => (words::offset(0), Some(started.to_rfc3339()), String::new()),
    }
}

fn icon(path: &'static str) -> Html {
    html! {
        <svg viewBox="0 0 10 10" width="11" height="11" aria-hidden="true">
            <path d={path} fill="currentColor" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round" />
        </svg>
    }
}

/// A line without an area: a step and not a run.
fn arrow(path: &'static str) -> Html {
    html! {
        <svg viewBox="0 0 10 10" width="11" height="11" aria-hidden="true">
            <path d={path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round" />
        </svg>
    }
}
