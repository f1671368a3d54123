//! The place of the small map in the picture's corner, and the button that turns it off and on.

use yew::prelude::*;

use super::viewer_handle::ViewerHandle;
use crate::browser;

/// The name under which the choice is kept.
const MAP: &str = "map";
const OFF: &str = "off";

/// Whether the person wants the map: yes, until it is turned off.
pub(crate) fn wants_map() -> bool {
    browser::kept_choice(MAP).as_deref() != Some(OFF)
}

/// Has the viewer show the map in the element that the reference is given to, when the picture does not fit into the window.
/// The viewer must be hosted by then: effects run in the order of their hooks.
#[hook]
pub(crate) fn use_map(viewer: &ViewerHandle, on: bool) -> NodeRef {
    let place = use_node_ref();
    {
        let (place, viewer) = (place.clone(), viewer.clone());
        use_effect_with(on, move |on| {
            let place = place.cast::<web_sys::Element>().filter(|_| *on);
            viewer.ask(|viewer| viewer.show_map(place.as_ref()));
        });
    }
    place
}

#[derive(PartialEq, Properties)]
pub(crate) struct MapSwitchProps {
    pub(crate) on: bool,
    pub(crate) on_switch: Callback<bool>,
}

/// The button.
#[component]
pub(crate) fn MapSwitch(MapSwitchProps { on, on_switch }: &MapSwitchProps) -> Html {
    let next = !on;
    let onclick = on_switch.reform(move |_: MouseEvent| {
        browser::keep_choice(MAP, if next { "on" } else { OFF });
        next
    });
    html! {
        <button type="button" class="button map-switch" aria-pressed={on.to_string()} {onclick}
            title="A small map of the whole picture, when that does not fit">{ "Map" }</button>
    }
}
