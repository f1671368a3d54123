//! `custom-tag`: a tag such as `!Ref` that a deployment tool resolves.

use crate::finding::{Rule, Severity};
use crate::span::Span;

/// A tag that is not YAML's own; its value is taken as text.
pub(crate) struct CustomTag {
    pub(crate) at: Span,
    pub(crate) tag: String,
}

impl Rule for CustomTag {
    const CODE: &'static str = "custom-tag";
    fn severity(&self) -> Severity {
        Severity::Note
    }
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        format!("the tag `{}` is not part of the language", self.tag)
    }
    fn why(&self) -> String {
        "A deployment tool has to replace it: the service never sees such a tag. Here its value is taken as text."
            .to_owned()
    }
    fn help(&self) -> String {
        "Nothing, if the flow is deployed with such a tool; otherwise write the value itself.".to_owned()
    }
}
