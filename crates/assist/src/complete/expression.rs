//! Variables, their members and functions, in expressions and references.

use flowglass_expression::state_machine::{
    self, FUNCTION_DOCUMENTATION, FUNCTIONS, Signature, VARIABLE_DOCUMENTATION, Variable,
};
use flowglass_expression::{Member, PartKind, PathRoot, legacy};
use flowglass_flow::{Flow, Parsed, Span, StepId};

use super::{Completion, CompletionKind, Context, Documented};
use crate::data::{Inside, KnownMember, Surroundings, Values};
use crate::insert::Insert;
use crate::place::{Computed, Place, Source, Value};
use crate::probe::Probe;

/// Calls may lie in each other so deep. Source: [IO][FN].
const DEEPEST_CALL: usize = 10;

/// Lists what may be written at `offset` inside the expression or reference there.
pub(super) fn complete(
    probe: &Probe,
    parsed: &Parsed,
    offset: usize,
    context: &Context<'_>,
    value: Value,
) -> Vec<Completion> {
    let text = &parsed.document.text;
    let Some(before) = text.get(probe.token.span.start as usize..offset) else { return Vec::new() };
    let before = before.strip_prefix(['"', '\'']).unwrap_or(before);
    if in_string(before) {
        return Vec::new();
    }
    let (path, word) = Path::at_the_end_of(before);
    let after = text.get(offset..).unwrap_or_default();
    let rest = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
    let rest = if offset < probe.token.span.end as usize || probe.token.block { rest } else { 0 };
    let mut offer = Offer {
        probe,
        context,
        span: Span::new(offset - word.len(), offset + rest),
        lead: if probe.token.needs_blank { " " } else { "" },
        list: Vec::new(),
    };
    let Some(variables) = variables(probe, parsed, context, value) else { return Vec::new() };
    match path {
        Some(path) => offer.members(&path, &variables, value),
        None => {
            let opened = before.matches('(').count().saturating_sub(before.matches(')').count());
            offer.beginnings(value, &variables, before, word, opened);
        }
    }
    offer.list
}

/// Tells whether a string is open at the end of an expression's beginning.
fn in_string(text: &str) -> bool {
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None => {}
        }
    }
    quote.is_some()
}

/// A path that ends in the point after which a member is typed.
struct Path<'text> {
    root: &'text str,
    /// From the root up to the point.
    text: &'text str,
}

impl<'text> Path<'text> {
    /// The path whose next member is typed at the end of `text`, if one is, and the word that is there of it.
    fn at_the_end_of(text: &'text str) -> (Option<Self>, &'text str) {
        let in_word = |c: char| c.is_alphanumeric() || c == '_';
        let start = text.trim_end_matches(in_word).len();
        let word = &text[start..];
        let head = &text[..start];
        if let Some(head) = head.strip_suffix('.')
            && let Some(dollar) = head.rfind('$')
        {
            let path = &head[dollar..];
            let root = path[1..].find(|c: char| !in_word(c)).map_or(path, |end| &path[..=end]);
            let rest = &path[root.len()..];
            let whole = rest.chars().all(|c| in_word(c) || matches!(c, '.' | '-' | '[' | ']' | '"' | '\'' | '`' | '*'));
            if whole {
                return (Some(Self { root, text: path }), word);
            }
        }
        let dollar = if head.ends_with('$') { start - 1 } else { start };
        (None, &text[dollar..])
    }
}

/// The values that the expression may speak of.
fn variables(probe: &Probe, parsed: &Parsed, context: &Context<'_>, value: Value) -> Option<Values> {
    let (flow, step) = step_here(probe, parsed);
    let surroundings = Surroundings { flow: flow?, step, input: context.input, recorded: context.recorded };
    match value {
        Value::Expression(at) => {
            let sees_globals = at != Computed::Items && !in_distributed(probe);
            Some(Values::of_expression(&surroundings, at, sees_globals))
        }
        Value::Reference(at) => Some(Values::of_reference(&surroundings, at)),
        _ => None,
    }
}

