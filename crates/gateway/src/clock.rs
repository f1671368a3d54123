//! The machine's clock and its random source; everything else takes time and chance as values.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use flowglass_history::Millis;

use crate::signing::hex;

/// The present moment by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is where real time comes in")]
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// So many bytes that nobody can guess.
///
/// # Errors
/// When the operating system has no random source.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| NoRandomness { why: error.to_string() })?;
    Ok(bytes)
}

/// 32 hex digits that nobody can guess.
///
/// # Errors
/// As [`random_bytes`].
pub fn random_text() -> Result<String, NoRandomness> {
    Ok(hex(&random_bytes::<16>()?))
}

/// A number from 0 to below 1, for spreading repetitions; 0.5 where there is no chance to be had.
pub(crate) fn chance() -> f64 {
    random_bytes::<4>().map_or(0.5, |bytes| f64::from(u32::from_le_bytes(bytes)) / 4_294_967_296.0)
}

/// The operating system has no random source, so that nothing secret can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRandomness {
    why: String,
}

impl fmt::Display for NoRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the operating system gives no random numbers: {}", self.why)
    }
}

impl std::error::Error for NoRandomness {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_texts_differ_and_chances_are_fractions() {
        let (one, other) = (random_text().unwrap(), random_text().unwrap());
        assert_eq!((one.len(), other.len()), (32, 32));
        assert_ne!(one, other);
        assert!((0..100).all(|_| (0.0..1.0).contains(&chance())));
    }
}
