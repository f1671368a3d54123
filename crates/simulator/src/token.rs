//! The text that stands for a task that waits for a report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowglass_history::EventId;

use crate::execution::ExecutionId;

/// The token of the step that `entered` entered: base64 of `sim:` and the number of that event (`events.md` 4.2).
///
/// Numbers of events repeat from execution to execution. So that a report finds its task, a token of any but the first
/// execution of a simulation carries the number of the execution as well.
pub(crate) fn token(execution: ExecutionId, entered: EventId) -> String {
    STANDARD.encode(match execution {
        ExecutionId(0) => format!("sim:{}", entered.0),
        ExecutionId(number) => format!("sim:{}:{number}", entered.0),
    })
}

/// The step that a token stands for; `None` when no simulation made such a token.
pub(crate) fn read(token: &str) -> Option<(ExecutionId, EventId)> {
    let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    let mut numbers = text.strip_prefix("sim:")?.split(':');
    let entered = EventId(numbers.next()?.parse().ok()?);
    let execution = match numbers.next() {
        None => ExecutionId(0),
        Some(number) => ExecutionId(number.parse().ok()?),
    };
    (self::token(execution, entered) == token).then_some((execution, entered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_find_their_step_and_nothing_else_does() {
        assert_eq!(token(ExecutionId(0), EventId(2)), "c2ltOjI=");
        for (execution, entered) in [(0, 2), (0, 4_000), (3, 2), (12, 77)] {
            let (execution, entered) = (ExecutionId(execution), EventId(entered));
            assert_eq!(read(&token(execution, entered)), Some((execution, entered)));
        }
        for text in ["", "x", "sim:2", "c2ltOg==", &STANDARD.encode("sim:02"), &STANDARD.encode("sim:1:0"), "中"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
