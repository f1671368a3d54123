//! `expression-syntax`: a condition, reference or expression cannot be read.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// Text that is no expression.
pub(crate) struct ExpressionSyntax {
    pub(crate) at: Span,
    pub(crate) key: String,
    /// What the expression's parser says.
    pub(crate) message: String,
    pub(crate) why: &'static str,
    pub(crate) severity: Severity,
}

impl Rule for ExpressionSyntax {
    const CODE: &'static str = "expression-syntax";
    fn severity(&self) -> Severity {
        self.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("`{}` cannot be read: {}", self.key, self.message.trim_end_matches('.'))
    }
    fn why(&self) -> String {
        self.why.to_owned()
    }
    fn help(&self) -> String {
        "Mend the expression at the marked place.".to_owned()
    }
}
