//! How large a run may become.

use flowglass_expression::{Json, MAX_DEPTH};
use flowglass_flow::Dialect;
use flowglass_history::Detail;

use crate::settings::Options;

/// The most events of one execution, whatever the options say: a flow that loops for ever ends here at the latest.
pub const MAX_EVENTS: u32 = 2_000_000;

/// The most executions of one simulation; a flow cannot start more.
pub const MAX_EXECUTIONS: usize = 200_000;

/// How deep executions may start each other.
pub const MAX_NESTED_EXECUTIONS: u32 = 100;

/// Milliseconds of a year, the longest that a Standard execution takes.
///
/// Source: `state-machine.md` 9.1.
pub(crate) const YEAR_MS: i64 = 365 * 86_400_000;

/// Milliseconds of the longest Express execution.
///
/// Source: `state-machine.md` 9.1.
pub(crate) const EXPRESS_MS: i64 = 300_000;

/// The most bytes of a global variable's name. Source: [GLOB].
pub(crate) const GLOBAL_NAME: usize = 128;

/// Bounds of every pause, so that sums of times stay far from the end of the clock.
const LONGEST_PAUSE_MS: f64 = 1e15;

impl Options {
    /// The most bytes of one event's data.
    ///
    /// Source: `fdl-v1.md` 13, `state-machine.md` 12.2.
    pub(crate) fn data_limit(&self, dialect: Dialect) -> usize {
        self.data_limit.unwrap_or(match dialect {
            Dialect::Legacy => 32 * 1024,
            Dialect::StateMachine => 64 * 1024,
        })
    }

    /// The number of the last event that an execution may have.
    pub(crate) fn last_event(&self) -> usize {
        self.event_limit.clamp(2, MAX_EVENTS) as usize
    }
}

/// Why data cannot be recorded, in words; `None` when it can.
pub(crate) fn refusal(detail: &Detail, limit: usize) -> Option<String> {
    let mut left = limit.saturating_sub(1);
    for (member, value) in detail.members() {
        if let Err(refused) = spend(&mut left, member.name().len() + 4).and_then(|()| measure(value, &mut left, 1)) {
            return Some(refused.words(limit));
        }
    }
    None
}

/// Why a value cannot be kept, in words; `None` when it is at most `limit` bytes of compact JSON.
pub(crate) fn refusal_of_value(value: &Json, limit: usize) -> Option<String> {
    let mut left = limit;
    measure(value, &mut left, 1).err().map(|refused| refused.words(limit))
}

enum Refused {
    TooLong,
    TooDeep,
}

impl Refused {
    fn words(self, limit: usize) -> String {
        match self {
            Self::TooLong => format!("the data is larger than {limit} bytes"),
            Self::TooDeep => format!("the data nests deeper than {MAX_DEPTH} levels"),
        }
    }
}

/// Takes the size of `value` from `left` and stops as soon as there is not enough.
fn measure(value: &Json, left: &mut usize, depth: usize) -> Result<(), Refused> {
    match value {
        Json::Array(items) => {
            if depth >= MAX_DEPTH {
                return Err(Refused::TooDeep);
            }
            spend(left, 2 + items.len().saturating_sub(1))?;
            items.iter().try_for_each(|item| measure(item, left, depth + 1))
        }
        Json::Object(object) => {
            if depth >= MAX_DEPTH {
                return Err(Refused::TooDeep);
            }
            spend(left, 2 + object.len().saturating_sub(1))?;
            object.iter().try_for_each(|(key, value)| {
                spend(left, Json::from(key).compact_len() + 1)?;
                measure(value, left, depth + 1)
            })
        }
        scalar => spend(left, scalar.compact_len()),
    }
}

fn spend(left: &mut usize, bytes: usize) -> Result<(), Refused> {
    *left = left.checked_sub(bytes).ok_or(Refused::TooLong)?;
    Ok(())
}

/// Whole milliseconds of a pause in seconds; not a number and less than nothing count as no pause.
pub(crate) fn pause_ms(seconds: f64) -> i64 {
    let ms = (seconds * 1000.0).round();
    // The comparison is false for NaN, and the bound keeps the cast exact.
    if ms > 0.0 { ms.min(LONGEST_PAUSE_MS) as i64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_history::Member;

    use super::*;

    #[test]
    fn data_is_measured_as_compact_text() {
        let detail = Detail::new()
            .with(Member::Input, json!({"a": [1, "ü\n", null], "b": {}}))
            .with(Member::Local, Json::object());
        let exact = detail.to_text().len();
        assert_eq!(refusal(&detail, exact), None);
        assert!(refusal(&detail, exact - 1).is_some_and(|words| words.contains("larger than")));
        let value = json!([1.5, true, "x"]);
        assert_eq!(refusal_of_value(&value, value.compact_len()), None);
        assert!(refusal_of_value(&value, value.compact_len() - 1).is_some());
    }

    #[test]
    fn data_that_could_not_be_read_again_is_refused() {
        let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        let detail = |value| Detail::new().with(Member::Input, value);
        assert_eq!(refusal(&detail(nested(MAX_DEPTH - 1)), 10_000), None);
        assert!(refusal(&detail(nested(MAX_DEPTH)), 10_000).is_some_and(|words| words.contains("deeper")));
    }

    #[test]
    fn pauses_are_whole_milliseconds_within_bounds() {
        assert_eq!(pause_ms(1.5), 1500);
        assert_eq!(pause_ms(0.0004), 0);
        assert_eq!(pause_ms(-3.0), 0);
        assert_eq!(pause_ms(f64::NAN), 0);
        assert_eq!(pause_ms(f64::INFINITY), 1_000_000_000_000_000);
    }
}
