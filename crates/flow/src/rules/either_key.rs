//! `either-key`: of two keys exactly one must be there.

use crate::finding::{Related, Rule};
use crate::span::Span;

/// Both keys of a pair, or none of them.
pub(crate) struct EitherKey {
    pub(crate) at: Span,
    pub(crate) owner: String,
    pub(crate) keys: [&'static str; 2],
    /// The second key, when both are there.
    pub(crate) both: Option<Span>,
    pub(crate) why: &'static str,
}

impl Rule for EitherKey {
    const CODE: &'static str = "either-key";
    fn at(&self) -> Span {
        self.both.unwrap_or(self.at)
    }
    fn what(&self) -> String {
        let [one, other] = self.keys;
        let owner = &self.owner;
        match self.both {
            Some(_) => format!("{owner} has both `{one}` and `{other}`"),
            None => format!("{owner} has neither `{one}` nor `{other}`"),
        }
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        let [one, other] = self.keys;
        match self.both {
            Some(_) => "Remove one of them.".to_owned(),
            None => format!("Add `{one}` or `{other}`."),
        }
    }
    fn related(&self) -> Vec<Related> {
        self.both
            .map(|_| Related { at: self.at, what: format!("`{}` stands here", self.keys[0]) })
            .into_iter()
            .collect()
    }
}
