//! What a node says, and the room that takes: icon, name, second line, badges.

use flowglass_flow::{Dialect, Pattern, Step, StepKind};
use flowglass_layout::Size;

use crate::badge::{Badge, badges};
use crate::icon::Icon;
use crate::second_line::{counted, second_line};
use crate::text_width::{Font, shorten, text_width};
use crate::visible_text::visible;

/// The height of a box in CSS pixels.
pub const BOX_HEIGHT: f64 = 50.0;
/// The height that a group keeps free for its title.
pub const GROUP_HEADER: f64 = 38.0;
/// Where the text of a box begins, right of its icon.
pub(crate) const BOX_TEXT: f64 = 46.0;
/// Where the title of a group begins, right of its icon.
pub(crate) const GROUP_TEXT: f64 = 42.0;
/// The middle of a group's icon.
pub(crate) const GROUP_ICON: f64 = 26.0;
/// What a box and a group keep free at their right for the status glyph.
pub(crate) const GLYPH_ROOM: f64 = 36.0;
/// Between a group's name and its second line.
pub(crate) const TITLE_GAP: f64 = 10.0;
/// Between a second line and its badges, and between two badges.
const BADGE_GAP: f64 = 8.0;
/// A badge's sign and the gap to its text.
pub(crate) const BADGE_SIGN: f64 = 14.0;

/// What of a closed group's pile is seen below its box.
pub(crate) const STACK_HEIGHT: f64 = 6.0;

const BOX_WIDTHS: (f64, f64) = (156.0, 308.0);
const GROUP_WIDTHS: (f64, f64) = (180.0, 436.0);

/// What one step says in the picture, in full.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Face {
    /// What kind of step it is.
    pub icon: Icon,
    /// Its name.
    pub name: String,
    /// What it calls, waits for, decides or repeats.
    pub second: String,
    /// Its retries, its time limit, the errors that it catches, how many iterations run at a time.
    pub badges: Vec<Badge>,
    /// How many steps stand inside, at any depth, when it is a closed group; nothing else hides steps.
    pub hidden: Option<u32>,
    /// When a task is done: its tile has a sign when it waits for more than the answer.
    pub waits: Pattern,
}

/// The texts of a face as far as they fit, and where they stand from the node's left border.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FittedFace {
    /// The name, shortened.
    pub name: String,
    /// The second line, shortened.
    pub second: String,
    /// Where the second line begins, from the left border.
    pub second_x: f64,
    /// Where each badge begins, from the left border.
    pub badges_x: Vec<f64>,
}

impl Face {
    /// What `step` says.
    pub(crate) fn of(step: &Step, dialect: Dialect) -> Self {
        let name = visible(&step.name.value);
        Self {
            icon: Icon::of(&step.kind),
            name: if name.is_empty() { "(no name)".to_owned() } else { name.into_owned() },
            second: visible(&second_line(step)).into_owned(),
            badges: badges(step, dialect),
            hidden: None,
            waits: match &step.kind {
                StepKind::Task(task) => task.pattern,
                _ => Pattern::RequestResponse,
            },
        }
    }

    /// What a closed group says of its inside behind its second line; nothing for everything else.
    fn hidden_words(&self) -> String {
        self.hidden.map_or_else(String::new, |steps| format!(" · {}", counted(steps as usize, "step", "steps")))
    }

