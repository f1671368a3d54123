//! How the slider moves by itself.

use yew::prelude::*;

use crate::browser::{self, Interval};
use crate::state::{Action, Workbench};

/// Milliseconds between two moves.
pub(crate) const TICK_MS: i32 = 80;
/// About how long a whole run plays, in moves.
const MOVES: usize = 120;

/// Moves the slider while it plays.
#[hook]
pub(crate) fn use_play(state: &Workbench, dispatch: &Callback<Action>) {
    let events = state.events();
    let dispatch = dispatch.clone();
    use_effect_with((state.playing, events), move |(playing, events)| {
        let interval = playing.then(|| {
            let step = if browser::prefers_reduced_motion() { *events } else { events_per_tick(*events) };
            Interval::every(TICK_MS, move || dispatch.emit(Action::Advance(step)))
        });
        move || drop(interval)
    });
}

/// How many events one move shows, so that long histories end in some seconds and short ones can be followed.
pub(crate) fn events_per_tick(events: usize) -> usize {
    events.div_ceil(MOVES).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_end_in_about_ten_seconds_and_short_ones_show_every_event() {
        assert_eq!(events_per_tick(0), 1);
        assert_eq!(events_per_tick(40), 1);
        let moves = 5_000 / events_per_tick(5_000);
        assert!(moves * TICK_MS as usize <= 10_000);
    }
}
