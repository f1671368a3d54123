//! How large a run may become.

use std::sync::Arc;

use flowglass_expression::{Json, MAX_DEPTH, text_len};
use flowglass_flow::Dialect;
use flowglass_history::DetailView;

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
    pub fn data_limit(&self, dialect: Dialect) -> usize {
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

/// Measures data, and remembers what it has met lately: most events hand on what the event before had, and an iteration of
/// the older language carries the whole collection, which counted every time would take the square of its length.
#[derive(Debug, Default)]
pub(crate) struct Scale {
    /// Each value in a place that comes from where it is in memory; no places before the first measurement.
    known: Vec<Option<Known>>,
}

/// A value that was measured; holding it keeps its address from being used again.
#[derive(Debug)]
struct Known {
    value: Json,
    bytes: usize,
    height: usize,
}

/// How many values are remembered: more than there are branches and iterations side by side.
const KEPT: usize = 256;
/// How many parts make a value inside another one worth remembering.
const LARGE: usize = 32;

/// What is remembered saves time and nothing else: a clone begins anew.
impl Clone for Scale {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Scale {
    /// Why data cannot be recorded, in words; `None` when it can.
    pub(crate) fn refusal(&mut self, detail: DetailView<'_>, limit: usize) -> Option<String> {
        let mut left = limit.saturating_sub(1);
        for (member, value) in detail.members() {
            let measured = spend(&mut left, member.name().len() + 4).and_then(|()| match self.find(value) {
                Some(known) => known.spend(&mut left, 1),
                None => self.measure(value, &mut left, 1),
            });
            if let Err(refused) = measured {
                return Some(refused.words(limit));
            }
        }
        None
    }

    /// Why a value cannot be kept, in words; `None` when it is at most `limit` bytes of compact JSON.
    pub(crate) fn refusal_of_value(&mut self, value: &Json, limit: usize) -> Option<String> {
        let mut left = limit;
        self.measure(value, &mut left, 1).err().map(|refused| refused.words(limit))
    }

    /// Takes the size of `value` from `left`, stops as soon as there is not enough, and gives the levels of nesting.
    fn measure(&mut self, value: &Json, left: &mut usize, depth: usize) -> Result<usize, Refused> {
        let parts = match value {
            Json::Array(items) => items.len(),
            Json::Object(object) => object.len(),
            scalar => return spend(left, scalar.compact_len()).map(|()| 0),
        };
        if depth >= MAX_DEPTH {
            return Err(Refused::TooDeep);
        }
        let worth = depth == 1 || parts >= LARGE;
        if let Some(known) = self.find(value).filter(|_| worth) {
            return known.spend(left, depth);
        }
        let before = *left;
        spend(left, 2 + parts.saturating_sub(1))?;
        let mut height = 0;
        match value {
            Json::Array(items) => {
                for item in items.iter() {
                    height = height.max(self.measure(item, left, depth + 1)?);
                }
            }
            Json::Object(object) => {
                for (key, member) in object.iter() {
                    spend(left, text_len(key) + 1)?;
                    height = height.max(self.measure(member, left, depth + 1)?);
                }
            }
            _ => {}
        }
        if worth {
            self.remember(Known { value: value.clone(), bytes: before - *left, height: height + 1 });
        }
        Ok(height + 1)
    }

    /// What is known of a value.
    #[inline]
    fn find(&self, value: &Json) -> Option<&Known> {
        self.known.get(place(value))?.as_ref().filter(|known| same(&known.value, value))
    }

    fn remember(&mut self, known: Known) {
        if self.known.is_empty() {
            self.known.resize_with(KEPT, || None);
        }
        if let Some(place) = self.known.get_mut(place(&known.value)) {
            *place = Some(known);
        }
    }
}

impl Known {
    /// Takes the size from `left` and gives the levels of nesting, as measuring at this depth would.
    #[inline]
    fn spend(&self, left: &mut usize, depth: usize) -> Result<usize, Refused> {
        spend(left, self.bytes)?;
        if depth + self.height > MAX_DEPTH { Err(Refused::TooDeep) } else { Ok(self.height) }
    }
}

/// Where a value is remembered.
fn place(value: &Json) -> usize {
    let address = match value {
        Json::Array(items) => Arc::as_ptr(items) as usize,
        Json::Object(object) => Arc::as_ptr(object) as usize,
        _ => 0,
    };
    // The upper bits of the product depend on all bits of the address.
    ((address as u32).wrapping_mul(0x9E37_79B1) >> 24) as usize
}

/// Tells whether two values are one in memory.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Array(one), Json::Array(other)) => Arc::ptr_eq(one, other),
        (Json::Object(one), Json::Object(other)) => Arc::ptr_eq(one, other),
        _ => false,
    }
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
    use flowglass_history::{Detail, Member};

    use super::*;

    #[test]
    fn data_is_measured_as_compact_text() {
        let large: Json = (0..100_u32).map(Json::from).collect();
        for value in [json!({"a": [1, "ü\n", null], "b": {}}), json!({"xs": large.clone(), "again": [large, 1]})] {
            let mut scale = Scale::default();
            let detail = Detail::new().with(Member::Input, value.clone()).with(Member::Local, Json::object());
            let exact = detail.view().to_text().len();
            // The second time the large parts are known.
            for _ in 0..2 {
                assert_eq!(scale.refusal(detail.view(), exact), None);
                assert!(scale.refusal(detail.view(), exact - 1).is_some_and(|words| words.contains("larger than")));
                assert_eq!(scale.refusal_of_value(&value, value.compact_len()), None);
                assert!(scale.refusal_of_value(&value, value.compact_len() - 1).is_some());
            }
        }
    }

    #[test]
    fn data_that_could_not_be_read_again_is_refused() {
        let nested = |levels: usize, inner: Json| (0..levels).fold(inner, |inner, _| json!([inner]));
        let detail = |value| Detail::new().with(Member::Input, value);
        let large: Json = (0..100_u32).map(Json::from).collect();
        for (inner, levels) in [(json!(1), 0), (large, 1)] {
            let mut scale = Scale::default();
            for _ in 0..2 {
                let deepest = detail(nested(MAX_DEPTH - 1 - levels, inner.clone()));
                assert_eq!(scale.refusal(deepest.view(), 10_000), None);
                assert!(Json::parse(&deepest.view().to_text()).is_ok());
                let deeper = detail(nested(MAX_DEPTH - levels, inner.clone()));
                assert!(scale.refusal(deeper.view(), 10_000).is_some_and(|words| words.contains("deeper")));
            }
        }
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
