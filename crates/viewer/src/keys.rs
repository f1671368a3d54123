//! What a key does while the picture has the focus.

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

/// The command of a key as `KeyboardEvent.key` names it; keys with Ctrl, Alt or Meta are the browser's.
pub(crate) fn command(key: &str, with_modifier: bool) -> Option<Command> {
    if with_modifier {
        return None;
    }
    Some(match key {
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
            assert_eq!(command(key, modifier), expected, "{key}");
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
}