    /// What the badges say in full; what is caught is told by the edges, which name the errors.
    pub(crate) fn badge_words(&self) -> impl Iterator<Item = String> + '_ {
        self.badges.iter().filter(|badge| !matches!(badge, Badge::Catches(_))).map(Badge::words)
    }

    /// The size of the step's box: as wide as its words, within bounds.
    pub(crate) fn box_size(&self) -> Size {
        let name = text_width(&self.name, Font::Name);
        let second = text_width(&self.second, Font::Small) + text_width(&self.hidden_words(), Font::Small);
        let width = BOX_TEXT + name.max(second + self.badges_width()) + GLYPH_ROOM;
        let stack = if self.hidden.is_some() { STACK_HEIGHT } else { 0.0 };
        Size::new(bounded(width, BOX_WIDTHS), BOX_HEIGHT + stack)
    }

    /// The least size of the step's group: its title in one line.
    pub(crate) fn group_size(&self) -> Size {
        let name = text_width(&self.name, Font::Name);
        let second = text_width(&self.second, Font::Small) + self.badges_width();
        let width = GROUP_TEXT + name + TITLE_GAP + second + GLYPH_ROOM;
        Size::new(bounded(width, GROUP_WIDTHS), GROUP_HEADER + BOX_HEIGHT)
    }

    /// Fits the texts into a box of this width: the name above the second line.
    pub(crate) fn fit_box(&self, width: f64) -> FittedFace {
        let room = width - BOX_TEXT - GLYPH_ROOM;
        let name = shorten(&self.name, Font::Name, room);
        self.fitted(name.into_owned(), BOX_TEXT, room)
    }

    /// Fits the texts into the title of a group of this width: the name before the second line.
    pub(crate) fn fit_group(&self, width: f64) -> FittedFace {
        let room = width - GROUP_TEXT - GLYPH_ROOM;
        let second = text_width(&self.second, Font::Small).min(room / 3.0);
        let name = shorten(&self.name, Font::Name, room - TITLE_GAP - second - self.badges_width());
        let used = text_width(&name, Font::Name) + TITLE_GAP;
        self.fitted(name.into_owned(), GROUP_TEXT + used, room - used)
    }

    fn fitted(&self, name: String, second_x: f64, room: f64) -> FittedFace {
        let hidden = self.hidden_words();
        let room = room - self.badges_width() - text_width(&hidden, Font::Small);
        let mut second = shorten(&self.second, Font::Small, room).into_owned();
        second.push_str(&hidden);
        let mut x = second_x + text_width(&second, Font::Small);
        let badges_x = self.badges.iter().map(|badge| {
            let start = x + BADGE_GAP;
            x = start + badge_width(badge);
            start
        });
        let badges_x = badges_x.collect();
        FittedFace { name, second, second_x, badges_x }
    }

    fn badges_width(&self) -> f64 {
        self.badges.iter().map(|badge| BADGE_GAP + badge_width(badge)).sum()
    }
}

fn badge_width(badge: &Badge) -> f64 {
    BADGE_SIGN + text_width(&badge.text(), Font::Small)
}

/// Rounds up to whole steps of 8 pixels, so that neighbours of nearly the same width get the same.
fn bounded(width: f64, (least, most): (f64, f64)) -> f64 {
    (((width - 4.0) / 8.0).ceil() * 8.0 + 4.0).max(least).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::called::Called;

    fn face(name: &str, second: &str, badges: Vec<Badge>) -> Face {
        Face {
            icon: Icon::Task(Called::Function),
            name: name.to_owned(),
            second: second.to_owned(),
            badges,
            hidden: None,
            waits: Pattern::RequestResponse,
        }
    }

    #[test]
    fn a_box_is_as_wide_as_its_words_within_bounds() {
        let check = |face: &Face, width: f64| assert_eq!(face.box_size(), Size::new(width, BOX_HEIGHT), "{face:?}");
        check(&face("a", "pass", Vec::new()), 156.0);
        check(&face(&"x".repeat(300), "pass", Vec::new()), 308.0);
        // 9 signs of 13 px, 46 before and 36 behind: 199, the next step is 204.
        check(&face("视频理解一二三四五", "pass", Vec::new()), 204.0);
    }

    #[test]
    fn fitted_texts_and_badges_stay_in_their_room() {
        let badges = vec![Badge::Retries(3), Badge::TimeLimit("30 s".to_owned())];
        for name in ["a", "Check the stock of everything", &"名".repeat(80)] {
            for second in ["pass", "callback · FC · a-very-long-service-name/a-very-long-function-name"] {
                let face = face(name, second, badges.clone());
                for (fitted, width) in [
                    (face.fit_box(face.box_size().width), face.box_size().width),
                    (face.fit_group(face.group_size().width), face.group_size().width),
                ] {
                    let last = fitted.badges_x.last().unwrap() + badge_width(&badges[1]);
                    assert!(last <= width - GLYPH_ROOM + 0.01, "{name} {second}: {last} of {width}");
                    let before = fitted.second_x + text_width(&fitted.second, Font::Small);
                    assert!(before < fitted.badges_x[0]);
                }
            }
        }
    }
}
