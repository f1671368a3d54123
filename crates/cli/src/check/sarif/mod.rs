//! Findings as a log in the Static Analysis Results Interchange Format, version 2.1.0.

mod log;
mod rules;
mod uri;

use std::env;

use flowglass_expression::Language;
use flowglass_flow::Severity;

use super::report::{EditReport, FileReport, FindingReport, FixReport, Range};
use log::{
    Artifact, ArtifactChange, ArtifactContent, ArtifactLocation, BaseIds, Fingerprints, Fix, FixProperties, Invocation,
    Level, Location, Log, Message, Notification, PhysicalLocation, Region, Replacement, Result, Run, Tool,
    ToolComponent,
};
use rules::{rule_index, rules};
use uri::Folder;

/// Writes all files with their findings as one log. `troubles` tell what could not be read or written.
pub(super) fn document(files: &[FileReport], troubles: &[String], language: Language) -> String {
    let folder = Folder::new(env::current_dir().ok());
    let locations: Vec<_> = files.iter().enumerate().map(|(index, file)| folder.location(&file.path, index)).collect();
    let results = files
        .iter()
        .zip(&locations)
        .flat_map(|(file, location)| file.findings.iter().map(move |finding| result(finding, location, language)));
    let run = Run {
        tool: Tool {
            driver: ToolComponent {
                name: "flowglass",
                semantic_version: env!("CARGO_PKG_VERSION"),
                language: tag(language),
                rules: rules(language),
            },
        },
        language: tag(language),
        invocations: [Invocation {
            execution_successful: troubles.is_empty(),
            tool_execution_notifications: troubles
                .iter()
                .map(|text| Notification { level: Level::Error, message: Message::new(text) })
                .collect(),
        }],
        original_uri_base_ids: BaseIds::new(),
        artifacts: locations
            .iter()
            .map(|location| Artifact { location: location.clone(), roles: ["analysisTarget"] })
            .collect(),
        results: results.collect(),
        column_kind: "unicodeCodePoints",
        newline_sequences: ["\r\n", "\n", "\r"],
    };
    let log = Log::new(run);
    let text = serde_json::to_string_pretty(&log).expect("texts and numbers can always be written");
    text + "\n"
}

/// The tag of a language, by RFC 5646.
fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    }
}

fn result(finding: &FindingReport, file: &ArtifactLocation, language: Language) -> Result {
    let physical = |at: &Range| PhysicalLocation { artifact_location: file.clone(), region: region(at) };
    let related = finding.related.iter().enumerate().map(|(id, other)| Location {
        id: Some(id),
        physical_location: physical(&other.at),
        message: Some(Message::new(other.what)),
    });
    Result {
        rule_id: finding.code,
        rule_index: rule_index(finding.code),
        level: level(finding.severity),
        message: Message::new(&sentences(finding, language)),
        locations: [Location { id: None, physical_location: physical(&finding.at), message: None }],
        related_locations: related.collect(),
        fixes: finding.fix.iter().map(|fix| proposed(fix, file)).collect(),
        partial_fingerprints: Fingerprints { finding: finding.fingerprint.clone() },
    }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

/// The first sentence says what is wrong: viewers show it alone where they have little space.
fn sentences(finding: &FindingReport, language: Language) -> String {
    let FindingReport { what, why, help, .. } = finding;
    match language {
        Language::English => format!("{}. {why} {help}", what.trim_end_matches('.')),
        Language::Chinese => format!("{}。{why}{help}", what.trim_end_matches('。')),
    }
}

fn region(at: &Range) -> Region {
    Region {
        start_line: at.start.line,
        start_column: at.start.column,
        end_line: at.end.line,
        end_column: at.end.column,
    }
}

fn proposed(fix: &FixReport, file: &ArtifactLocation) -> Fix {
    let replacement = |edit: &EditReport| Replacement {
        deleted_region: region(&edit.at),
        inserted_content: ArtifactContent { text: edit.text.clone() },
    };
    Fix {
        description: Message::new(&fix.title),
        artifact_changes: [ArtifactChange {
            artifact_location: file.clone(),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: FixProperties { safe: fix.safe },
    }
}
