//! What stands at a place, explained.

use flowglass_expression::state_machine::{self, FUNCTION_DOCUMENTATION, FUNCTIONS, VARIABLE_DOCUMENTATION};
use flowglass_expression::{Documentation, Language, Member, Part, PartKind, legacy};
use flowglass_flow::{Document, Flow, NodeKind, Opened, Parsed, Span, StepId, StepKind, Value as Written};

use crate::complete::Documented;
use crate::documentation::{self, About};
use crate::file::definition_at;
use crate::outline::kind_word;
use crate::place::{Place, Source, Value};
use crate::spot::{Spot, What};
use crate::uses::named_in;

/// An explanation of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// What is explained.
    pub span: Span,
    /// Its name, as code.
    pub title: String,
    /// What it is.
    pub text: String,
    /// The tag of the page that it is known from; empty for what this flow itself says.
    pub source: String,
    /// The rules that found something here: title and text of each one's page, with its code.
    pub rules: Vec<HoverRule>,
}

/// What the documentation says of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct HoverRule {
    /// The rule's code.
    pub code: &'static str,
    /// What it finds.
    pub title: &'static str,
    /// When, why and what to do.
    pub text: &'static str,
}

/// Explains what stands at the byte `offset`.
pub fn hover(opened: &Opened, offset: usize, language: Language) -> Option<Hover> {
    let mut rules: Vec<HoverRule> = Vec::new();
    let mut found = None;
    for finding in opened.findings.iter().filter(|finding| finding.at.touches(offset) && !finding.at.is_empty()) {
        found = found.or(Some(finding.at));
        let page = finding.page();
        if rules.iter().all(|rule| rule.code != page.code) {
            rules.push(HoverRule { code: page.code, title: page.title.say(language), text: page.text.say(language) });
        }
    }
    let parsed = definition_at(opened, offset).map(|(_, parsed)| parsed);
    match parsed.and_then(|parsed| explained(parsed, offset, language)) {
        Some(hover) => Some(Hover { rules, ..hover }),
        None => {
            found.map(|span| Hover { span, title: String::new(), text: String::new(), source: String::new(), rules })
        }
    }
}

fn explained(parsed: &Parsed, offset: usize, language: Language) -> Option<Hover> {
    let flow = parsed.flow.as_ref()?;
    let document = &parsed.document;
    let spot = Spot::at(document, flow.dialect, offset)?;
    let at = document.node(spot.node).at;
    let frame = spot.innermost()?;
    let text = scalar_text(document, &spot)?;
    let about = |about: &About, title: &str| Hover {
        span: at,
        title: title.to_owned(),
        text: about.words.say(language).to_owned(),
        source: about.source.to_owned(),
        rules: Vec::new(),
    };
    match spot.what {
        What::Key => {
            let own = documentation::key_about(frame.place, &text);
            own.or_else(|| parameter_about(document, &spot, &text)).map(|found| about(found, &text))
        }
        What::Value(value) => match value {
            Value::Type => documentation::kind(frame.place.dialect(), &text).map(|found| about(found, &text)),
            Value::Words(_) => documentation::word(&frame.key, &text).map(|found| about(found, &text)),
            Value::Action(_) => documentation::action(&text).map(|action| about(&action.about, &text)),
            Value::Arn => documentation::legacy_target(&text).map(|target| about(&target.about, target.arn)),
            Value::Errors => documentation::error(&text)
                .map(|found| about(found, &text))
                .or_else(|| raised_here(flow, &text, at, language)),
            Value::Declared | Value::Step | Value::Start => {
                let named = named_in(parsed, offset)?;
                Some(step_hover(parsed, flow, named.step, at, &named.jumps, language))
            }
            Value::Expression(_) | Value::Reference(_) => expression(document, &spot, &text, offset, value, language),
            Value::Mapping(Place::Constructor(_)) => documentation::word(&frame.key, &text)
                .filter(|_| frame.place == Place::Parameters)
                .map(|found| about(found, &text)),
            _ => None,
        },
    }
}

fn scalar_text(document: &Document, spot: &Spot) -> Option<String> {
    match &document.node(spot.node).kind {
        NodeKind::Scalar(scalar) => Some(scalar.text().to_owned()),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
    }
}

/// The description of a parameter of what the task around calls.
fn parameter_about(document: &Document, spot: &Spot, key: &str) -> Option<&'static About> {
    let (step, _) = spot.step()?;
    let parameters = match spot.innermost()?.place {
        Place::Parameters => documentation::action(&spot.text(document, step, "Action")?)?.parameters,
        Place::ServiceParams => documentation::legacy_target(&spot.text(document, step, "resourceArn")?)?.parameters,
        _ => return None,
    };
    let name = key.strip_suffix(".$").unwrap_or(key);
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.about)
}

