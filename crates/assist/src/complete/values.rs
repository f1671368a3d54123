//! Values at the cursor: words, types, names of steps and errors, actions, resources.

use flowglass_flow::services::{self, Resource};
use flowglass_flow::{Dialect, Flow, Mode, Parsed, Pattern, StepKind, Value as Written, Words, keys};

use super::keys::missing_entries;
use super::{Completion, CompletionKind, Context, Documented, expression};
use crate::compose::Composer;
use crate::documentation::{self, About, Parameter, Sample};
use crate::insert::{Insert, Piece};
use crate::place::{Place, Value};
use crate::probe::Probe;
use crate::quote::{Style, scalar};
use crate::spot::What;

const IN_THIS_FLOW: Words = Words::new("in this flow", "本流程中");

/// Lists the values that may stand at the cursor.
pub(super) fn complete(probe: &Probe, parsed: &Parsed, offset: usize, context: &Context<'_>) -> Vec<Completion> {
    let What::Value(value) = probe.spot.what else { return Vec::new() };
    let mut offer = Offer { probe, context, list: Vec::new() };
    match value {
        Value::Expression(_) | Value::Reference(_) => {
            offer.parameter_words();
            offer.list.extend(expression::complete(probe, parsed, offset, context, value));
        }
        _ if probe.token.block => {}
        Value::Words(words) => offer.words(words),
        Value::Type => offer.types(parsed),
        Value::Step | Value::Start => offer.names(value),
        Value::Errors => offer.errors(parsed),
        Value::True => offer.plain("true", CompletionKind::Word, "", None),
        Value::Action(dialect) => offer.actions(dialect),
        Value::Arn => offer.resources(),
        Value::Mapping(Place::Constructor(_)) => offer.parameter_words(),
        Value::Declared | Value::Text | Value::Number(_) | Value::List(_) | Value::Mapping(_) | Value::Free => {}
    }
    offer.list
}

struct Offer<'a> {
    probe: &'a Probe,
    context: &'a Context<'a>,
    list: Vec<Completion>,
}

