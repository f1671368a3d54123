//! Succeed and fail steps: the end of a scope, well or badly.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::{Dialect, Fail, Value};
use flowglass_history::EventId;

use crate::failure::Failure;
use crate::frame::FrameId;
use crate::machine::Machine;
use crate::queue::What;

impl Machine<'_> {
    /// A succeed step hands on its input as a pass step does; that it ends its scope is its jump.
    ///
    /// Source: [SUC] of both languages.
    pub(crate) fn begin_succeed(&mut self, frame: FrameId, started: EventId) {
        self.begin_pass(frame, started);
    }

    /// A fail step fails with the error that it names.
    ///
    /// Source: [FAIL] of both languages; the name that is not given is `Fail` in the new language (CHOICE 23), empty
    /// in the older one (A21).
    pub(crate) fn begin_fail(&mut self, frame: FrameId, fail: &Fail, started: EventId) {
        let unnamed = match self.execution.flow.dialect {
            Dialect::Legacy => "",
            Dialect::StateMachine => "Fail",
        };
        let code = fail.code.as_ref().map_or_else(|| Ok(unnamed.into()), |code| self.text(frame, &code.value));
        let detail = fail.detail.as_ref().map_or_else(|| Ok("".into()), |detail| self.text(frame, &detail.value));
        let why = match (code, detail) {
            (Ok(code), Ok(detail)) => Failure::called(code, detail),
            (Err(why), _) | (_, Err(why)) => why,
        };
        self.later(frame, started, 0, What::Fail(why));
    }

    /// A value as text; anything that is no text as compact JSON.
    fn text(&mut self, frame: FrameId, value: &Value) -> Result<Arc<str>, Failure> {
        Ok(match self.value(frame, value)? {
            Json::String(text) => text,
            other => other.to_compact().into(),
        })
    }
}
