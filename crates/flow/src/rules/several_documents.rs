//! `several-documents`: the text goes on behind the end of the first document.

use crate::finding::Rule;
use crate::span::Span;

/// The beginning of a second document.
pub(crate) struct SeveralDocuments {
    pub(crate) at: Span,
}

impl Rule for SeveralDocuments {
    const CODE: &'static str = "several-documents";
    fn at(&self) -> Span {
        self.at
    }
    fn what(&self) -> String {
        "a second document begins here".to_owned()
    }
    fn why(&self) -> String {
        "A definition is one document. What stands behind `---` or `...` is not read.".to_owned()
    }
    fn help(&self) -> String {
        "Put each flow into a file of its own.".to_owned()
    }
}
