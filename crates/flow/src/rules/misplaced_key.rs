//! `misplaced-key`: a key of the language that this kind of step does not have.

use crate::finding::Rule;
use crate::span::Span;

/// A known key on a kind of step that cannot have it.
pub(crate) struct MisplacedKey {
    pub(crate) at: Span,
    pub(crate) key: String,
    pub(crate) owner: String,
    /// Why, in a sentence.
    pub(crate) why: &'static str,
    /// What to do instead.
    pub(crate) help: &'static str,
}

impl Rule for MisplacedKey {
    const CODE: &'static str = "misplaced-key";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} cannot have `{}`", self.owner, self.key)
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        self.help.to_owned()
    }
}
