//! Finding a node by typing the beginning of its name, as in every tree.

use flowglass_diagram::{NodeIndex, Scene};

/// Whoever pauses so long begins anew, in milliseconds.
const PAUSE: f64 = 1_000.0;

/// What has been typed so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Typed {
    text: String,
    /// When the last sign was typed.
    at: f64,
}

impl Typed {
    /// Takes a key as `KeyboardEvent.key` names it, at a time in milliseconds; tells whether it belongs to a name. A name
    /// begins with a letter, because other signs have meanings of their own; within a name they have not.
    pub(crate) fn take(&mut self, key: &str, now: f64) -> bool {
        let mut signs = key.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else { return false };
        if now - self.at > PAUSE {
            self.text.clear();
        }
        let begins = sign.is_ascii_alphabetic() || !sign.is_ascii();
        if !begins && (self.text.is_empty() || !(sign.is_ascii_digit() || " -_.".contains(sign))) {
            return false;
        }
        self.text.push(sign);
        self.at = now;
        true
    }

    /// The next node behind `from` whose name begins with what was typed, from the beginning again after the last; `from`
    /// itself while a name is being typed on. A letter that is repeated goes from name to name.
    pub(crate) fn find(&self, scene: &Scene, from: Option<NodeIndex>) -> Option<NodeIndex> {
        let first = self.text.chars().next()?;
        let repeated = self.text.chars().all(|sign| sign.eq_ignore_ascii_case(&first));
        let wanted = if repeated { self.text.get(..first.len_utf8())? } else { &self.text };
        let count = scene.nodes.len();
        let from = from.map_or(0, |from| from.0 as usize + usize::from(repeated));
        let all = (0..count).map(|at| NodeIndex(((from + at) % count) as u32));
        all.into_iter().find(|index| {
            let name = scene.node(*index).face().map_or("", |face| &face.name);
            name.get(..wanted.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(wanted))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{name, scene};

    #[test]
    fn names_are_found_by_their_beginnings() {
        let scene = scene(
            "[{type: pass, name: Charge}, {type: pass, name: check 1}, {type: pass, name: \u{5e93}\u{5b58}}, {type: pass, name: Refund}]",
        );
        let mut typed = Typed::default();
        let mut at = Some(NodeIndex(0));
        let mut now = 5_000.0;
        let mut press = |keys: &str, pause: f64, expected: &str| {
            now += pause;
            for key in keys.chars() {
                assert!(typed.take(&key.to_string(), now), "{keys}");
                at = typed.find(&scene, at).or(at);
            }
            assert_eq!(at.map(|at| name(&scene, at)).unwrap_or_default(), expected, "{keys}");
        };
        press("c", 2_000.0, "Charge");
        press("c", 500.0, "check 1");
        press("C", 500.0, "Charge");
        press("che", 2_000.0, "check 1");
        press("r", 2_000.0, "Refund");
        press("check 1", 2_000.0, "check 1");
        press("\u{5e93}", 2_000.0, "\u{5e93}\u{5b58}");
        press("zebra", 2_000.0, "\u{5e93}\u{5b58}");
    }

    #[test]
    fn other_keys_are_not_taken() {
        let mut typed = Typed::default();
        for key in ["0", "1", "+", "-", "[", "]", "/", "?", " ", "ArrowDown", "Tab", ""] {
            assert!(!typed.take(key, 9_000.0), "{key}");
        }
        assert!(typed.take("s", 9_000.0) && typed.take("1", 9_500.0), "a name goes on with a number");
        assert!(!typed.take("]", 9_600.0) && !typed.take("+", 9_600.0));
        assert!(!typed.take("1", 12_000.0), "after a pause it is a key again");
    }
}
