//! Waits, which are much shorter in the new language.

use flowglass_flow::{Step, Wait};

use crate::emitter::{Added, Emitter, Part, Place};
use crate::locals::way_of;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput};
use crate::state::{State, Way, entry};
use crate::tasks::number;
use crate::view::View;
use flowglass_yaml::Node;

/// The longest wait of one state in seconds. Source: [WAIT].
const LONGEST: u32 = 300;
/// The longest wait that is written as several states: an hour.
const LONGEST_IN_PIECES: u32 = 3_600;

impl Emitter<'_> {
    pub(crate) fn wait(
        &mut self,
        place: &Place,
        part: &Part,
        (step, wait): (&Step, &Wait),
        name: String,
        view: &View,
        out: &mut Vec<State>,
    ) {
        let own = OwnInput::new(view, ContextOf::step(self.name, &step.kind), &step.data);
        let mut state = State::new(name, "Wait");
        match (&wait.seconds, &wait.until) {
            (Some(seconds), _) => match number(&seconds.value) {
                Some(duration) => state = self.pieces(state, duration, seconds.at, out),
                None => {
                    self.notes.push(remarks::computed_wait(seconds.at));
                    let value = self.own_value(&own, seconds);
                    state.members.push(("Seconds.$".to_owned(), Node::text(value.text())));
                }
            },
            (None, Some(until)) => {
                self.notes.push(remarks::wait_until(until.at));
                let value = self.own_value(&own, until);
                state.members.push(entry("UntilDateTime", &value));
            }
            (None, None) => {}
        }
        let added = self.added(&own, step, &Outcome::Nothing, Added::nothing());
        let way = self.way(part, &way_of(&step.when_done));
        self.hand_on(&mut state, place, view, &added, way, step.name.at, true);
        out.push(state);
    }

    /// Puts all states of a wait but the last one into `out`, and gives the last one.
    fn pieces(&mut self, mut state: State, duration: f64, at: flowglass_flow::Span, out: &mut Vec<State>) -> State {
        let is_long = duration > f64::from(LONGEST);
        let in_pieces = is_long && duration <= f64::from(LONGEST_IN_PIECES);
        if is_long {
            self.notes.push(remarks::long_wait(at, duration, in_pieces));
        }
        if duration < 1.0 {
            self.notes.push(remarks::no_wait(at));
            state.kind = "Pass";
            return state;
        }
        let mut left = if in_pieces { duration as u32 } else { duration.min(f64::from(LONGEST)) as u32 };
        let base = state.name.clone();
        while left > LONGEST {
            let next = self.names.take(&base);
            state.add("Seconds", Node::Constant(LONGEST.into()));
            state.way = Some(Way::State(next.clone()));
            out.push(std::mem::replace(&mut state, State::new(next, "Wait")));
            left -= LONGEST;
        }
        state.add("Seconds", Node::Constant(left.into()));
        state
    }
}