impl Offer<'_> {
    fn style(&self) -> Style {
        Style { quote: self.probe.token.quote, flow: self.probe.token.flow }
    }

    /// Adds a value as it is to be read; quotes are written where it needs them.
    fn plain(&mut self, text: &str, kind: CompletionKind, detail: &str, about: Option<&About>) {
        let written = if kind == CompletionKind::Word { text.to_owned() } else { scalar(text, self.style()) };
        self.add(text, kind, Insert::plain(written), detail, about);
    }

    fn add(&mut self, label: &str, kind: CompletionKind, mut insert: Insert, detail: &str, about: Option<&About>) {
        if self.probe.token.needs_blank {
            insert.text.insert(0, ' ');
            insert.stops.iter_mut().for_each(|stop| *stop = stop.start + 1..stop.end + 1);
        }
        let about = about.map(|about| Documented::new(about, self.context.language));
        let rank = self.list.len() as u32;
        let (label, detail) = (label.to_owned(), detail.to_owned());
        self.list.push(Completion { label, kind, span: self.probe.token.span, insert, detail, about, rank });
    }

    fn key(&self) -> &str {
        self.probe.spot.innermost().map_or("", |frame| &frame.key)
    }

    /// The text under a key of the step around.
    fn of_step(&self, key: &str) -> Option<String> {
        let (index, _) = self.probe.spot.step()?;
        self.probe.spot.text(self.probe.document(), index, key)
    }

    fn words(&mut self, words: &'static [&'static str]) {
        let patterns = match self.key() {
            "TaskMode" => self.of_step("Action").and_then(|name| services::modes(&name)),
            "pattern" => self.of_step("resourceArn").and_then(|arn| Resource::of(&arn)).map(Resource::patterns),
            _ => None,
        };
        let fits = |word: &str| {
            let supported = patterns.is_none_or(|patterns: &[Pattern]| {
                patterns.iter().any(|known| [known.state_machine_name(), known.legacy_name()].contains(&word))
            });
            supported
                && (self.key() != "TaskMode" || self.context.file.mode == Mode::Standard || word == "RequestComplete")
        };
        let words: Vec<_> = words.iter().filter(|word| fits(word)).collect();
        for word in words {
            let about = documentation::word(self.key(), word);
            self.plain(word, CompletionKind::Word, "", about);
        }
    }

    /// The types of steps, each with the keys that it needs and the step does not have.
    fn types(&mut self, parsed: &Parsed) {
        let dialect = self.probe.dialect();
        let types = match dialect {
            Dialect::Legacy => keys::LEGACY_TYPES,
            Dialect::StateMachine => keys::MACHINE_TYPES,
        };
        let document = self.probe.document();
        let spot = &self.probe.spot;
        let present = spot.all_keys(document);
        let own = self.of_step("Name").or_else(|| self.of_step("name"));
        let targets = spot.steps_in_scope(document, Value::Step).into_iter().map(|(name, _)| name);
        let targets: Vec<String> = targets.filter(|name| Some(name) != own.as_ref()).collect();
        let called = self.of_step("Action").or_else(|| self.of_step("resourceArn")).unwrap_or_default();
        for kind in types {
            let place = Place::step(dialect, kind);
            let mut composer =
                Composer::new(dialect, parsed.flow.as_ref(), targets.clone(), called.clone(), self.probe.token.flow);
            let missing = missing_entries(&mut composer, place, &present);
            let mut insert = Insert::plain(*kind);
            if !missing.is_empty() {
                self.behind(&mut insert, &missing);
            }
            let names: Vec<&str> = missing.iter().map(|(key, _)| key.as_str()).collect();
            let detail = if names.is_empty() { String::new() } else { format!("+ {}", names.join(", ")) };
            let about = documentation::kind(dialect, kind).map(|about| Documented::new(about, self.context.language));
            if self.probe.token.needs_blank {
                insert.text.insert(0, ' ');
                insert.stops.iter_mut().for_each(|stop| *stop = stop.start + 1..stop.end + 1);
            }
            // A type that has all the keys of the step is the likelier one.
            let fits = present.iter().all(|key| place.keys().contains(&key.as_str()));
            let rank = self.list.len() as u32 + if fits { 0 } else { 100 };
            self.list.push(Completion {
                label: (*kind).to_owned(),
                kind: CompletionKind::Word,
                span: self.probe.token.span,
                insert,
                detail,
                about,
                rank,
            });
        }
    }

    /// The steps that a jump may lead to; a jump to the step itself is most likely not meant.
    fn names(&mut self, value: Value) {
        let document = self.probe.document();
        let own = self.of_step("Name").or_else(|| self.of_step("name"));
        let inside = matches!(value, Value::Start);
        for (name, kind) in self.probe.spot.steps_in_scope(document, value) {
            if inside || Some(&name) != own.as_ref() {
                self.plain(&name, CompletionKind::Step, &kind, None);
            }
        }
    }

    /// Error names that are documented, that this flow raises, and that its other rules take.
    fn errors(&mut self, parsed: &Parsed) {
        for (name, about) in documentation::ERRORS {
            self.plain(name, CompletionKind::Error, "", Some(about));
        }
        let own = parsed.flow.as_ref().map(names_of_errors).unwrap_or_default();
        for name in own {
            if documentation::error(&name).is_none() {
                self.plain(&name, CompletionKind::Error, IN_THIS_FLOW.say(self.context.language), None);
            }
        }
    }

    fn actions(&mut self, dialect: Dialect) {
        match dialect {
            Dialect::Legacy => self.plain("fnf:StartExecution", CompletionKind::Word, "", None),
            Dialect::StateMachine => {
                for action in documentation::ACTIONS {
                    let (insert, detail) = self.with_parameters(action.name);
                    self.add(action.name, CompletionKind::Word, insert, &detail, Some(&action.about));
                }
            }
        }
    }

    /// An action with the parameters that it needs, when the step has none.
    fn with_parameters(&self, action: &str) -> (Insert, String) {
        let mut insert = Insert::plain(scalar(action, self.style()));
        let keys = self.probe.spot.all_keys(self.probe.document());
        if keys.iter().any(|key| key == "Parameters") {
            return (insert, String::new());
        }
        let mut composer =
            Composer::new(Dialect::StateMachine, None, Vec::new(), action.to_owned(), self.probe.token.flow);
        let Some(entry) = composer.entry(Place::State("Task"), "Parameters") else { return (insert, String::new()) };
        self.behind(&mut insert, &[entry]);
        (insert, "+ Parameters".to_owned())
    }

    /// Writes more keys of the same mapping behind a value.
    fn behind(&self, insert: &mut Insert, entries: &[(String, Piece)]) {
        let column = self.probe.token.column;
        if self.probe.token.flow {
            insert.push(", ");
            insert.flow_entries(entries);
        } else {
            insert.push(&format!("\n{}", " ".repeat(column)));
            insert.entries(entries, column);
        }
    }

    /// The forms of names of resources, with the parts to fill in.
    fn resources(&mut self) {
        if self.probe.dialect() == Dialect::Legacy {
            for target in documentation::LEGACY_TARGETS {
                self.resource(target.arn, &target.about);
            }
            return;
        }
        let called = self.of_step("Action").and_then(|name| documentation::action(&name));
        for action in
            documentation::ACTIONS.iter().filter(|action| called.is_none_or(|called| called.name == action.name))
        {
            for parameter in action.parameters.iter().filter(|parameter| parameter.name == "resourceArn") {
                if let Sample::One(forms) = parameter.sample {
                    forms.iter().for_each(|form| self.resource(form, &parameter.about));
                }
            }
        }
    }

    fn resource(&mut self, form: &str, about: &About) {
        let written = scalar(form, self.style());
        let blanks = ["NAME", "SERVICE", "FUNCTION", "FLOW", "QUEUE", "TOPIC"];
        let mut stops: Vec<_> =
            blanks.iter().filter_map(|word| written.find(word).map(|at| at..at + word.len())).collect();
        stops.sort_by_key(|stop| stop.start);
        self.add(form, CompletionKind::Word, Insert { text: written, stops }, "", Some(about));
    }

    /// The words that a parameter of the called operation chooses from.
    fn parameter_words(&mut self) {
        let Some(frame) = self.probe.spot.innermost() else { return };
        let parameters: &[Parameter] = match frame.place {
            Place::Parameters => self
                .of_step("Action")
                .and_then(|name| documentation::action(&name))
                .map_or(&[], |action| action.parameters),
            Place::ServiceParams => self
                .of_step("resourceArn")
                .and_then(|arn| documentation::legacy_target(&arn))
                .map_or(&[], |target| target.parameters),
            _ => return,
        };
        let Some(parameter) = parameters.iter().find(|parameter| parameter.name == frame.key) else { return };
        let Sample::One(words) = parameter.sample else { return };
        if words.len() > 1 {
            for word in words {
                let about = documentation::word(parameter.name, word).unwrap_or(&parameter.about);
                self.add(word, CompletionKind::Word, Insert::plain(scalar(word, self.style())), "", Some(about));
            }
        }
    }
}

/// The names of errors that steps raise and rules take, in the order of the text.
fn names_of_errors(flow: &Flow) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !name.is_empty() && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    };
    for (_, step) in flow.steps() {
        if let StepKind::Fail(fail) = &step.kind
            && let Some(Written::Constant(code)) = fail.code.as_ref().map(|code| &code.value)
        {
            code.as_str().into_iter().for_each(&mut add);
        }
        let rules =
            step.retry.iter().flat_map(|rule| &rule.errors).chain(step.catch.iter().flat_map(|rule| &rule.errors));
        rules.for_each(|error| add(&error.value));
    }
    names
}
