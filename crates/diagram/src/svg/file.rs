//! A picture as one file that needs nothing else.

use super::element::{attribute, number, open, rect, title};
use super::escape::push_escaped;
use super::picture::picture;
use super::stylesheet::{Theme, file_styles};
use crate::number::push_number;
use crate::outline::summary;
use crate::overlay::Overlay;
use crate::scene::Scene;
use flowglass_layout::Rect;

/// Writes the picture, coloured by a run when there is one, as an SVG file in the colours of `theme`.
///
/// The same scene and overlay give the same text. `overlay` must belong to `scene`.
pub fn write_svg(scene: &Scene, overlay: Option<&Overlay>, theme: Theme) -> String {
    let (width, height) = (scene.size.width.max(1.0).ceil(), scene.size.height.max(1.0).ceil());
    let mut out = String::new();
    open(&mut out, "svg");
    attribute(&mut out, "xmlns", "http://www.w3.org/2000/svg");
    attribute(&mut out, "class", "fg-picture");
    attribute(&mut out, "role", "img");
    number(&mut out, "width", width);
    number(&mut out, "height", height);
    out.push_str(" viewBox=\"0 0 ");
    push_number(&mut out, width);
    out.push(' ');
    push_number(&mut out, height);
    out.push_str("\">\n");
    title(&mut out, if scene.title.is_empty() { "Flow" } else { &scene.title });
    out.push_str("<desc>");
    push_escaped(&mut out, &description(scene, overlay));
    out.push_str("</desc>\n<style>\n");
    out.push_str(&file_styles(theme));
    out.push_str("</style>\n");
    rect(&mut out, "fg-ground", &Rect::new(0.0, 0.0, width, height), 0.0);
    out.push_str(&picture(scene, overlay));
    out.push_str("\n</svg>\n");
    out
}

fn description(scene: &Scene, overlay: Option<&Overlay>) -> String {
    if scene.description.is_empty() {
        return summary(scene, overlay);
    }
    format!("{} {}", summary(scene, overlay), scene.description)
}
