//! `flowglass render`: a flow as a picture.

use std::fs;
use std::path::Path;

use flowglass_diagram::svg::{self, write_svg};
use flowglass_flow::Severity;

use crate::arguments::{Direction, RenderArguments, Theme};
use crate::exit::{Exit, Trouble};
use crate::finding_text::finding_text;
use crate::input_files::{FlowFile, Inputs, is_standard_input};
use crate::language::language;
use crate::terminal::{Palette, complain, print};

/// Draws a definition; what is wrong with it goes to standard error, and what can be understood is drawn.
///
/// # Errors
/// The definition cannot be read, or the picture cannot be written.
pub(crate) fn render(arguments: &RenderArguments) -> Result<Exit, Trouble> {
    let file =
        Inputs::default().read_flow(&arguments.flow, arguments.resource.as_deref(), flowglass_flow::Mode::Standard)?;
    let Some(flow) = &file.parsed.flow else {
        complain_of(&file, Severity::Note);
        complain(&format!("{}: nothing in it can be drawn", file.name()));
        return Ok(Exit::Wrong);
    };
    if complain_of_errors(&file) > 0 {
        complain(&format!("{}: the picture shows what could be understood", file.name()));
    }
    let theme = match arguments.theme {
        Theme::Light => svg::Theme::Light,
        Theme::Dark => svg::Theme::Dark,
        Theme::Auto => svg::Theme::Auto,
    };
    let direction = match arguments.direction {
        Direction::TopToBottom => flowglass_diagram::Direction::TopToBottom,
        Direction::LeftToRight => flowglass_diagram::Direction::LeftToRight,
    };
    let scene = flowglass_diagram::draw_in(flow, direction);
    write(arguments.output.as_deref(), &write_svg(&scene, None, theme))?;
    Ok(Exit::Done)
}

/// Writes the error findings of a definition to standard error, and tells how many there are.
pub(crate) fn complain_of_errors(file: &FlowFile) -> usize {
    complain_of(file, Severity::Error)
}

/// Writes the findings that weigh at least so much to standard error, and tells how many there are.
fn complain_of(file: &FlowFile, least: Severity) -> usize {
    let parsed = &file.parsed;
    let told = || parsed.findings.iter().filter(|finding| finding.severity <= least);
    for finding in told() {
        let (name, palette) = (file.name(), Palette::for_errors());
        complain(&finding_text(&name, &parsed.document, finding, palette, language(None)));
    }
    told().count()
}

/// Writes a text to a file, or to standard output.
pub(crate) fn write(path: Option<&Path>, text: &str) -> Result<(), Trouble> {
    match path.filter(|path| !is_standard_input(path)) {
        Some(path) => fs::write(path, text).map_err(|error| Trouble::Write(path.display().to_string(), error)),
        None => print(text),
    }
}
