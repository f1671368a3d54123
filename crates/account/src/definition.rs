//! Whether a text can be the definition of a flow.

use std::sync::Arc;

use flowglass_expression::Language;
use flowglass_flow::{Dialect, Flow, LineIndex, Mode, Severity, parse_for};

use crate::error::ApiError;

/// Reads the definition of the flow `name` for an execution mode.
///
/// # Errors
/// `InvalidArgument` when it has findings that are errors (CHOICE), or when the name that it says is not `name`
/// (api.md 2).
pub(crate) fn read(name: &str, text: &str, mode: Mode) -> Result<Arc<Flow>, ApiError> {
    let parsed = parse_for(text, mode);
    let errors = || parsed.findings.iter().filter(|finding| finding.severity == Severity::Error);
    if let Some(first) = errors().next() {
        let place = LineIndex::new(text).position(text, first.at.start as usize);
        let more = match errors().count() {
            1 => String::new(),
            count => format!(" It has {} more errors.", count - 1),
        };
        return Err(ApiError::argument(&format!(
            "Definition, line {}, column {}: {}.{more}",
            place.line,
            place.column,
            first.told(Language::English).what.trim_end_matches('.')
        )));
    }
    let Some(flow) = parsed.flow else {
        return Err(ApiError::argument("Definition is no flow."));
    };
    // In the older language only examples of the API have a name, and nothing says that it counts.
    match &flow.name {
        Some(own) if flow.dialect == Dialect::StateMachine && own.value != name => {
            Err(ApiError::argument("The Name in the definition has to be the name of the flow."))
        }
        _ => Ok(Arc::new(flow)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_checked() {
        fn check(text: &str, expected: Result<(), &str>) {
            let found = read("shop", text, Mode::Standard).map(drop).map_err(|error| error.message);
            assert_eq!(found, expected.map_err(|detail| format!("Parameter error. {detail}")), "{text}");
        }
        let machine = |name: &str| {
            format!(
                "Type: StateMachine\nSpecVersion: v1\nName: {name}\nStartAt: a\nStates: [{{Type: Pass, Name: a, End: true}}]"
            )
        };
        check("version: v1\ntype: flow\nname: other\nsteps:\n  - {type: pass, name: a}\n", Ok(()));
        check(&machine("shop"), Ok(()));
        check(&machine("other"), Err("The Name in the definition has to be the name of the flow."));
        assert!(read("shop", "", Mode::Standard).is_err());
        assert!(read("shop", "x: [", Mode::Standard).is_err());
        let dangling = "version: v1\ntype: flow\nsteps:\n  - {type: choice, name: a, default: {goto: nowhere}}\n";
        let message = read("shop", dangling, Mode::Standard).unwrap_err().message;
        assert!(message.starts_with("Parameter error. Definition, line 4, column "), "{message}");
    }
}
