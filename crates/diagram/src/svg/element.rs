//! Elements of SVG, appended to a text: the only place that writes angle brackets.

use flowglass_layout::Rect;

use super::escape::push_escaped;
use crate::number::push_number;

/// Opens `<name` for its attributes.
pub(super) fn open(out: &mut String, name: &str) {
    out.push('<');
    out.push_str(name);
}

/// Writes an attribute with a text of any origin.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
    out.push('"');
}

/// Writes an attribute with a number.
pub(super) fn number(out: &mut String, name: &str, value: f64) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_number(out, value);
    out.push('"');
}

/// Writes a whole `<rect>`.
pub(super) fn rect(out: &mut String, class: &str, place: &Rect, radius: f64) {
    open(out, "rect");
    attribute(out, "class", class);
    number(out, "x", place.x);
    number(out, "y", place.y);
    number(out, "width", place.width);
    number(out, "height", place.height);
    if radius > 0.0 {
        number(out, "rx", radius);
    }
    out.push_str("/>");
}

/// Writes a whole `<circle>`.
pub(super) fn circle(out: &mut String, class: &str, x: f64, y: f64, radius: f64) {
    open(out, "circle");
    attribute(out, "class", class);
    number(out, "cx", x);
    number(out, "cy", y);
    number(out, "r", radius);
    out.push_str("/>");
}

/// Writes a whole `<path>`.
pub(super) fn path(out: &mut String, class: &str, data: &str) {
    open(out, "path");
    attribute(out, "class", class);
    attribute(out, "d", data);
    out.push_str("/>");
}

/// Writes a whole `<path>` whose origin is moved to a point.
pub(super) fn path_at(out: &mut String, class: &str, data: &str, x: f64, y: f64) {
    open(out, "path");
    attribute(out, "class", class);
    attribute(out, "d", data);
    translate(out, x, y);
    out.push_str("/>");
}

/// Writes the attribute that moves an element's origin to a point.
pub(super) fn translate(out: &mut String, x: f64, y: f64) {
    out.push_str(" transform=\"translate(");
    push_number(out, x);
    out.push(' ');
    push_number(out, y);
    out.push_str(")\"");
}

/// Writes a whole `<line>` from the top left corner of a flat rectangle to the opposite one.
pub(super) fn line(out: &mut String, class: &str, place: &Rect) {
    open(out, "line");
    attribute(out, "class", class);
    number(out, "x1", place.x);
    number(out, "y1", place.y);
    number(out, "x2", place.right());
    number(out, "y2", place.bottom());
    out.push_str("/>");
}

/// Writes a whole `<text>` on its base line.
pub(super) fn text(out: &mut String, class: &str, content: &str, x: f64, y: f64) {
    open(out, "text");
    attribute(out, "class", class);
    number(out, "x", x);
    number(out, "y", y);
    out.push('>');
    push_escaped(out, content);
    out.push_str("</text>");
}

/// Writes a whole `<text>` of two parts, the second one behind the first, however wide a font makes that.
pub(super) fn flowing(out: &mut String, [first, second]: [(&str, &str); 2], gap: f64, x: f64, y: f64) {
    open(out, "text");
    number(out, "x", x);
    number(out, "y", y);
    out.push('>');
    for ((class, content), gap) in [(first, 0.0), (second, gap)] {
        open(out, "tspan");
        attribute(out, "class", class);
        if gap > 0.0 {
            number(out, "dx", gap);
        }
        out.push('>');
        push_escaped(out, content);
        out.push_str("</tspan>");
    }
    out.push_str("</text>");
}

/// Writes a `<title>`, which a browser shows when the pointer rests on the element around it.
pub(super) fn title(out: &mut String, content: &str) {
    out.push_str("<title>");
    push_escaped(out, content);
    out.push_str("</title>");
}
