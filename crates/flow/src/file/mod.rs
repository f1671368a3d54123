//! Files that hold definitions: a definition alone, a template of ROS or Fun, a configuration of Terraform.

mod hcl;
mod later;
mod template;
mod terraform;

use std::sync::Arc;

use crate::document::{self, Document, Embedded, WrittenLater};
use crate::finding::{Finding, Findings, Moved};
use crate::lower::Mode;
use crate::parse::{Parsed, told, understand};
use crate::rules::definition_elsewhere::DefinitionElsewhere;
use crate::rules::definition_not_computed::DefinitionNotComputed;
use crate::rules::not_a_flow::{Found, NotAFlow};
use crate::rules::{custom_tag, too_large};
use crate::span::{LineIndex, Span, Spanned};

/// A file, and the definitions in it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What the file is.
    pub kind: FileKind,
    /// The text, and what it says as YAML if it is that.
    pub document: Document,
    /// The definitions, in the order of the file. A file that is none of the known kinds is read as a definition.
    pub definitions: Vec<Definition>,
    /// The definitions that the file only names: they lie in files of their own.
    pub elsewhere: Vec<Elsewhere>,
    /// What is to be said about the file and all definitions in it, in the order of the text.
    pub findings: Vec<Finding>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A definition.
    Definition,
    /// A template of ROS (`ALIYUN::FNF::Flow`) or Fun (`Aliyun::Serverless::Flow`).
    Template,
    /// A configuration of Terraform (`alicloud_fnf_flow`).
    Terraform,
}

/// One definition in a file.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name of the resource that it belongs to; nothing for a file that is the definition.
    pub name: Option<String>,
    /// What it says; all places are places in the file.
    pub parsed: Parsed,
}

/// A definition that lies in a file of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// The name of the resource that it belongs to.
    pub name: String,
    /// The path as it is written, relative to the file that names it.
    pub path: String,
    /// How that file is to be read.
    pub reading: Reading,
}

/// Where a definition comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The file is what the service sees.
    #[default]
    AsItIs,
    /// A tool fills in `${…}` first, as `templatefile` of Terraform does.
    FilledIn,
}

/// Opens a file. Never fails, as [`parse`](crate::parse) does not; `name` may be empty.
pub fn open(name: &str, text: &str, mode: Mode) -> Opened {
    if cfg!(feature = "files") && terraform::is_terraform(name, text) {
        return terraform(text, mode);
    }
    let (document, findings) = document::read(text);
    if !cfg!(feature = "files") {
        return alone(document, findings, mode);
    }
    if let Some(flows) = template::resources(&document) {
        return in_template(document, findings, flows, mode);
    }
    match terraform::resources_of_json(&document) {
        Some(flows) => Gathering::new(FileKind::Terraform, document, findings, mode).finish(flows),
        None => alone(document, findings, mode),
    }
}

/// Opens a file that holds one definition, which is read as another file says.
pub fn open_as(reading: Reading, text: &str, mode: Mode) -> Opened {
    match reading {
        Reading::AsItIs => open("", text, mode),
        Reading::FilledIn => {
            let (file, lines) = (Arc::<str>::from(text), Arc::new(LineIndex::new(text)));
            let whole = later::terraform(&Embedded::of_file(&file));
            let (parsed, findings) = embedded(whole, &file, &lines, mode);
            let document = parsed.document.clone();
            let definitions = vec![Definition { name: None, parsed }];
            Opened {
                kind: FileKind::Definition,
                document,
                definitions,
                elsewhere: Vec::new(),
                findings: told(findings),
            }
        }
    }
}

/// A file that is a definition.
fn alone(mut document: Document, mut findings: Findings, mode: Mode) -> Opened {
    document.mark_unknown(WrittenLater::Tags);
    let (flow, understood) = understand(&document, mode);
    findings.append(understood);
    let parsed = Parsed { document: document.clone(), flow, findings: told(findings) };
    let findings = parsed.findings.clone();
    let definitions = vec![Definition { name: None, parsed }];
    Opened { kind: FileKind::Definition, document, definitions, elsewhere: Vec::new(), findings }
}

