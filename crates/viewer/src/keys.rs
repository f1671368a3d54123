//! What a key does while the picture has the focus.

use flowglass_diagram::Direction;

use crate::walk::Walk;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Command {
    /// Goes to another node.
    Walk(Walk),
    /// Changes the zoom by a factor.
    Zoom(f64),
    /// Shows the whole picture.
    Fit,
    /// Shows the picture in its own size.
    ActualSize,
    /// Opens what is selected.
    Activate,
    /// Selects nothing.
    Clear,
}

/// How much one key changes the zoom.
const ZOOM_STEP: f64 = 1.25;

/// The command of a key as `KeyboardEvent.key` names it, over a picture that runs in a direction; keys with Ctrl, Alt or Meta
/// are the browser's.
pub(crate) fn command(key: &str, with_modifier: bool, direction: Direction) -> Option<Command> {
    if with_modifier {
        return None;
    }
    let lies = direction == Direction::LeftToRight;
    Some(match key {
        "ArrowRight" if lies => Command::Walk(Walk::Next),
        "ArrowLeft" if lies => Command::Walk(Walk::Previous),
        "ArrowUp" if lies => Command::Walk(Walk::Left),
        "ArrowDown" if lies => Command::Walk(Walk::Right),
        "ArrowDown" => Command::Walk(Walk::Next),
        "ArrowUp" => Command::Walk(Walk::Previous),
        "ArrowLeft" => Command::Walk(Walk::Left),
        "ArrowRight" => Command::Walk(Walk::Right),
        "]" => Command::Walk(Walk::Into),
        "[" => Command::Walk(Walk::Out),
        "Home" => Command::Walk(Walk::First),
        "End" => Command::Walk(Walk::Last),
        "+" | "=" => Command::Zoom(ZOOM_STEP),
        "-" | "_" => Command::Zoom(1.0 / ZOOM_STEP),
        "0" => Command::Fit,
        "1" => Command::ActualSize,
        "Enter" => Command::Activate,
        "Escape" => Command::Clear,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_modifiers_and_unknown_keys_are_left_alone() {
        let check = |key: &str, modifier: bool, expected: Option<Command>| {
            assert_eq!(command(key, modifier, Direction::TopToBottom), expected, "{key}");
        };
        check("ArrowDown", false, Some(Command::Walk(Walk::Next)));
        check("ArrowDown", true, None);
        check("0", false, Some(Command::Fit));
        check("0", true, None);
        check("]", false, Some(Command::Walk(Walk::Into)));
        check("a", false, None);
        check("Tab", false, None);
        check("", false, None);
    }

    #[test]
    fn arrows_follow_the_direction_of_the_picture() {
        let check = |key: &str, upright: Walk, lying: Walk| {
            assert_eq!(command(key, false, Direction::TopToBottom), Some(Command::Walk(upright)), "{key}");
            assert_eq!(command(key, false, Direction::LeftToRight), Some(Command::Walk(lying)), "{key}");
        };
        check("ArrowDown", Walk::Next, Walk::Right);
        check("ArrowUp", Walk::Previous, Walk::Left);
        check("ArrowLeft", Walk::Left, Walk::Previous);
        check("ArrowRight", Walk::Right, Walk::Next);
    }
}
