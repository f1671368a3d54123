//! A conversion that the person may take, and has taken or not.

use crate::text::Text;
use flowglass_convert::{Conversion, NotConverted, Weight};
use flowglass_expression::Language;
use flowglass_flow::LineIndex;

/// The open definition in the new language.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// The text that was converted.
    pub(crate) old: Text,
    /// Its lines.
    pub(crate) lines: LineIndex,
    /// The new text, and what a person should know.
    pub(crate) conversion: Conversion,
}

impl Proposal {
    /// Converts a definition that stands on its own.
    ///
    /// # Errors
    /// It cannot be converted; the words say why.
    pub(crate) fn of(parsed: &flowglass_flow::Parsed, text: Text, name: &str) -> Result<Self, &'static str> {
        let conversion = flowglass_convert::convert(parsed, name, Language::English)
            .map_err(|reason: NotConverted| reason.words().say(Language::English))?;
        Ok(Self { lines: LineIndex::new(&text), old: text, conversion })
    }

    /// How many notes have this weight.
    pub(crate) fn count(&self, weight: Weight) -> usize {
        self.conversion.notes.iter().filter(|note| note.weight == weight).count()
    }
}

impl PartialEq for Proposal {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::state::{Action, BottomTab, Theme, Workbench};

    const OLD: &str = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: pause, duration: 4000}\n";

    /// A workbench with the proposal for its text.
    fn proposed() -> Workbench {
        let mut desk = Workbench::open("pause.flow.yaml".into(), OLD.into(), "".into(), Theme::System);
        let parsed = desk.drawing.definition_alone().expect("the text is a definition");
        let proposal = Proposal::of(parsed, desk.definition.clone(), &desk.flow_name()).expect("it can be converted");
        assert_eq!((proposal.count(Weight::Decide), proposal.conversion.notes.len()), (1, 1));
        desk.apply(Action::Propose(Rc::new(proposal)));
        desk
    }

    #[test]
    fn nothing_is_replaced_before_somebody_says_so() {
        let mut desk = proposed();
        assert_eq!((&*desk.definition, desk.opened, desk.bottom), (OLD, 0, BottomTab::Conversion));
        assert!(desk.is_proposed());
        desk.apply(Action::DropProposal);
        assert!(desk.proposal.is_none());
        assert_eq!((&*desk.definition, desk.bottom), (OLD, BottomTab::Problems));
    }

    #[test]
    fn the_new_text_is_taken_and_the_old_one_comes_back() {
        let mut desk = proposed();
        desk.apply(Action::TakeProposal);
        assert!(desk.definition.contains("Name: pause\n") && desk.opened == 1 && !desk.is_proposed());
        assert!(!desk.drawing.stale && desk.drawing.flow.is_some());
        let taken = desk.definition.clone();
        // Work on the new text keeps the notes.
        desk.apply(Action::TypeDefinition(taken.replace("300", "200").into()));
        assert!(desk.proposal.is_some());
        desk.apply(Action::TakeBack);
        assert_eq!((&*desk.definition, desk.opened), (OLD, 2));
        assert!(desk.is_proposed());
    }

    #[test]
    fn work_on_the_old_text_makes_a_proposal_outdated() {
        let mut desk = proposed();
        desk.apply(Action::TypeDefinition(OLD.replace("4000", "5").into()));
        assert!(desk.proposal.is_none());
        assert_eq!(desk.bottom, BottomTab::Problems);
    }

    #[test]
    fn what_cannot_be_converted_says_why() {
        let bad = Workbench::open("a".into(), OLD.replace("wait", "weight").into(), "".into(), Theme::System);
        let parsed = bad.drawing.definition_alone().expect("the text is a definition");
        let words = Proposal::of(parsed, bad.definition.clone(), "a").expect_err("it has an error");
        assert!(words.contains("has errors"), "{words}");
    }
}
