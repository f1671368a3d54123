//! `flowglass render`: a flow as a picture.

use std::fs;
use std::path::{Path, PathBuf};

use flowglass_diagram::svg::{self, write_svg};
use flowglass_diagram::{Closed, Overlay, Scene, draw_closed, groups, write_dot, write_mermaid};
use flowglass_flow::{Flow, Severity, StepId};
use flowglass_history::fold;

use crate::arguments::{Direction, PictureFormat, RenderArguments, Theme};
use crate::exit::{Exit, Trouble};
use crate::finding_text::finding_text;
use crate::history_file::read_histories;
use crate::input_files::{FlowFile, Inputs, is_standard_input};
use crate::language::language;
use crate::terminal::{Palette, complain, print};

/// Draws a definition; what is wrong with it goes to standard error, and what can be understood is drawn.
///
/// # Errors
/// The definition or a history cannot be read, or the picture cannot be written.
pub(crate) fn render(arguments: &RenderArguments) -> Result<Exit, Trouble> {
    let output = arguments.output.as_deref().filter(|path| !is_standard_input(path));
    let format = match arguments.format {
        Some(format) => format,
        None => output.map_or(Ok(PictureFormat::Svg), format_of)?,
    };
    let mut inputs = Inputs::default();
    let file = inputs.read_flow(&arguments.flow, arguments.resource.as_deref(), flowglass_flow::Mode::Standard)?;
    let Some(flow) = &file.parsed.flow else {
        complain_of(&file, Severity::Note);
        complain(&format!("{}: nothing in it can be drawn", file.name()));
        return Ok(Exit::Wrong);
    };
    if complain_of_errors(&file) > 0 {
        complain(&format!("{}: the picture shows what could be understood", file.name()));
    }
    let direction = match arguments.direction {
        Direction::TopToBottom => flowglass_diagram::Direction::TopToBottom,
        Direction::LeftToRight => flowglass_diagram::Direction::LeftToRight,
    };
    let closed = closed(flow, &file.name(), arguments)?;
    if format != PictureFormat::Svg && !closed.is_empty() {
        return Err(Trouble::OnlySvgCloses);
    }
    let scene = draw_closed(flow, direction, &closed);
    let overlay = run(flow, &scene, &arguments.history, &mut inputs)?;
    let overlay = overlay.as_ref();
    let text = match format {
        PictureFormat::Svg => write_svg(&scene, overlay, theme(arguments.theme)),
        PictureFormat::Mermaid => write_mermaid(&scene, overlay),
        PictureFormat::Dot => write_dot(&scene, overlay),
    };
    write(output, &text)?;
    Ok(Exit::Done)
}

/// The groups that are to be closed.
///
/// # Errors
/// The flow has no group of a name.
fn closed(flow: &Flow, name: &str, arguments: &RenderArguments) -> Result<Closed, Trouble> {
    if arguments.collapse_all {
        return Ok(Closed::all(flow));
    }
    let name_of = |group: StepId| &flow.step(group).name.value;
    let mut closed = Vec::new();
    for wanted in &arguments.collapse {
        let before = closed.len();
        closed.extend(groups(flow).filter(|group| name_of(*group) == wanted));
        if closed.len() == before {
            let (name, wanted) = (name.to_owned(), wanted.clone());
            let groups = groups(flow).map(|group| name_of(group).clone()).collect();
            return Err(Trouble::NoSuchGroup { name, wanted, groups });
        }
    }
    Ok(closed.into_iter().collect())
}

/// What the ending of a file's name asks for.
///
/// # Errors
/// It is that of a picture which is not made here.
fn format_of(output: &Path) -> Result<PictureFormat, Trouble> {
    let ending = output.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.to_str().unwrap_or_default() {
        "mmd" | "mermaid" => Ok(PictureFormat::Mermaid),
        "dot" | "gv" => Ok(PictureFormat::Dot),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "pdf" => Err(Trouble::NoSuchPicture(output.display().to_string())),
        _ => Ok(PictureFormat::Svg),
    }
}

/// The execution of the first history over the picture; what does not belong to the flow is told.
fn run(flow: &Flow, scene: &Scene, paths: &[PathBuf], inputs: &mut Inputs) -> Result<Option<Overlay>, Trouble> {
    let files = read_histories(paths, inputs)?;
    let Some(file) = files.first() else { return Ok(None) };
    if let Some(other) = files.get(1) {
        complain(&format!("{}: left out: the picture shows one execution, that of {}", other.name, file.name));
    }
    let history = &file.history;
    let overlay = Overlay::from_run(flow, scene, &fold(history, history.len()), history);
    if overlay.unplaced > 0 {
        let words = match overlay.unplaced {
            1 => "1 run of a step in it fits no step of the definition".to_owned(),
            count => format!("{count} runs of steps in it fit no step of the definition"),
        };
        complain(&format!("{}: {words}", file.name));
    }
    Ok(Some(overlay))
}

fn theme(theme: Theme) -> svg::Theme {
    match theme {
        Theme::Light => svg::Theme::Light,
        Theme::Dark => svg::Theme::Dark,
        Theme::Auto => svg::Theme::Auto,
    }
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
