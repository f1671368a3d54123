//! `too-large`: the definition is larger than a request to the service may be.

use crate::finding::{Findings, Rule};
use crate::span::Span;

/// The most bytes that a request may have. Source: [LIM], 1024 KiB.
const MOST: usize = 1024 * 1024;

/// The text is longer than [`MOST`].
pub(crate) struct TooLarge {
    at: Span,
    bytes: usize,
}

impl TooLarge {
    /// Reports a text that is too long, at the first character beyond the limit.
    pub(crate) fn check(text: &str, findings: &mut Findings) {
        if text.len() > MOST {
            let end = (MOST..=text.len()).find(|offset| text.is_char_boundary(*offset)).unwrap_or(text.len());
            findings.report(Self { at: Span::at(end), bytes: text.len() });
        }
    }
}

impl Rule for TooLarge {
    const CODE: &'static str = "too-large";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("the definition has {} KiB, {} KiB are allowed", self.bytes.div_ceil(1024), MOST / 1024)
    }
    fn why(&self) -> String {
        "A request to the service may have at most 1024 KiB [LIM], and the definition is part of the request."
            .to_owned()
    }
    fn help(&self) -> String {
        "Move parts into flows of their own and start them from a task.".to_owned()
    }
}
