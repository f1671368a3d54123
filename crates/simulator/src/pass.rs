//! A pass step: shapes data, does no work.

use flowglass_flow::Dialect;
use flowglass_history::EventId;

use flowglass_expression::Json;

use crate::frame::FrameId;
use crate::machine::Machine;
use crate::queue::What;

impl Machine<'_> {
    /// Its raw output is its input; in the older language its local is empty.
    ///
    /// Source: [PASS] of both languages.
    pub(crate) fn begin_pass(&mut self, frame: FrameId, started: EventId) {
        let raw = self.input_or_empty(frame);
        self.later(frame, started, 0, What::Succeed(raw));
    }

    /// The effective input in the new language, `{}` in the older one.
    pub(crate) fn input_or_empty(&self, frame: FrameId) -> Json {
        match (self.execution.flow.dialect, self.run(frame)) {
            (Dialect::StateMachine, Some(run)) => run.input.clone(),
            _ => Json::object(),
        }
    }
}