/// The flow that knows the step at the cursor, and the step.
fn step_here<'a>(probe: &'a Probe, parsed: &'a Parsed) -> (Option<&'a Flow>, Option<StepId>) {
    let step = probe.spot.step().map(|(_, frame)| frame.mapping);
    let flow = probe.parsed.flow.as_ref();
    let at = step.map(|step| probe.document().node(step).at.start);
    let here = flow.and_then(|flow| flow.steps().find(|(_, step)| Some(step.at.start) == at).map(|(id, _)| id));
    match (flow, here) {
        (Some(flow), Some(here)) if flow.steps().len() >= parsed.flow.as_ref().map_or(0, |flow| flow.steps().len()) => {
            (Some(flow), Some(here))
        }
        _ => {
            // Only the way to the cursor could be read: the text as it is may know more.
            let whole = parsed.flow.as_ref().or(flow);
            (whole, whole.and_then(|flow| flow.step_at(probe.token.span.start as usize)))
        }
    }
}

fn in_distributed(probe: &Probe) -> bool {
    let document = probe.document();
    probe.spot.frames.iter().any(|frame| {
        frame.place == Place::State("Map")
            && frame.key == "Processor"
            && (crate::spot::child(document, frame.mapping, "ProcessorConfig").is_some())
    })
}

struct Offer<'a> {
    probe: &'a Probe,
    context: &'a Context<'a>,
    span: Span,
    lead: &'static str,
    list: Vec<Completion>,
}

