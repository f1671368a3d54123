//! Draws a flow: `cargo run -p flowglass-diagram --example draw_flow -- FLOW OUT.svg [light|dark|auto] [HISTORY]`.
//!
//! The history has one event a line, as `flowglass_history::History::from_lines` reads it.

use std::error::Error;
use std::fs;

use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Overlay, draw};
use flowglass_history::{History, fold};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [flow, out, rest @ ..] = arguments.as_slice() else {
        return Err("usage: draw_flow FLOW OUT.svg [light|dark|auto] [HISTORY]".into());
    };
    let theme = match rest.first().map(String::as_str) {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some("auto") | None => Theme::Auto,
        Some(other) => return Err(format!("{other} is no theme: light, dark or auto").into()),
    };
    let parsed = flowglass_flow::parse(&fs::read_to_string(flow)?);
    let flow = parsed.flow.ok_or("the text is no flow")?;
    let scene = draw(&flow);
    let overlay = match rest.get(1) {
        Some(path) => {
            let history = History::from_lines(&fs::read_to_string(path)?).map_err(|error| error.to_string())?;
            Some(Overlay::from_run(&flow, &scene, &fold(&history, history.len()), &history))
        }
        None => None,
    };
    fs::write(out, write_svg(&scene, overlay.as_ref(), theme))?;
    Ok(())
}
