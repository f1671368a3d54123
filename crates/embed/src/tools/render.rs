//! The picture of a definition as a file: SVG, or a text for Mermaid or Graphviz.

use flowglass_api::read_execution_file;
use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Direction, Overlay, Scene, draw_in, write_dot, write_mermaid};
use flowglass_history::fold;

use crate::shown_flow::shown_flow;

/// The definition as an SVG file, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such theme or direction, or the record is none; in words.
pub(super) fn svg(definition: &str, theme: &str, direction: &str, history: Option<&str>) -> Result<String, String> {
    let theme = match theme {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        "auto" => Theme::Auto,
        other => return Err(format!("There is no theme `{other}`; there are light, dark and auto.")),
    };
    let (scene, overlay) = drawn(definition, direction, history)?;
    Ok(write_svg(&scene, overlay.as_ref(), theme))
}

/// The definition as a flowchart of Mermaid, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such direction, or the record is none; in words.
pub(super) fn mermaid(definition: &str, direction: &str, history: Option<&str>) -> Result<String, String> {
    let (scene, overlay) = drawn(definition, direction, history)?;
    Ok(write_mermaid(&scene, overlay.as_ref()))
}

/// The definition as a graph of Graphviz, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such direction, or the record is none; in words.
pub(super) fn dot(definition: &str, direction: &str, history: Option<&str>) -> Result<String, String> {
    let (scene, overlay) = drawn(definition, direction, history)?;
    Ok(write_dot(&scene, overlay.as_ref()))
}

fn drawn(definition: &str, direction: &str, history: Option<&str>) -> Result<(Scene, Option<Overlay>), String> {
    let direction = match direction {
        "tb" => Direction::TopToBottom,
        "lr" => Direction::LeftToRight,
        other => return Err(format!("There is no direction `{other}`; there are tb and lr.")),
    };
    let flow = shown_flow(definition)?;
    let scene = draw_in(&flow, direction);
    let overlay = match history {
        Some(text) => {
            let (_, history) = read_execution_file(text).map_err(|error| format!("The history: {error}"))?;
            let view = fold(&history, history.len());
            Some(Overlay::from_run(&flow, &scene, &view, &history))
        }
        None => None,
    };
    Ok((scene, overlay))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "version: v1\ntype: flow\nsteps: [{type: pass, name: hello}]";
    const HISTORY: &str = r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted"},{"EventId":2,"ScheduleEventId":1,"Type":"StepEntered","StepName":"hello"},{"EventId":3,"ScheduleEventId":2,"Type":"StepSucceeded","StepName":"hello"},{"EventId":4,"ScheduleEventId":3,"Type":"StepExited","StepName":"hello"}]}"#;

    #[test]
    fn pictures_have_colours_and_runs() {
        let plain = svg(FLOW, "light", "tb", None).unwrap();
        assert!(
            plain.starts_with("<svg ")
                && plain.contains(">hello</text>")
                && !plain.contains("class=\"fg-node is-succeeded")
        );
        let run = svg(FLOW, "dark", "tb", Some(HISTORY)).unwrap();
        assert_ne!(run, svg(FLOW, "dark", "tb", None).unwrap());
    }

    #[test]
    fn texts_have_directions_and_runs() {
        let check = |draw: fn(&str, &str, Option<&str>) -> Result<String, String>, upright: &str, lying: &str| {
            let plain = draw(FLOW, "tb", None).unwrap();
            assert!(plain.contains("hello") && plain.contains(upright) && !plain.contains("succeeded"), "{plain}");
            let run = draw(FLOW, "lr", Some(HISTORY)).unwrap();
            assert!(run.contains("succeeded") && run.contains(lying), "{run}");
        };
        check(mermaid, "flowchart TB", "flowchart LR");
        check(dot, "digraph", "rankdir=LR");
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        assert_eq!(
            svg(FLOW, "pink", "tb", None),
            Err("There is no theme `pink`; there are light, dark and auto.".to_owned())
        );
        let no_direction = Err("There is no direction `up`; there are tb and lr.".to_owned());
        assert_eq!(svg(FLOW, "light", "up", None), no_direction);
        assert_eq!(mermaid(FLOW, "up", None), no_direction);
        assert_eq!(dot(FLOW, "up", None), no_direction);
        for refused in [svg("", "light", "tb", None), mermaid("", "tb", None), dot("", "tb", None)] {
            assert!(refused.unwrap_err().starts_with("This is not a flow: "));
        }
        assert!(svg(FLOW, "light", "tb", Some("{}")).unwrap_err().starts_with("The history: this is no execution"));
    }
}
