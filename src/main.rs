//! The page's program: puts the app into the document.

fn main() {
    yew::Renderer::<flowglass_app::App>::new().render();
}