impl Offer<'_> {
    fn add(
        &mut self,
        label: &str,
        kind: CompletionKind,
        span: Span,
        insert: Insert,
        detail: &str,
        about: Option<Documented>,
    ) {
        let token = &self.probe.token;
        // In brackets or braces, and in double quotes, some characters would end the value.
        let ends = token.flow && token.quote.is_none() && insert.text.contains([',', '[', ']', '{', '}']);
        let quoted = match token.quote {
            Some(quote) => insert.text.contains(quote),
            None => insert.text.contains(": ") || insert.text.contains(" #"),
        };
        if ends || (quoted && !token.block) {
            return;
        }
        let mut insert = insert;
        if !self.lead.is_empty() {
            insert.text.insert_str(0, self.lead);
            insert.stops.iter_mut().for_each(|stop| *stop = stop.start + 1..stop.end + 1);
        }
        let rank = self.list.len() as u32;
        let (label, detail) = (label.to_owned(), detail.to_owned());
        self.list.push(Completion { label, kind, span, insert, detail, about, rank });
    }

    /// Variables and functions, where no path has begun.
    fn beginnings(&mut self, value: Value, variables: &Values, before: &str, word: &str, opened: usize) {
        let head = before[..before.len() - word.len()].trim_end();
        // Behind a value comes an operator, not another value.
        if head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '"' | '\'' | '`' | '_'))
            && !head.ends_with(" in")
        {
            return;
        }
        let reference = matches!(value, Value::Reference(at) if at != Source::Condition);
        if reference && !head.is_empty() {
            return;
        }
        for root in variables.roots() {
            let name = root.name;
            let documentation = match value {
                Value::Expression(_) => VARIABLE_DOCUMENTATION.iter().find(|about| about.name == name),
                _ => legacy::ROOT_DOCUMENTATION.iter().find(|about| about.name == name),
            };
            let about = documentation.map(|about| Documented::of(about, self.context.language));
            self.add(name, CompletionKind::Variable, self.span, Insert::plain(name), root.kind(), about);
        }
        if !matches!(value, Value::Expression(_)) || word.starts_with('$') || opened >= DEEPEST_CALL {
            return;
        }
        for (signature, documentation) in FUNCTIONS.iter().zip(&FUNCTION_DOCUMENTATION) {
            let about = Some(Documented::of(documentation, self.context.language));
            let detail = format!("({}): {}", signature.parameters, signature.result);
            self.add(signature.name, CompletionKind::Function, self.span, self.call(signature), &detail, about);
        }
    }

    /// A call with arguments to begin with.
    fn call(&self, signature: &Signature) -> Insert {
        // A string needs quotes that do not end the value it stands in.
        let quote = if self.probe.token.quote == Some('"') { '`' } else { '"' };
        let mut insert = Insert::plain(format!("{}(", signature.name));
        let parameters = signature.parameters.split(", ").filter(|parameter| !parameter.is_empty());
        for (index, parameter) in parameters.enumerate() {
            let (name, kind) = parameter.split_once(": ").unwrap_or((parameter, "any"));
            let sample = match (name, kind) {
                ("template", _) => format!("{quote}{{}}{quote}"),
                ("algorithm", _) => format!("{quote}SHA-256{quote}"),
                ("delimiter", _) => format!("{quote},{quote}"),
                ("pattern", _) => format!("{quote}^a{quote}"),
                (_, "number") => index.to_string(),
                _ => "$Input".to_owned(),
            };
            if index > 0 {
                insert.push(", ");
            }
            let start = insert.text.len();
            insert.push(&sample);
            insert.stops.push(start..insert.text.len());
        }
        insert.push(")");
        insert
    }

    /// The members of what the path leads to.
    fn members(&mut self, path: &Path<'_>, variables: &Values, value: Value) {
        let (inside, legacy) = match value {
            Value::Reference(_) => {
                let Ok(reference) = legacy::Reference::parse(path.text) else { return };
                (variables.inside(path.root, reference.path().segments), true)
            }
            _ => {
                let Ok(expression) = state_machine::Expression::parse(path.text) else { return };
                let parts = expression.parts();
                let Some(PartKind::Path(parsed)) = parts.first().map(|part| &part.kind) else { return };
                if parsed.root == PathRoot::Unknown {
                    return;
                }
                (variables.inside(path.root, parsed.segments), false)
            }
        };
        let documented = members_of_context(path, legacy);
        match inside {
            Inside::Object(members) => {
                for KnownMember { key, kind } in members {
                    let about = documented.iter().find(|(name, _)| *name == key);
                    let detail = about.map_or(kind, |(_, member)| member.kind);
                    let about = about.map(|(_, member)| Documented::of(&member.about, self.context.language));
                    self.member(&key, detail, about, legacy);
                }
            }
            Inside::List(detail) => {
                self.bracketed("[0]", detail);
                if legacy {
                    self.bracketed("[*]", "array");
                }
            }
            Inside::Nothing => {}
        }
    }

    /// A member by its name, after a point where that can be written, else in brackets.
    fn member(&mut self, key: &str, detail: &str, about: Option<Documented>, legacy: bool) {
        let first = key.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let plain = first && key.chars().all(|c| c.is_alphanumeric() || c == '_' || (c == '-' && !legacy));
        if plain {
            self.add(key, CompletionKind::Member, self.span, Insert::plain(key), detail, about);
        } else if !key.contains(['"', '\\']) && !key.chars().any(char::is_control) {
            let quote = if self.probe.token.quote == Some('"') { '`' } else { '"' };
            let written = format!("[{quote}{key}{quote}]");
            let span = Span::new((self.span.start as usize).saturating_sub(1), self.span.end as usize);
            self.add(key, CompletionKind::Member, span, Insert::plain(written), detail, about);
        }
    }

    /// An element; the point before it goes.
    fn bracketed(&mut self, text: &str, detail: &str) {
        let span = Span::new((self.span.start as usize).saturating_sub(1), self.span.end as usize);
        self.add(text, CompletionKind::Member, span, Insert::plain(text), detail, None);
    }
}

/// The documented members below the path, when it leads into the context.
fn members_of_context(path: &Path<'_>, legacy: bool) -> Vec<(&'static str, &'static Member)> {
    let all: &'static [Member] = match (legacy, path.root) {
        (false, root) if root == Variable::Context.text() => &state_machine::CONTEXT_MEMBERS,
        (true, "$context") => &legacy::CONTEXT_MEMBERS,
        _ => return Vec::new(),
    };
    let below = path.text[path.root.len()..].trim_start_matches('.');
    let inner = |member: &'static Member| {
        let rest = if below.is_empty() {
            member.about.name
        } else {
            member.about.name.strip_prefix(below)?.strip_prefix('.')?
        };
        (!rest.contains('.')).then_some((rest, member))
    };
    all.iter().filter_map(inner).collect()
}
