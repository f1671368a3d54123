//! Choices: their arms stand in the scope around them.

use flowglass_flow::{Arm, Choice, ConditionExpression, ScopeId, Step, StepId};

use crate::carry::Carried;
use crate::condition;
use crate::emitter::{Added, Emitter, Part, Place, output_mappings};
use crate::expr::Expr;
use crate::keys::Keys;
use crate::locals::{way_of, way_of_arm};
use crate::needs;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput};
use crate::state::{State, Way, entries};
use crate::view::{Shape, View};
use flowglass_yaml::Node;

impl Emitter<'_> {
    pub(crate) fn choice(
        &mut self,
        place: &Place,
        part: &Part,
        (id, step, choice): (StepId, &Step, &Choice),
        name: String,
        view: &View,
        out: &mut Vec<State>,
    ) {
        let own = OwnInput::new(view, ContextOf::step(self.name, &step.kind), &step.data);
        let mut state = State::new(name, "Choice");
        let mut arms = Vec::new();
        for arm in &choice.arms {
            let condition = self.condition(arm, &own);
            let way = self.arm(place, part, (id, step, arm), &own, view, &mut arms);
            state.arms.push((condition, way));
        }
        let default = match &choice.default {
            Some(arm) => self.arm(place, part, (id, step, arm), &own, view, &mut arms),
            None => {
                let arm = Arm { condition: None, body: None, jump: None, at: step.name.at };
                self.arm(place, part, (id, step, &arm), &own, view, &mut arms)
            }
        };
        state.way = Some(default);
        if view.raw && view.shape.is_local_alone() {
            state.add("InputConstructor", Node::Mapping(Vec::new()));
        }
        Self::construct_input(&mut state, view);
        if state.arms.is_empty() {
            // Without conditions the default is the only way.
            state.kind = "Pass";
        }
        out.push(state);
        out.extend(arms);
    }

    fn condition(&mut self, arm: &Arm, own: &OwnInput<'_>) -> String {
        let never = "false".to_owned();
        let Some(condition) = &arm.condition else { return never };
        let Some(ConditionExpression::Legacy(expression)) = &condition.expression else { return never };
        match condition::convert(expression, own) {
            Ok(converted) => {
                if converted.by_type {
                    self.notes.push(remarks::conditions_convert(condition.text.at));
                }
                converted.text
            }
            Err(_) => {
                self.notes.push(remarks::condition_not_said(condition.text.at, &condition.text.value));
                never
            }
        }
    }

    /// Writes the states of an arm, and gives the way to the first one.
    fn arm(
        &mut self,
        place: &Place,
        part: &Part,
        (id, step, arm): (StepId, &Step, &Arm),
        own: &OwnInput<'_>,
        view: &View,
        out: &mut Vec<State>,
    ) -> Way {
        let target =
            if arm.body.is_some() || arm.jump.is_some() { way_of_arm(step, arm) } else { way_of(&step.when_done) };
        let way = self.way(part, &target);
        let body = arm.body.and_then(|body| Some((body, self.flow.scope(body).start.step()?)));
        if self.plan.is_framed(id) {
            return self.framed(place, (step, arm), body, own, view, way, out);
        }
        match body {
            None => self.way_from_choice(place, view, way, step.name.at, out),
            Some((scope, first)) => {
                let part = Part { scope, before: view.keys(), end: way, raw: false };
                self.part(place, &part, out);
                Way::Step(first)
            }
        }
    }

    /// An arm with a local of its own: a state enters it, and one leaves it and puts out what the choice puts out.
    #[expect(clippy::too_many_arguments, reason = "an arm needs all that its choice knows")]
    fn framed(
        &mut self,
        place: &Place,
        (step, arm): (&Step, &Arm),
        body: Option<(ScopeId, StepId)>,
        own: &OwnInput<'_>,
        view: &View,
        way: Way,
        out: &mut Vec<State>,
    ) -> Way {
        let mappings = output_mappings(step);
        let Some((scope, first)) = body else {
            let Some(mappings) = mappings else { return self.way_from_choice(place, view, way, arm.at, out) };
            // What it puts out is made from the choice's own input.
            let added = Added::Members(self.mapped(own, mappings, &Outcome::Nothing));
            let name = self.names.take(&format!("Leave {}", step.name.value));
            let mut state = State::new(name.clone(), "Pass");
            let after = View { raw: false, ..view.clone() };
            let output = self.output(place, &after, &added, way == Way::End, arm.at);
            state.add("OutputConstructor", Node::Mapping(output));
            state.way = Some(way);
            out.push(state);
            return Way::State(name);
        };
        let mut need = self.needs.of_scope(scope);
        mappings.iter().for_each(|mappings| need.add(needs::of_output(mappings)));
        let carried = Carried::into(own, &need, |why| self.said(Err(why), step.name.at));
        let enter_name = self.names.take(&format!("Enter {}", step.name.value));
        let leave_name = self.names.take(&format!("Leave {}", step.name.value));
        let mut enter = State::new(enter_name.clone(), "Pass");
        let mut members: Vec<(String, Expr)> = carried.member.into_iter().collect();
        members.push(("outer".to_owned(), Expr::path("$Input")));
        members.push(("local".to_owned(), Expr::Object(Vec::new())));
        enter.add("OutputConstructor", Node::Mapping(entries(&members)));
        enter.way = Some(Way::Step(first));
        out.push(enter);

        let shape = Shape { flat: false, carried: members.len() == 3, outer: true };
        let inner = Place { shape, input: carried.input, wrapped: true, ..place.clone() };
        let end = Way::State(leave_name.clone());
        self.part(&inner, &Part { scope, before: Keys::none(), end, raw: false }, out);

        let Some(at_end) = self.locals.at_end(scope).cloned() else { return Way::State(enter_name) };
        let inside = View::new(&inner, Keys::none(), at_end.clone(), false);
        let added = match (mappings, at_end.exact()) {
            (Some(mappings), _) => {
                let unmapped = flowglass_flow::Data::Mappings { input: None, output: None };
                let only_input = View { own: Keys::none(), ..inside.clone() };
                let own = OwnInput::new(&only_input, ContextOf::step(self.name, &step.kind), &unmapped);
                Added::Members(self.mapped(&own, mappings, &Outcome::Value(inside.local())))
            }
            (None, Some(keys)) => Added::Members(
                keys.iter().map(|key| (key.clone(), inside.local_member(key).unwrap_or(Expr::NULL))).collect(),
            ),
            (None, None) => Added::All(inside.local()),
        };
        // Only a state that finds the merged local can put out its members.
        let way = match &added {
            Added::All(_) if !place.wrapped => {
                let after = View { own: view.own.with(&at_end), ..view.clone() };
                self.way_from_choice(place, &after, way, arm.at, out)
            }
            _ => way,
        };
        let outside = View { value: Expr::path("$Input.outer"), raw: false, wants_all: false.into(), ..view.clone() };
        let mut leave = State::new(leave_name, "Pass");
        let output = self.output(place, &outside, &added, way == Way::End, arm.at);
        leave.add("OutputConstructor", Node::Mapping(output));
        leave.way = Some(way);
        out.push(leave);
        Way::State(enter_name)
    }
}
