//! The page's program: puts the app into the document, or serves a page as its worker.

fn main() {
    flowglass_app::start();
}