/// What a resource says of its definition.
struct Resource {
    /// The name of the resource, and its place.
    name: Spanned<String>,
    source: Source,
}

/// Where a resource has its definition.
enum Source {
    /// In a string.
    Text(Box<Embedded>),
    /// In a mapping of the file's document.
    Node(document::NodeId),
    /// In a file of its own.
    File { path: Spanned<String>, reading: Reading },
    /// In something that would have to be computed.
    Computed { at: Span, by: String },
}

fn in_template(mut document: Document, mut findings: Findings, flows: Vec<Resource>, mode: Mode) -> Opened {
    document.mark_unknown(WrittenLater::InTemplate);
    // Tags are at home in a template, and its size is not that of a definition.
    findings.retain(|finding| ![custom_tag::PAGE.code, too_large::PAGE.code].contains(&finding.code));
    Gathering::new(FileKind::Template, document, findings, mode).finish(flows)
}

fn terraform(text: &str, mode: Mode) -> Opened {
    let document = Document::of_text(text);
    let flows = terraform::resources(&document.text);
    Gathering::new(FileKind::Terraform, document, Findings::default(), mode).finish(flows)
}

/// A file while its definitions are read.
struct Gathering {
    opened: Opened,
    findings: Findings,
    /// The findings of the file as YAML.
    reading: Findings,
    mode: Mode,
}

impl Gathering {
    fn new(kind: FileKind, document: Document, findings: Findings, mode: Mode) -> Self {
        let (definitions, elsewhere, told) = (Vec::new(), Vec::new(), Vec::new());
        let reading = findings.clone();
        Self { opened: Opened { kind, document, definitions, elsewhere, findings: told }, findings, reading, mode }
    }

    fn finish(mut self, flows: Vec<Resource>) -> Opened {
        if flows.is_empty() {
            let document = &self.opened.document;
            let at = document.root.map_or(Span::default(), |root| document.first_line(root));
            self.findings.report(|| NotAFlow { at, found: Found::NoResource });
        }
        for flow in flows {
            self.add(flow);
        }
        self.opened.findings = told(self.findings);
        self.opened
    }

    fn add(&mut self, Resource { name, source }: Resource) {
        let document = &self.opened.document;
        let parsed = match source {
            Source::Text(text) => {
                let (parsed, findings) = embedded(*text, &document.text, &document.lines, self.mode);
                self.findings.append(findings);
                parsed
            }
            Source::Node(node) => {
                let document = document.part(node);
                let (flow, mut findings) = understand(&document, self.mode);
                self.findings.append(findings.clone());
                findings.append(self.reading.clone());
                Parsed { document, flow, findings: told(findings) }
            }
            Source::File { path, reading } => {
                self.findings.report(|| DefinitionElsewhere {
                    at: path.at,
                    name: name.value.clone(),
                    path: path.value.clone(),
                });
                self.opened.elsewhere.push(Elsewhere { name: name.value, path: path.value, reading });
                return;
            }
            Source::Computed { at, by } => {
                self.findings.report(|| DefinitionNotComputed { at, name: name.value, by });
                return;
            }
        };
        self.opened.definitions.push(Definition { name: Some(name.value), parsed });
    }
}

/// Reads a definition that a string of the file holds.
fn embedded(text: Embedded, file: &Arc<str>, lines: &Arc<LineIndex>, mode: Mode) -> (Parsed, Findings) {
    let writing = text.writing;
    let (mut document, mut findings) = text.read(file, lines);
    document.mark_unknown(WrittenLater::Tags);
    findings.retain(|finding| finding.code != custom_tag::PAGE.code);
    let (flow, understood) = understand(&document, mode);
    findings.append(understood.each(|rule| Moved::understood(rule, writing)));
    (Parsed { document, flow, findings: told(findings.clone()) }, findings)
}
