//! The picture of a definition as a file.

use flowglass_api::read_execution_file;
use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Direction, Overlay, draw_in};
use flowglass_history::fold;

use crate::shown_flow::shown_flow;

/// Draws a definition, coloured by a recorded execution when there is one.
///
/// # Errors
/// The text is no flow, there is no such theme or direction, or the record is none; in words.
pub(super) fn render(definition: &str, theme: &str, direction: &str, history: Option<&str>) -> Result<String, String> {
    let theme = match theme {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        "auto" => Theme::Auto,
        other => return Err(format!("There is no theme `{other}`; there are light, dark and auto.")),
    };
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
    Ok(write_svg(&scene, overlay.as_ref(), theme))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "version: v1\ntype: flow\nsteps: [{type: pass, name: hello}]";

    #[test]
    fn pictures_have_colours_and_runs() {
        let plain = render(FLOW, "light", "tb", None).unwrap();
        assert!(
            plain.starts_with("<svg ")
                && plain.contains(">hello</text>")
                && !plain.contains("class=\"fg-node is-succeeded")
        );
        let history = r#"{"Events":[{"EventId":1,"Type":"ExecutionStarted"},{"EventId":2,"ScheduleEventId":1,"Type":"StepEntered","StepName":"hello"},{"EventId":3,"ScheduleEventId":2,"Type":"StepExited","StepName":"hello"}]}"#;
        let run = render(FLOW, "dark", "tb", Some(history)).unwrap();
        assert_ne!(run, render(FLOW, "dark", "tb", None).unwrap());
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        assert_eq!(
            render(FLOW, "pink", "tb", None),
            Err("There is no theme `pink`; there are light, dark and auto.".to_owned())
        );
        assert_eq!(
            render(FLOW, "light", "up", None),
            Err("There is no direction `up`; there are tb and lr.".to_owned())
        );
        assert!(render("", "light", "tb", None).unwrap_err().starts_with("This is not a flow: "));
        assert!(render(FLOW, "light", "tb", Some("{}")).unwrap_err().starts_with("The history: this is no execution"));
    }
}
