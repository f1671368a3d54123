//! The one way in: text to document, flow and findings.

use crate::check::check;
use crate::document::{self, Document, WrittenLater};
use crate::finding::{Finding, Findings, Severity};
use crate::lower::{self, Mode};
use crate::model::Flow;
use crate::rules::too_many_findings::TooManyFindings;

/// What a text says, as far as it could be understood.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The text as a tree with places.
    pub document: Document,
    /// The flow; `None` when the text is no definition.
    pub flow: Option<Flow>,
    /// What is to be said about it, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Parsed {
    /// Tells whether a finding says that the service would refuse the definition.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads a definition for the Standard mode. Never fails: what cannot be understood is left out, with a finding.
pub fn parse(text: &str) -> Parsed {
    parse_for(text, Mode::Standard)
}

/// Reads a definition that is to run in `mode`.
pub fn parse_for(text: &str, mode: Mode) -> Parsed {
    let (mut document, mut findings) = document::read(text);
    document.mark_unknown(WrittenLater::Tags);
    let (flow, understood) = understand(&document, mode);
    findings.append(understood);
    Parsed { document, flow, findings: told(findings) }
}

/// Makes a flow of a document, and says what is wrong with that. Of values that are not known, nothing is.
pub(crate) fn understand(document: &Document, mode: Mode) -> (Option<Flow>, Findings) {
    let (flow, mut findings) = lower::lower(document, mode);
    if cfg!(feature = "findings") {
        if let Some(flow) = &flow {
            check(document, flow, mode, &mut findings);
        }
        findings.retain(|finding| !document.lies_in_unknown(finding.at));
    }
    (flow, findings)
}

/// The findings in the order of the text, as many as people can read.
pub(crate) fn told(findings: Findings) -> Vec<Finding> {
    if !cfg!(feature = "findings") {
        return Vec::new();
    }
    let mut told = findings.into_sorted();
    TooManyFindings::cut(&mut told);
    told
}

/// Makes text of a file's bytes: bytes that are not UTF-8 become U+FFFD, which [`parse`] then reports with its place.
pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
