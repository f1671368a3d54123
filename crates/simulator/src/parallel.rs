//! A parallel step: runs every branch on the same input and joins when all have ended.

use flowglass_flow::Parallel;
use flowglass_history::EventId;

use crate::frame::FrameId;
use crate::gathering::Members;
use crate::machine::Machine;
use crate::retry_catch::delay_ms;

impl Machine<'_> {
    /// All branches are entered at once.
    ///
    /// Source: [PAR] of both languages, `events.md` 4.7.
    pub(crate) fn begin_parallel(&mut self, frame: FrameId, parallel: &Parallel, delay: Option<f64>, started: EventId) {
        let total = u32::try_from(parallel.branches.len()).unwrap_or(u32::MAX);
        self.begin_members(frame, Members { total, at_once: total, items: None }, delay_ms(delay), started);
    }
}
