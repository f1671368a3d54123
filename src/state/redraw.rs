//! Where the reading of a long text stands: the picture is of an earlier one until the new one has been read and drawn
//! beside the page.

use std::rc::Rc;

use flowglass_diagram::Direction;

use super::{Folding, ReadFile};

/// The longest text that is read and drawn within the page, in bytes.
///
/// Measured in Chromium on two cores of a server, with generated flows of mixed steps (`docs/benchmarks.md`, "Long definitions in
/// the page"): to read and draw this much takes about 12 ms, which fits into a frame. At 300 kB the longest task after a letter was
/// typed takes 55 ms within the page and 22 ms with a worker; below, there is little to save.
pub(crate) const LONGEST_HERE: usize = 200_000;

/// Where texts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Within the page, all of them.
    Here,
    /// Long ones in a worker.
    Beside,
}

/// How the picture stands to the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Redraw {
    /// It is of the text, as far as that can be.
    Done,
    /// A new one is on its way.
    Going(Going),
    /// The person did not want to wait.
    Cancelled,
    /// The new one did not come; the words say why.
    Failed(Rc<str>),
}

/// A picture on its way.
#[derive(Clone)]
pub(crate) struct Going {
    /// Which one; later ones have larger numbers.
    pub(crate) ticket: u32,
    /// Whether the person is typing: then it begins after a pause.
    pub(crate) typed: bool,
    /// In which direction it runs.
    pub(crate) direction: Direction,
    /// Which groups were closed when it was asked for.
    pub(crate) folding: Folding,
    /// What its text says, once that has been read; known from the beginning when only the picture is new.
    pub(crate) file: Option<Rc<ReadFile>>,
    /// Whether only the picture is new.
    pub(crate) same_text: bool,
    /// Whether the flow is to run as soon as it is there.
    pub(crate) run: bool,
}

impl PartialEq for Going {
    fn eq(&self, other: &Self) -> bool {
        (self.ticket, self.run, self.file.is_some()) == (other.ticket, other.run, other.file.is_some())
    }
}

impl std::fmt::Debug for Going {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Going({})", self.ticket)
    }
}

impl Redraw {
    /// What is on its way.
    pub(crate) fn going(&self) -> Option<&Going> {
        match self {
            Self::Going(going) => Some(going),
            Self::Done | Self::Cancelled | Self::Failed(_) => None,
        }
    }

