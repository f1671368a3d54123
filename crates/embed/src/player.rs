//! The player layer: a flow with its run in an element of the page, made of the app's panels.

use std::fmt;

use flowglass_app::{Player, PlayerNews, PlayerProps};
use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Callback};

use crate::direction::direction_of;
use crate::failure::failure;
use crate::shown_flow::shown_flow;

/// A player in the page. It runs the flow at once.
#[wasm_bindgen]
pub struct MountedPlayer {
    handle: AppHandle<Player>,
}

impl fmt::Debug for MountedPlayer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MountedPlayer")
    }
}

#[wasm_bindgen]
impl MountedPlayer {
    /// Puts a player into an element; the picture runs from left to right when `direction` is `lr`. `on_news` hears `{kind: "select", step?}`,
    /// `{kind: "end", status, events, output?, error?, cause?}` and `{kind: "problem", message}`.
    ///
    /// # Errors
    /// The text is no flow; the error says why, and nothing is mounted.
    #[wasm_bindgen(constructor)]
    pub fn new(
        place: Element,
        name: &str,
        definition: &str,
        scenario: &str,
        direction: &str,
        on_news: Function,
    ) -> Result<Self, JsValue> {
        shown_flow(definition).map_err(|words| failure(&words))?;
        let on_news = Callback::from(move |news: PlayerNews| {
            // What the page's own listener throws is reported by the browser.
            let _ = on_news.call1(&JsValue::UNDEFINED, &plain(&news));
        });
        let props = PlayerProps {
            name: name.to_owned().into(),
            definition: definition.to_owned().into(),
            scenario: scenario.to_owned().into(),
            direction: direction_of(direction),
            on_news,
        };
        Ok(Self { handle: yew::Renderer::<Player>::with_root_and_props(place, props).render() })
    }

    /// Takes the player away.
    pub fn unmount(self) {
        self.handle.destroy();
    }
}

fn plain(news: &PlayerNews) -> JsValue {
    let object = Object::new();
    let set = |key: &str, value: JsValue| {
        // Members of a new plain object can always be set.
        let _ = Reflect::set(&object, &key.into(), &value);
    };
    match news {
        PlayerNews::Selected(step) => {
            set("kind", "select".into());
            set("step", step.as_deref().map_or(JsValue::UNDEFINED, JsValue::from));
        }
        PlayerNews::Ended { status, events, output, error } => {
            set("kind", "end".into());
            set("status", (*status).into());
            set("events", (*events as f64).into());
            if let Some(output) = output {
                // JavaScript's own reader makes of it what any page would.
                set("output", JSON::parse(&output.to_compact()).unwrap_or(JsValue::NULL));
            }
            if let Some((error, cause)) = error {
                set("error", error.as_str().into());
                set("cause", cause.as_str().into());
            }
        }
        PlayerNews::Problem(message) => {
            set("kind", "problem".into());
            set("message", message.as_str().into());
        }
    }
    object.into()
}
