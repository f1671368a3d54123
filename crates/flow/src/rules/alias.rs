//! `alias`: a `*name` that cannot be followed.

use crate::finding::Rule;
use crate::span::Span;

/// An alias that is left empty.
pub(crate) struct AliasRefused {
    pub(crate) at: Span,
    pub(crate) refusal: Refusal,
}

/// Why an alias is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It stands inside what it names.
    Itself,
    /// Written out, the document would have more nodes than are read.
    TooLarge,
}

impl Rule for AliasRefused {
    const CODE: &'static str = "alias";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        match self.refusal {
            Refusal::Itself => "this alias stands inside what it names".to_owned(),
            Refusal::TooLarge => "this alias makes the document grow beyond all bounds".to_owned(),
        }
    }
    fn why(&self) -> String {
        "Aliases are written out when a definition is read; this one would never end, or fill the memory.".to_owned()
    }
    fn help(&self) -> String {
        "Write the value out where it is needed.".to_owned()
    }
}
