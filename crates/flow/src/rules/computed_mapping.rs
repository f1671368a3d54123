//! `computed-mapping`: a key that ends with `.$` holds a mapping or a list.

use super::quoted;
use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A `.$` key whose value is no single expression (CHOICE 29).
pub(crate) struct ComputedMapping {
    pub(crate) at: Span,
    pub(crate) key: String,
}

impl Rule for ComputedMapping {
    const CODE: &'static str = "computed-mapping";
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("{} holds more than one expression", quoted(&self.key))
    }
    fn why(&self) -> String {
        "The value of a key that ends with `.$` is an expression [IO]. One sample of the service writes a mapping there [SUB]; here each text in it that begins with `$` is taken for an expression.".to_owned()
    }
    fn help(&self) -> String {
        "Move the `.$` to the keys whose values are expressions.".to_owned()
    }
}
