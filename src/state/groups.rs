//! Closing and opening the groups of the picture, and what becomes of the selection.

use flowglass_diagram::Closed;
use flowglass_flow::StepId;

use super::{Folding, Redraw, Workbench};

impl Workbench {
    /// Closes an open group, opens a closed one.
    pub(super) fn toggle_group(&mut self, group: StepId) {
        let mut closed = self.drawing.closed.clone();
        closed.toggle(group);
        self.refold(closed);
    }

    /// Closes all groups.
    pub(super) fn close_groups(&mut self) {
        if let Some(flow) = &self.drawing.flow {
            self.refold(Closed::all(flow));
        }
    }

    /// Opens all groups.
    pub(super) fn open_groups(&mut self) {
        self.refold(Closed::default());
    }

    /// Draws the picture with other groups closed. What is selected in a closed one stands for the group from then on.
    fn refold(&mut self, closed: Closed) {
        self.drawing = self.drawing.refolded(closed);
        if let (Some(flow), Some(step)) = (&self.drawing.flow, self.selected) {
            let outermost = flow.containers(step).into_iter().find(|owner| self.drawing.closed.has(owner.step));
            self.selected = Some(outermost.map_or(step, |owner| owner.step));
        }
    }

    /// Draws the picture with those groups closed that were closed before in a text of the same name.
    pub(crate) fn fold(&mut self, folding: &Folding) {
        self.drawing = self.drawing.folded(folding);
        if let Redraw::Going(going) = &mut self.redraw {
            going.folding = folding.clone();
        }
    }

    /// Opens the groups around the selected step: who goes to a step wants to see it.
    pub(super) fn open_around_selected(&mut self) {
        if let (Some(flow), Some(step)) = (&self.drawing.flow, self.selected) {
            let mut closed = self.drawing.closed.clone();
            if closed.reveal(flow, step) {
                self.refold(closed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::Span;
    use flowglass_history::EventId;

    use super::*;
    use crate::state::{Action, Theme};

    const FLOW: &str = "version: v1
type: flow
steps:
  - {type: pass, name: first}
  - type: parallel
    name: outer
    branches:
      - steps: [{type: foreach, name: inner, iterationMapping: {collection: $.x, item: i}, steps: [{type: pass, name: core}]}]
      - steps: [{type: pass, name: side}]
";

    fn desk() -> Workbench {
        Workbench::open("mine.flow.yaml".into(), FLOW.into(), "format: 1\ninput: {x: [1]}".into(), Theme::System)
    }

    fn step(desk: &Workbench, name: &str) -> StepId {
        let flow = desk.drawing.flow.as_ref().unwrap();
        flow.steps().find(|(_, step)| step.name.value == name).unwrap().0
    }

    /// The names of the closed groups, and of the selected step.
    fn told(desk: &Workbench) -> (Vec<&str>, Option<&str>) {
        let flow = desk.drawing.flow.as_ref().unwrap();
        let name = |id: StepId| flow.step(id).name.value.as_str();
        (desk.drawing.closed.iter().map(name).collect(), desk.selected.map(name))
    }

    #[test]
    fn who_goes_to_a_hidden_step_sees_it() {
        let check = |what: &str, action: fn(&Workbench) -> Action, closed: &[&str], selected: &str| {
            let mut desk = desk();
            desk.apply(Action::Run);
            desk.apply(Action::CloseGroups);
            assert_eq!(told(&desk), (vec!["outer", "inner"], None), "{what}");
            let action = action(&desk);
            desk.apply(action);
            assert_eq!(told(&desk), (closed.to_vec(), Some(selected)), "{what}");
        };
        check("a table", |desk| Action::Select(Some(step(desk, "core"))), &[], "core");
        check("the picture", |desk| Action::Select(Some(step(desk, "outer"))), &["outer", "inner"], "outer");
        check("the cursor", |_| Action::MoveCursor(FLOW.find("side").unwrap()), &["inner"], "side");
        let finding =
            |_: &Workbench| Action::Reveal(Span::new(FLOW.find("core").unwrap(), FLOW.find("core").unwrap() + 4));
        check("a finding", finding, &[], "core");
        check("an event", |desk| Action::SeekEvent(EventId(9), Some(step(desk, "inner"))), &["inner"], "inner");
    }

    #[test]
    fn a_run_that_is_played_opens_nothing() {
        let mut desk = desk();
        desk.apply(Action::CloseGroups);
        desk.apply(Action::Run);
        desk.apply(Action::Advance(5));
        desk.apply(Action::Seek(12));
        assert_eq!(told(&desk), (vec!["outer", "inner"], None));
    }

    #[test]
    fn what_is_selected_in_a_group_that_closes_stands_for_the_group() {
        let mut desk = desk();
        desk.apply(Action::Select(Some(step(&desk, "core"))));
        desk.apply(Action::Toggle(step(&desk, "inner")));
        assert_eq!(told(&desk), (vec!["inner"], Some("inner")));
        desk.apply(Action::CloseGroups);
        assert_eq!(told(&desk), (vec!["outer", "inner"], Some("outer")));
        desk.apply(Action::Toggle(step(&desk, "outer")));
        assert_eq!(told(&desk), (vec!["inner"], Some("outer")));
        desk.apply(Action::OpenGroups);
        assert_eq!(told(&desk), (vec![], Some("outer")));
    }

    #[test]
    fn groups_stay_closed_while_the_text_changes_and_is_broken() {
        let mut desk = desk();
        desk.apply(Action::Toggle(step(&desk, "inner")));
        let mut check = |text: String, closed: &[&str]| {
            desk.apply(Action::TypeDefinition(text.as_str().into()));
            assert_eq!(told(&desk).0, closed, "{text}");
        };
        check(FLOW.replace("first", "second"), &["inner"]);
        check("version: v1\ntype: flow\nsteps: [".to_owned(), &["inner"]);
        check(FLOW.replace("name: inner", "name: other"), &[]);
        check(FLOW.to_owned(), &["inner"]);
        // The same file opened anew, as an execution that ran here is.
        let open = |name: &str| Action::Open { name: name.into(), definition: FLOW.into(), scenario: "".into() };
        desk.apply(open("mine.flow.yaml"));
        assert_eq!(told(&desk).0, ["inner"]);
        desk.apply(open("other.flow.yaml"));
        assert!(told(&desk).0.is_empty());
    }
}