/// A step: what it is, where it stands, who leads to it.
fn step_hover(parsed: &Parsed, flow: &Flow, id: StepId, span: Span, jumps: &[Span], language: Language) -> Hover {
    let step = flow.step(id);
    let document = &parsed.document;
    let line = |at: Span| document.lines.line_of(at.start as usize) + 1;
    let kind = kind_word(flow.dialect, &step.kind);
    let declared = line(step.name.at);
    let lines: Vec<String> = jumps.iter().map(|jump| line(*jump).to_string()).collect();
    let mut text = match language {
        Language::English => format!("{kind}, declared in line {declared}. "),
        Language::Chinese => format!("{kind}，在第 {declared} 行声明。"),
    };
    text.push_str(&match (language, lines.is_empty()) {
        (Language::English, true) => "No jump names it.".to_owned(),
        (Language::English, false) => {
            format!("Named by jumps in {} {}.", if lines.len() == 1 { "line" } else { "lines" }, lines.join(", "))
        }
        (Language::Chinese, true) => "没有跳转引用它。".to_owned(),
        (Language::Chinese, false) => format!("第 {} 行的跳转引用了它。", lines.join("、")),
    });
    if let Some(description) = &step.description {
        text.push('\n');
        text.push_str(description);
    }
    Hover { span, title: step.name.value.clone(), text, source: String::new(), rules: Vec::new() }
}

/// An error that a step of this flow raises.
fn raised_here(flow: &Flow, name: &str, span: Span, language: Language) -> Option<Hover> {
    let raises = |(_, step): &(StepId, &flowglass_flow::Step)| match &step.kind {
        StepKind::Fail(fail) => match fail.code.as_ref().map(|code| &code.value) {
            Some(Written::Constant(code)) => code.as_str() == Some(name),
            _ => false,
        },
        _ => false,
    };
    let (_, step) = flow.steps().find(raises)?;
    let text = match language {
        Language::English => format!("Raised by the step \"{}\" of this flow.", step.name.value),
        Language::Chinese => format!("由本流程的步骤“{}”抛出。", step.name.value),
    };
    Some(Hover { span, title: name.to_owned(), text, source: String::new(), rules: Vec::new() })
}

/// The part of an expression at the place: a function, a variable, a member of the context.
fn expression(
    document: &Document,
    spot: &Spot,
    text: &str,
    offset: usize,
    value: Value,
    language: Language,
) -> Option<Hover> {
    let place = |range: std::ops::Range<usize>| document.part_of_scalar(spot.node, range);
    let touched = |range: &std::ops::Range<usize>| place(range.clone()).touches(offset);
    let told = |about: &Documentation, title: String, at: std::ops::Range<usize>| {
        let documented = Documented::of(about, language);
        Hover { span: place(at), title, text: documented.text, source: documented.source, rules: Vec::new() }
    };
    let explain = |parts: &[Part<'_>], roots: &[Documentation], members: &[Member], context: &str| {
        parts.iter().rev().find_map(|part| match &part.kind {
            PartKind::Call(call) if touched(&call.name_at) => {
                let index = FUNCTIONS.iter().position(|function| function.name == call.name)?;
                Some(told(&FUNCTION_DOCUMENTATION[index], FUNCTIONS[index].text(), call.name_at.clone()))
            }
            PartKind::Path(path) if touched(&part.at) => {
                let root = path.root.text()?;
                if touched(&path.root_at) || root != context {
                    let about = roots.iter().find(|about| about.name == root)?;
                    return Some(told(about, root.to_owned(), path.root_at.clone()));
                }
                let end = path.segments.iter().position(|segment| touched(&segment.name_at))?;
                let name = text.get(path.root_at.end + 1..path.segments[end].at.end)?;
                let member = members.iter().find(|member| member.about.name == name)?;
                let at = path.root_at.start..path.segments[end].at.end;
                Some(told(&member.about, format!("{context}.{name}: {}", member.kind), at))
            }
            _ => None,
        })
    };
    match value {
        Value::Expression(_) => {
            let expression = state_machine::Expression::parse(text).ok()?;
            explain(&expression.parts(), &VARIABLE_DOCUMENTATION, &state_machine::CONTEXT_MEMBERS, "$Context")
        }
        Value::Reference(Source::Condition) => {
            let condition = legacy::Condition::parse(text).ok()?;
            explain(&condition.parts(), &legacy::ROOT_DOCUMENTATION, &legacy::CONTEXT_MEMBERS, "$context")
        }
        _ => {
            let reference = legacy::Reference::parse(text).ok()?;
            let path = reference.path();
            let part = Part { at: 0..text.len(), calls_around: 0, kind: PartKind::Path(path) };
            explain(&[part], &legacy::ROOT_DOCUMENTATION, &legacy::CONTEXT_MEMBERS, "$context")
        }
    }
}