    /// Tells whether the picture, the flow and the remarks are those of an earlier text.
    pub(crate) fn is_behind(&self) -> bool {
        match self {
            Self::Done => false,
            Self::Going(going) => !going.same_text,
            Self::Cancelled | Self::Failed(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{News, Reader};
    use crate::state::{Action, Picture, Theme, Workbench};

    /// A definition that is too long to be read within the page: steps of these names, and a long comment.
    fn long(names: &[&str]) -> String {
        let step = |name: &&str| format!("  - {{type: pass, name: {name}}}\n");
        let steps: String = names.iter().map(step).collect();
        format!("version: v1\ntype: flow\nsteps:\n{steps}# {}\n", "x".repeat(LONGEST_HERE))
    }

    fn desk(text: &str) -> Workbench {
        Workbench::open_where(Reads::Beside, "long.flow.yaml".into(), text.into(), "format: 1".into(), Theme::System)
    }

    fn names(desk: &Workbench) -> Vec<&str> {
        let flow = desk.drawing.flow.as_deref();
        flow.into_iter().flat_map(|flow| flow.steps()).map(|(_, step)| step.name.value.as_str()).collect()
    }

    /// The news that a worker has of what the workbench waits for.
    fn news(desk: &Workbench) -> Vec<Action> {
        let order = desk.order().expect("something is asked for");
        let mut actions = Vec::new();
        let tell = |bytes: Vec<u8>| {
            actions.push(match News::from_bytes(&bytes).expect("news") {
                News::Read { ticket, contents } => {
                    Action::HasRead(ticket, Rc::new(ReadFile::known(order.name.clone(), &order.text, contents)))
                }
                News::Drawn { ticket, chosen, closed, scene } => {
                    Action::HasDrawn(ticket, chosen, Picture { closed, scene })
                }
            });
        };
        Reader::default().obey(&order.to_bytes().expect("bytes"), tell).expect("an order");
        actions
    }

    /// Lets the worker do what is asked for.
    fn settle(desk: &mut Workbench) {
        for action in news(desk) {
            desk.apply(action);
        }
    }

    fn type_text(desk: &mut Workbench, text: &str) {
        desk.apply(Action::TypeDefinition(text.into()));
    }

    #[test]
    fn short_texts_are_read_at_once() {
        let text = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n";
        let desk = desk(text);
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["a"]));
        assert!(desk.order().is_none());
    }

    #[test]
    fn a_long_text_is_unread_until_the_news_come_and_then_like_any_other() {
        let text = long(&["a", "b"]);
        let mut desk = desk(&text);
        assert!(desk.is_unread() && names(&desk).is_empty() && desk.drawing.scene.is_none());
        let [read, drawn] = &news(&desk)[..] else { panic!("two stages") };
        desk.apply(read.clone());
        assert!(desk.is_unread() && desk.redraw.going().is_some_and(|going| going.file.is_some()));
        desk.apply(drawn.clone());
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["a", "b"]));
        assert!(desk.drawing.scene.is_some() && !desk.is_unread());
        desk.apply(Action::MoveCursor(text.find("name: b").expect("there")));
        assert_eq!(desk.selected.map(|id| id.0), Some(1));
        desk.apply(Action::Run);
        assert!(desk.run.is_some());
    }

    #[test]
    fn while_a_change_is_read_the_picture_from_before_stays() {
        let mut desk = desk(&long(&["a"]));
        settle(&mut desk);
        let scene = desk.drawing.scene.clone().expect("drawn");
        type_text(&mut desk, &long(&["a", "b"]));
        assert!(desk.redraw.is_behind() && names(&desk) == ["a"]);
        assert!(desk.drawing.scene.as_ref().is_some_and(|shown| Rc::ptr_eq(shown, &scene)));
        // Places of the text from before mean nothing in this one.
        desk.apply(Action::MoveCursor(40));
        assert!(desk.selected.is_none() && desk.selected_span().is_none());
        settle(&mut desk);
        assert_eq!(names(&desk), ["a", "b"]);
    }

    #[test]
    fn news_of_an_earlier_text_are_passed_over() {
        let mut desk = desk(&long(&["a"]));
        let late = news(&desk);
        type_text(&mut desk, &long(&["b"]));
        for action in late.clone() {
            desk.apply(action);
        }
        assert!(desk.is_unread() && desk.redraw.going().is_some_and(|going| going.file.is_none()));
        settle(&mut desk);
        for action in late {
            desk.apply(action);
        }
        assert_eq!(names(&desk), ["b"]);
        // Another flow counts on where the last one stopped.
        let ticket = |desk: &Workbench| desk.redraw.going().map(|going| going.ticket);
        desk.apply(Action::Open { name: "c".into(), definition: long(&["c"]).into(), scenario: "format: 1".into() });
        assert_eq!(ticket(&desk), Some(3));
        type_text(&mut desk, "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: short}\n");
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["short"]));
    }

    #[test]
    fn what_is_cancelled_keeps_text_and_picture_and_can_be_asked_for_again() {
        let mut desk = desk(&long(&["a"]));
        settle(&mut desk);
        let changed = long(&["b"]);
        type_text(&mut desk, &changed);
        let late = news(&desk);
        desk.apply(Action::CancelDrawing);
        assert_eq!((&desk.redraw, names(&desk), &*desk.definition), (&Redraw::Cancelled, vec!["a"], &*changed));
        for action in late {
            desk.apply(action);
        }
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Cancelled, vec!["a"]));
        // Where nothing is on its way there is nothing to cancel.
        desk.apply(Action::CancelDrawing);
        assert_eq!(desk.redraw, Redraw::Cancelled);
        desk.apply(Action::DrawAgain);
        settle(&mut desk);
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["b"]));
        desk.apply(Action::CancelDrawing);
        assert_eq!(desk.redraw, Redraw::Done);
    }

    #[test]
    fn a_run_waits_for_the_text_that_it_is_to_run() {
        let ran = |desk: &Workbench| {
            let run = desk.run.as_ref()?;
            Some(run.flow().steps().map(|(_, step)| step.name.value.clone()).collect::<Vec<_>>())
        };
        let mut desk = desk(&long(&["a"]));
        desk.apply(Action::Run);
        assert_eq!(ran(&desk), None);
        settle(&mut desk);
        assert_eq!(ran(&desk).as_deref(), Some(&["a".to_owned()][..]));
        // A change while it waits takes the wish back.
        type_text(&mut desk, &long(&["b"]));
        desk.apply(Action::Run);
        type_text(&mut desk, &long(&["c"]));
        settle(&mut desk);
        assert_eq!((ran(&desk), names(&desk)), (None, vec!["c"]));
        // What was given up is asked for again.
        type_text(&mut desk, &long(&["d"]));
        desk.apply(Action::CancelDrawing);
        desk.apply(Action::Run);
        assert_eq!(ran(&desk), None);
        settle(&mut desk);
        assert_eq!(ran(&desk).as_deref(), Some(&["d".to_owned()][..]));
    }

    #[test]
    fn where_there_is_no_worker_the_page_reads_itself() {
        let mut desk = desk(&long(&["a"]));
        desk.apply(Action::Run);
        desk.apply(Action::NoReader);
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["a"]));
        assert!(desk.run.is_some());
        type_text(&mut desk, &long(&["b"]));
        assert_eq!((&desk.redraw, names(&desk)), (&Redraw::Done, vec!["b"]));
    }

    #[test]
    fn a_worker_that_breaks_loses_nothing() {
        let mut desk = desk(&long(&["a"]));
        settle(&mut desk);
        type_text(&mut desk, &long(&["b"]));
        let ticket = desk.redraw.going().map(|going| going.ticket).expect("on its way");
        desk.apply(Action::ReaderBroke(ticket - 1));
        assert!(desk.redraw.going().is_some(), "that was another one");
        desk.apply(Action::ReaderBroke(ticket));
        assert!(matches!(desk.redraw, Redraw::Failed(_)) && names(&desk) == ["a"]);
        desk.apply(Action::DrawAgain);
        settle(&mut desk);
        assert_eq!(names(&desk), ["b"]);
    }

    #[test]
    fn another_direction_is_drawn_beside_and_needs_no_reading() {
        let mut desk = desk(&long(&["a", "b"]));
        settle(&mut desk);
        let size = |desk: &Workbench| desk.drawing.scene.as_ref().map(|scene| scene.size).expect("drawn");
        let upright = size(&desk);
        desk.apply(Action::Turn(Direction::LeftToRight));
        assert_eq!((desk.direction(), desk.drawing.direction), (Direction::LeftToRight, Direction::TopToBottom));
        assert!(!desk.redraw.is_behind() && desk.flow_of_text().is_some(), "the text is the same");
        let [drawn] = &news(&desk)[..] else { panic!("the picture only") };
        desk.apply(drawn.clone());
        assert!(size(&desk).width > upright.width && desk.drawing.direction == Direction::LeftToRight);
        // Given up, it stays as it was, and nothing is missing.
        desk.apply(Action::Turn(Direction::TopToBottom));
        desk.apply(Action::CancelDrawing);
        assert_eq!((&desk.redraw, desk.direction()), (&Redraw::Done, Direction::LeftToRight));
        // A change while it is on its way keeps the wish.
        desk.apply(Action::Turn(Direction::TopToBottom));
        type_text(&mut desk, &long(&["c"]));
        settle(&mut desk);
        assert_eq!((desk.drawing.direction, names(&desk)), (Direction::TopToBottom, vec!["c"]));
    }

    #[test]
    fn a_text_that_cannot_be_read_leaves_the_last_good_picture() {
        let mut desk = desk(&long(&["a"]));
        settle(&mut desk);
        type_text(&mut desk, &long(&["a"]).replace("steps:", "steps: ["));
        settle(&mut desk);
        assert!(desk.drawing.stale && names(&desk) == ["a"] && desk.redraw == Redraw::Done);
        assert!(!desk.drawing.remarks().is_empty());
    }

    #[test]
    fn groups_that_were_closed_stay_closed() {
        let group = "  - type: parallel\n    name: g\n    branches: [{steps: [{type: pass, name: x}]}]\n";
        let text = |name: &str| long(&[name]).replace("# x", &format!("{group}# x"));
        let mut desk = desk(&text("a"));
        settle(&mut desk);
        desk.apply(Action::CloseGroups);
        type_text(&mut desk, &text("b"));
        settle(&mut desk);
        assert_eq!((names(&desk), desk.drawing.closed.iter().len()), (vec!["b", "g", "x"], 1));
        // And one that is opened meanwhile is open.
        type_text(&mut desk, &text("c"));
        desk.apply(Action::OpenGroups);
        settle(&mut desk);
        assert!(desk.drawing.closed.is_empty());
        assert!(desk.drawing.scene.as_ref().is_some_and(|scene| scene.nodes.iter().any(|node| node.is_group())));
    }
}
