//! `too-deep`: lists and mappings stand inside each other more deeply than is read.

use crate::finding::Rule;
use crate::span::Span;

/// A list or mapping beyond the depth that is read; what it holds is left out.
pub(crate) struct TooDeep {
    pub(crate) at: Span,
    pub(crate) most: usize,
}

impl Rule for TooDeep {
    const CODE: &'static str = "too-deep";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("more than {} lists and mappings stand inside each other here", self.most)
    }
    fn why(&self) -> String {
        "What is nested more deeply is not read, so it is neither checked nor drawn.".to_owned()
    }
    fn help(&self) -> String {
        "Move the inner steps into a flow of their own and start it from a task.".to_owned()
    }
}
