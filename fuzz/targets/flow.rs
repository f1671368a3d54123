//! Any text, read as a definition: nothing panics, and every finding lies inside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = flowglass_flow::parse(text);
    for finding in &parsed.findings {
        assert!(text.get(finding.at.range()).is_some(), "{:?} in {text:?}", finding.at);
        assert!(!finding.what.is_empty());
    }
    assert!(parsed.flow.is_some() || !parsed.findings.is_empty());
});
