//! The colours of statuses for languages that have no style sheet: those of the light theme.

use crate::status::NodeStatus;
use crate::svg::light_color;

/// How a node of a status looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Its inside.
    pub(crate) fill: &'static str,
    /// Its outline.
    pub(crate) line: &'static str,
    /// Its text.
    pub(crate) text: &'static str,
    /// Whether its outline is interrupted.
    pub(crate) dashed: bool,
}

/// The look of a status; `None` where a node looks as it does without a run.
pub(crate) fn look(status: NodeStatus) -> Option<Look> {
    let (line, fill, dashed) = match status {
        NodeStatus::NotRun => return None,
        NodeStatus::NotTaken => ("--edge", "--raised", true),
        NodeStatus::Scheduled => ("--running", "--raised", true),
        NodeStatus::Running | NodeStatus::Waiting => ("--running", "--running-soft", false),
        NodeStatus::Retrying => ("--retry", "--retry-soft", false),
        NodeStatus::Succeeded => ("--ok", "--ok-soft", false),
        NodeStatus::Caught => ("--caught", "--caught-soft", false),
        NodeStatus::Failed => ("--failed", "--failed-soft", false),
        NodeStatus::TimedOut => ("--timedout", "--timedout-soft", false),
        NodeStatus::Aborted => ("--aborted", "--aborted-soft", false),
    };
    Some(Look { fill: light_color(fill), line: light_color(line), text: light_color("--text"), dashed })
}

/// The look of a stub: the red end of an edge that leads nowhere.
pub(crate) fn stub_look() -> Look {
    Look {
        fill: light_color("--failed-soft"),
        line: light_color("--failed"),
        text: light_color("--failed"),
        dashed: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_that_is_coloured_has_colours() {
        for status in NodeStatus::ALL {
            let Some(look) = look(status) else { continue };
            for color in [look.fill, look.line, look.text] {
                assert!(color.starts_with('#') && color.len() == 7, "{status:?} {color}");
            }
        }
    }
}
