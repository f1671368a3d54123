//! `unknown-context-member`: a member of the context object that is not documented.

use flowglass_expression::state_machine::{self, Variable};
use flowglass_expression::{Language, Member, PathRoot, Segment, Step, closest, legacy};

use super::{one_of, quoted};
use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::reads::Read;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unknown-context-member",
    title: Words::new("A member of the context object that is not known", "上下文对象中未知的成员"),
    text: Words::new(
        "The new language documents what `$Context` has. Of the older language's `$context` only the members that samples use are known; the service may have others there. A member that is not there is null.",
        "新版语言的文档列出了 `$Context` 的成员。旧版语言的 `$context` 只知道示例中用到的成员，服务可能还有其他成员。不存在的成员为 null。",
    ),
    severities: &[Severity::Warning],
    source: "[DATA]; [CB], [EX:oss-copy], [EX:oss-batch-copy] in the older language; CHOICE 39",
    covers: &[],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, OutputConstructor: {id.$: $Context.Execution.Id}, End: true}\n",
            at: "Id",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, OutputConstructor: {id.$: $Context.Execution.Name}, End: true}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a, outputMappings: [{target: id, source: $context.execution.nam}]}\n",
            at: "nam",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a, outputMappings: [{target: id, source: $context.execution.name}]}\n",
        },
    ],
};

/// A path into the context object to a member that is not known.
pub(crate) struct UnknownContextMember {
    at: Span,
    /// The path up to and with the member.
    path: String,
    /// The members that stand beside it.
    beside: Vec<&'static str>,
    closest: Option<&'static str>,
    /// Set when the documentation lists all members.
    all_listed: bool,
}

impl UnknownContextMember {
    /// Reports the path if it leads into the context object and to nothing that is known.
    pub(crate) fn check(document: &Document, read: &Read<'_>, findings: &mut Findings) {
        let (members, all_listed): (&'static [Member], _) = match read.path.root {
            PathRoot::Variable(Variable::Context) => (&state_machine::CONTEXT_MEMBERS, true),
            PathRoot::Legacy(legacy::Root::Context) => (&legacy::CONTEXT_MEMBERS, false),
            PathRoot::Variable(_) | PathRoot::Legacy(_) | PathRoot::Unknown => return,
        };
        let Some((number, beside)) = unknown(members, read.path.segments) else { return };
        let Some(segment) = read.path.segments.get(number) else { return };
        findings.report(|| {
            let meant = match &segment.step {
                Step::Key(key) => {
                    let same = beside.iter().copied().find(|name| name.eq_ignore_ascii_case(key));
                    same.or_else(|| closest(key, beside.iter().copied()))
                }
                Step::Index(_) | Step::All => None,
            };
            Self {
                at: read.span(document, segment.name_at.clone()),
                path: read.written(number).to_owned(),
                beside,
                closest: meant,
                all_listed,
            }
        });
    }
}

/// The first part of the path that is no known member, and the members that are known there.
fn unknown(members: &'static [Member], path: &[Segment]) -> Option<(usize, Vec<&'static str>)> {
    let mut prefix = String::new();
    for (number, segment) in path.iter().enumerate() {
        let inner = |member: &'static Member| member.about.name.strip_prefix(prefix.as_str());
        let beside: Vec<&'static str> = members.iter().filter_map(inner).filter(|name| !name.contains('.')).collect();
        let free = members.iter().any(|member| {
            member.kind == "object" && prefix.strip_suffix('.') == Some(member.about.name) && beside.is_empty()
        });
        if free {
            return None;
        }
        match &segment.step {
            Step::All => return None,
            Step::Key(key) if beside.contains(&&**key) => {
                prefix.push_str(key);
                prefix.push('.');
            }
            Step::Key(_) | Step::Index(_) => return Some((number, beside)),
        }
    }
    None
}

impl Rule for UnknownContextMember {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let path = quoted(&self.path);
        let known: &[&str] = self.closest.as_ref().map_or(self.beside.as_slice(), std::slice::from_ref);
        let names = one_of(known, language);
        let why = if self.all_listed {
            Words::new(
                "The documentation lists the members of the context object [DATA]; what it does not have is null (CHOICE 39).",
                "文档列出了上下文对象的成员 [DATA]；不存在的成员为 null（CHOICE 39）。",
            )
        } else {
            Words::new(
                "It is none of the members that pages and samples use [CB][EX:oss-copy][EX:oss-batch-copy]; if the service does not have it, it is null.",
                "它不是文档和示例中用到的成员 [CB][EX:oss-copy][EX:oss-batch-copy]；如果服务没有它，则为 null。",
            )
        };
        match language {
            Language::English => Told::new(
                format!("the context object has no {path}"),
                why.say(language),
                if names.is_empty() {
                    "Nothing lies deeper here; end the path before it.".to_owned()
                } else {
                    format!("Write {names}.")
                },
            ),
            Language::Chinese => Told::new(
                format!("上下文对象没有 {path}"),
                why.say(language),
                if names.is_empty() {
                    "这里没有更深的内容；请在此之前结束路径。".to_owned()
                } else {
                    format!("请写 {names}。")
                },
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.map(|name| Fix::rewrite(self.at, name, false))
    }
}
