//! The nonces that were used, for as long as a request could be sent again.

use std::collections::{HashSet, VecDeque};

use flowglass_history::Millis;

/// How long a nonce is remembered: a request is good 15 minutes before and after its own time.
///
/// Source: signing.md 4, CHOICE.
const REMEMBERED_MS: i64 = 30 * 60 * 1_000;

/// The nonces of one key.
#[derive(Clone, Debug, Default)]
pub(super) struct Nonces {
    used: HashSet<String>,
    order: VecDeque<(Millis, String)>,
}

impl Nonces {
    /// Tells whether a nonce was used lately.
    pub(super) fn is_used(&self, nonce: &str) -> bool {
        self.used.contains(nonce)
    }

    /// Remembers a nonce, and forgets those that are too old to matter.
    pub(super) fn remember(&mut self, nonce: &str, now: Millis) {
        while let Some((_, old)) = self.order.pop_front_if(|(used, _)| now.since(*used) > REMEMBERED_MS) {
            self.used.remove(&old);
        }
        if self.used.insert(nonce.to_owned()) {
            self.order.push_back((now, nonce.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_remembered_for_half_an_hour() {
        let mut nonces = Nonces::default();
        nonces.remember("a", Millis(0));
        nonces.remember("b", Millis(REMEMBERED_MS));
        assert!(nonces.is_used("a") && nonces.is_used("b") && !nonces.is_used("c"));
        nonces.remember("c", Millis(REMEMBERED_MS + 1));
        assert!(!nonces.is_used("a") && nonces.is_used("b") && nonces.is_used("c"));
        assert_eq!(nonces.order.len(), 2);
    }
}
