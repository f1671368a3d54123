//! The buttons that change how large the picture is, and the words about it for who does not see it.

use flowglass_viewer::Viewer;
use yew::prelude::*;

use super::viewer_handle::ViewerHandle;
use crate::browser::Timeout;

/// How much one press changes the zoom, as with the keys.
const STEP: f64 = 1.25;
/// How long the zoom has to stay as it is before it is told, in milliseconds.
const SETTLED: i32 = 400;

#[derive(PartialEq, Properties)]
pub(crate) struct ZoomProps {
    pub(crate) viewer: ViewerHandle,
    /// Percent of the picture's own size.
    pub(crate) percent: u32,
    /// Grows with every key that changes the zoom.
    pub(crate) keys: u32,
}

/// The buttons. A zoom that was asked for is told once it is reached; one that comes with another flow is not.
#[component]
pub(crate) fn Zoom(ZoomProps { viewer, percent, keys }: &ZoomProps) -> Html {
    let presses = use_state_eq(|| 0_u32);
    let said = use_state_eq(String::new);
    {
        let asked = keys + *presses;
        let (said, heard) = (said.setter(), use_mut_ref(|| asked));
        use_effect_with((asked, *percent), move |(asked, percent)| {
            let (asked, percent) = (*asked, *percent);
            let told = *heard.borrow() == asked;
            let waiting = (!told).then(|| {
                Timeout::after(SETTLED, move || {
                    heard.replace(asked);
                    said.set(format!("{} percent", spoken(percent)));
                })
            });
            move || drop(waiting)
        });
    }
    let act = |action: fn(&Viewer)| {
        let (viewer, presses) = (viewer.clone(), presses.clone());
        Callback::from(move |_: MouseEvent| {
            viewer.ask(action);
            presses.set(*presses + 1);
        })
    };
    html! {
        <>
            <button type="button" class="button" aria-label="Zoom out" onclick={act(|viewer| viewer.zoom_by(1.0 / STEP))}>{ "−" }</button>
            <button type="button" class="button zoom-value" aria-label={format!("Zoom {} percent, show at 100 percent", spoken(*percent))} onclick={act(Viewer::zoom_to_actual)}>{ if *percent == 0 { "< 1 %".to_owned() } else { format!("{percent} %") } }</button>
            <button type="button" class="button" aria-label="Zoom in" onclick={act(|viewer| viewer.zoom_by(STEP))}>{ "+" }</button>
            <button type="button" class="button" onclick={act(Viewer::fit)}>{ "Fit" }</button>
            <span class="visually-hidden" role="status">{ &*said }</span>
        </>
    }
}

/// The number as it is said; whole pictures of thousands of steps can be smaller than one hundredth.
fn spoken(percent: u32) -> String {
    if percent == 0 { "less than 1".to_owned() } else { percent.to_string() }
}
