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
    /// Selects what has the focus; opens it when it is selected already.
    Activate,
    /// Selects nothing.
    Clear,
}

/// How much one key changes the zoom.
const ZOOM_STEP: f64 = 1.25;

/// The keys that are held while another one is pressed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    pub(crate) meta: bool,
}

impl Held {
    /// Whether the key is one for the browser or the system, whatever it is.
    pub(crate) fn any(self) -> bool {
        self.ctrl || self.alt || self.meta
    }

    /// Whether a bracket is one that was typed. Many keyboards have brackets only behind AltGr, which some systems report as
    /// Ctrl and Alt, or behind the Option key.
    fn types_bracket(self) -> bool {
        !self.meta && (self.alt || !self.ctrl)
    }
}

/// The command of a key as `KeyboardEvent.key` names it, over a picture that runs in a direction; keys with Ctrl, Alt or Meta
/// are the browser's.
pub(crate) fn command(key: &str, held: Held, direction: Direction) -> Option<Command> {
    match key {
        "]" if held.types_bracket() => return Some(Command::Walk(Walk::Into)),
        "[" if held.types_bracket() => return Some(Command::Walk(Walk::Out)),
        _ if held.any() => return None,
        _ => {}
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

    const FREE: Held = Held { ctrl: false, alt: false, meta: false };

    #[test]
    fn keys_with_modifiers_and_unknown_keys_are_left_alone() {
        let check = |key: &str, held: Held, expected: Option<Command>| {
            assert_eq!(command(key, held, Direction::TopToBottom), expected, "{key} {held:?}");
        };
        let ctrl = Held { ctrl: true, ..FREE };
        check("ArrowDown", FREE, Some(Command::Walk(Walk::Next)));
        check("ArrowDown", ctrl, None);
        check("0", FREE, Some(Command::Fit));
        check("0", ctrl, None);
        check("a", FREE, None);
        check("Tab", FREE, None);
        check("", FREE, None);
    }

    #[test]
    fn brackets_can_be_typed_on_every_keyboard() {
        let check = |held: Held, typed: bool| {
            for (key, walk) in [("]", Walk::Into), ("[", Walk::Out)] {
                let expected = typed.then_some(Command::Walk(walk));
                assert_eq!(command(key, held, Direction::TopToBottom), expected, "{key} {held:?}");
            }
        };
        check(FREE, true);
        check(Held { ctrl: true, alt: true, ..FREE }, true);
        check(Held { alt: true, ..FREE }, true);
        // Back and forward in browsers.
        check(Held { meta: true, ..FREE }, false);
        check(Held { ctrl: true, ..FREE }, false);
    }

    #[test]
    fn arrows_follow_the_direction_of_the_picture() {
        let check = |key: &str, upright: Walk, lying: Walk| {
            assert_eq!(command(key, FREE, Direction::TopToBottom), Some(Command::Walk(upright)), "{key}");
            assert_eq!(command(key, FREE, Direction::LeftToRight), Some(Command::Walk(lying)), "{key}");
        };
        check("ArrowDown", Walk::Next, Walk::Right);
        check("ArrowUp", Walk::Previous, Walk::Left);
        check("ArrowLeft", Walk::Left, Walk::Previous);
        check("ArrowRight", Walk::Right, Walk::Next);
    }
}
