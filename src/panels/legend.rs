//! What the signs of the picture mean, and which keys move in it.

use std::rc::Rc;

use flowglass_diagram::{Explained, LegendPart, legend};
use yew::prelude::*;

use crate::browser;
use crate::state::{Shown, Workbench};

/// Each key of the picture with what it does.
const KEYS: &[(&[&str], &str)] = &[
    (&["↑", "↓", "←", "→"], "along the lines, and to other ways"),
    (&["]", "["], "into a group, out of it"),
    (&["Home", "End"], "to the start, to the end"),
    (&["A–Z"], "to the next step of that name"),
    (&["Enter"], "selects the step, closes and opens a group"),
    (&["Esc"], "selects nothing"),
    (&["+", "−"], "larger, smaller"),
    (&["0", "1"], "the whole picture, its own size"),
    #[cfg(feature = "navigation")]
    (&["/", "Ctrl K"], "finds steps"),
    (&["?"], "shows this"),
];

#[derive(PartialEq, Properties)]
pub(crate) struct LegendProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
    pub(crate) on_close: Callback<()>,
}

/// The panel. It takes the focus when it comes, and gives it back when it goes.
#[component]
pub(crate) fn Legend(LegendProps { state, shown, on_close }: &LegendProps) -> Html {
    let panel = use_node_ref();
    let more = use_state_eq(|| false);
    let before = use_mut_ref(|| None::<web_sys::HtmlElement>);
    {
        let (panel, before) = (panel.clone(), before.clone());
        use_effect_with((), move |()| {
            before.replace(panel.cast().and_then(|panel| browser::focused_near(&panel)));
            focus(panel.cast());
        });
    }
    let close = {
        let on_close = on_close.clone();
        move || {
            let before = before.take();
            focus(before);
            on_close.emit(());
        }
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Escape" | "?") {
                event.prevent_default();
                event.stop_propagation();
                close();
            }
        })
    };
    let onclose = Callback::from(move |_: MouseEvent| close());
    let overlay = shown.as_ref().and_then(|shown| shown.overlay.as_ref());
    let all = state.drawing.scene.as_ref().map(|scene| legend(scene, overlay)).unwrap_or_default();
    let (here, others): (Vec<Explained>, Vec<Explained>) = all.into_iter().partition(|one| one.here);
    let toggle = {
        let more = more.clone();
        Callback::from(move |_: MouseEvent| more.set(!*more))
    };
    html! {
        <section class="legend" aria-labelledby="legend-title" ref={panel} tabindex="0" {onkeydown}>
            <div class="legend-head">
                <h2 id="legend-title">{ "Legend" }</h2>
                <button type="button" class="button" aria-label="Close the legend" onclick={onclose}>{ "Close" }</button>
            </div>
            { parts(&here) }
            <h3>{ "Keys in the picture" }</h3>
            <dl class="legend-keys">{ for KEYS.iter().map(|(keys, about)| html! {
                <div><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ *about }</dd></div>
            }) }</dl>
            if !others.is_empty() {
                <button type="button" class="tool" aria-expanded={more.to_string()} onclick={toggle}>{ "More signs" }<span class="caret" aria-hidden="true"></span></button>
                if *more { { parts(&others) } }
            }
        </section>
    }
}

/// The signs, part by part.
fn parts(signs: &[Explained]) -> Html {
    let part = |part: &LegendPart| {
        let signs: Vec<&Explained> = signs.iter().filter(|one| one.part == *part).collect();
        if signs.is_empty() {
            return Html::default();
        }
        html! {
            <>
                <h3>{ part.title() }</h3>
                <ul class="legend-signs">{ for signs.into_iter().map(sign) }</ul>
            </>
        }
    };
    LegendPart::ALL.iter().map(part).collect()
}

fn sign(one: &Explained) -> Html {
    html! {
        <li>
            // The drawing is the picture's own text, without a word of the definition.
            { Html::from_html_unchecked(AttrValue::from(one.drawing.clone())) }
            <span><b>{ one.name }</b>{ " " }<span class="muted">{ one.about }</span></span>
        </li>
    }
}

fn focus(element: Option<web_sys::HtmlElement>) {
    if let Some(element) = element {
        // What is seen can take the focus.
        let _ = element.focus();
    }
}
