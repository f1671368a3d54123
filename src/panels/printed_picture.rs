//! What of the page comes on paper: the whole picture with its title.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser;
use crate::print::Printed;
use crate::state::{Shown, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct PrintedPictureProps {
    pub(crate) state: Rc<Workbench>,
    /// The run so far.
    pub(crate) shown: Option<Rc<Shown>>,
}

/// The printed page: nothing on a screen, and only while the page is being printed a picture.
///
/// The picture of the screen cannot be printed: it is as large as its panel, and of a large flow only what is seen is there.
#[component]
pub(crate) fn PrintedPicture(PrintedPictureProps { state, shown }: &PrintedPictureProps) -> Html {
    let (whole, place, about) = (use_node_ref(), use_node_ref(), use_node_ref());
    {
        let (state, whole, place, about) = (state.clone(), whole.clone(), place.clone(), about.clone());
        use_effect_with((state, shown.clone()), move |(state, shown)| {
            let (state, shown) = (state.clone(), shown.clone());
            let (picture_place, printed) = (place.clone(), whole.clone());
            let begin = move || {
                let Some(scene) = state.drawing.scene.as_deref() else { return };
                let overlay = shown.as_deref().and_then(|shown| shown.overlay.as_ref());
                let Some(printed) = Printed::of(scene, overlay) else { return };
                if let Some(about) = about.cast::<web_sys::Element>() {
                    let words = [state.name.to_string(), browser::today(), browser::address()];
                    about.set_text_content(Some(&words.join(" · ")));
                }
                if let Some(place) = picture_place.cast::<web_sys::Element>() {
                    place.set_inner_html(&printed.svg);
                }
                if let Some(whole) = whole.cast::<web_sys::Element>() {
                    whole.set_class_name(&format!("printed is-ready {}", printed.class));
                }
            };
            let end = move || {
                if let Some(place) = place.cast::<web_sys::Element>() {
                    place.set_inner_html("");
                }
                if let Some(whole) = printed.cast::<web_sys::Element>() {
                    whole.set_class_name("printed");
                }
            };
            let listener = browser::on_print(begin, end);
            move || drop(listener)
        });
    }
    html! {
        <section class="printed" ref={whole} aria-hidden="true">
            <h1>{ state.flow_name() }</h1>
            <p class="printed-about" ref={about}></p>
            <div class="printed-picture" ref={place}></div>
        </section>
    }
}
