//! Writes mappings that stand as they are: whole steps, rules, branches, and keys with a value to begin with.

use std::collections::BTreeSet;

use flowglass_flow::{Dialect, Flow};

use crate::documentation::{self, Parameter, Sample};
use crate::insert::Piece;
use crate::place::{Computed, Place, Source, Value};
use crate::quote::{Style, scalar};

/// What is known of the surroundings of the text that is composed.
#[derive(Debug)]
pub(crate) struct Composer {
    dialect: Dialect,
    /// Where jumps may lead, as they are named.
    targets: Vec<String>,
    /// The names that steps have, and those that were given here.
    taken: BTreeSet<String>,
    /// What the task around calls.
    target: String,
    flow_style: bool,
}

type Entries = Vec<(String, Piece)>;

impl Composer {
    pub(crate) fn new(
        dialect: Dialect,
        flow: Option<&Flow>,
        targets: Vec<String>,
        target: String,
        flow_style: bool,
    ) -> Self {
        let taken = flow.into_iter().flat_map(Flow::steps).map(|(_, step)| step.name.value.clone()).collect();
        Self { dialect, targets, taken, target, flow_style }
    }

    /// A whole step of the type `kind`; `None` when it could not stand here.
    pub(crate) fn step(&mut self, kind: &'static str) -> Option<Entries> {
        self.mapping(Place::step(self.dialect, kind))
    }

    /// The keys that a mapping needs, with values to begin with.
    pub(crate) fn mapping(&mut self, place: Place) -> Option<Entries> {
        match place {
            Place::Branch | Place::Processor | Place::Flow => return self.scope(place),
            Place::Constructor(at) => {
                return Some(vec![("result.$".to_owned(), Piece::Stop(expression(at).to_owned()))]);
            }
            Place::Parameters => {
                let action = documentation::action(self.called());
                return Some(self.parameters(action.map_or(&[], |action| action.parameters), &["body"]));
            }
            Place::ServiceParams => {
                let target = documentation::legacy_target(self.called());
                return Some(self.parameters(target.map_or(&[], |target| target.parameters), &["Input"]));
            }
            Place::Unpublished => return Some(vec![("key".to_owned(), Piece::Stop("value".to_owned()))]),
            Place::ProcessorConfig => return Some(vec![self.entry(place, "ExecutionMode")?]),
            _ => {}
        }
        place.required().iter().map(|key| self.entry(place, key)).collect()
    }

    /// What the task around calls; the usual, when it does not say.
    fn called(&self) -> &str {
        match self.dialect {
            _ if !self.target.is_empty() => &self.target,
            Dialect::Legacy => documentation::LEGACY_TARGETS.first().map_or("", |target| target.arn),
            Dialect::StateMachine => documentation::ACTIONS.first().map_or("", |action| action.name),
        }
    }

    /// A key with a value to begin with; `None` when there is no value that could stand.
    pub(crate) fn entry(&mut self, place: Place, key: &'static str) -> Option<(String, Piece)> {
        Some((key.to_owned(), self.value(place, key)?))
    }

    /// A parameter of an operation with a value to begin with.
    pub(crate) fn parameter(&self, parameter: &Parameter) -> (String, Piece) {
        let value = match parameter.sample {
            Sample::One(texts) => Piece::Stop(texts.first().copied().unwrap_or_default().to_owned()),
            Sample::Input => Piece::Stop("$".to_owned()),
            Sample::Object => Piece::Map(vec![("key.$".to_owned(), Piece::Stop("$Input".to_owned()))]),
        };
        (parameter.name.to_owned(), value)
    }

    fn parameters(&self, parameters: &[Parameter], usual: &[&str]) -> Entries {
        let wanted = parameters.iter().filter(|parameter| parameter.required || usual.contains(&parameter.name));
        wanted.map(|parameter| self.parameter(parameter)).collect()
    }

    fn value(&mut self, place: Place, key: &'static str) -> Option<Piece> {
        let stop = |text: &str| Some(Piece::Stop(text.to_owned()));
        match place.value(key)? {
            Value::Words(words) => words.first().map(|word| Piece::Fixed((*word).to_owned())),
            Value::Type => place.kind().filter(|kind| !kind.is_empty()).map(|kind| Piece::Fixed(kind.to_owned())),
            Value::Declared => {
                let name = self.fresh(place.kind().unwrap_or_default());
                Some(Piece::Stop(name))
            }
            Value::Step | Value::Start => {
                let name = self.targets.first()?;
                Some(Piece::Stop(scalar(name, Style { quote: None, flow: self.flow_style })))
            }
            Value::Errors => Some(Piece::Bracketed(vec![Piece::Stop("FnF.ALL".to_owned())])),
            Value::True => Some(Piece::Fixed("true".to_owned())),
            Value::Number(number) => stop(number),
            Value::Action(Dialect::Legacy) => stop("fnf:StartExecution"),
            Value::Action(Dialect::StateMachine) => stop(self.called()),
            Value::Arn => documentation::LEGACY_TARGETS.first().and_then(|target| stop(target.arn)),
            Value::Expression(at) => stop(expression(at)),
            Value::Reference(_) if key == "timestamp" => stop("2030-01-01T00:00:00Z"),
            Value::Reference(source) => stop(reference(source)),
            Value::List(Place::LegacyMapping) => {
                let source = reference(Source::of_list(place == Place::LegacyFlow, key));
                let target = Piece::Stop("item".to_owned());
                let entries =
                    vec![("target".to_owned(), target), ("source".to_owned(), Piece::Stop(source.to_owned()))];
                Some(Piece::List(vec![Piece::Map(entries)]))
            }
            Value::List(place) => {
                let entries = match place {
                    Place::LegacyStep(_) => self.step("pass"),
                    Place::State(_) => self.step("Pass"),
                    place => self.mapping(place),
                }?;
                Some(Piece::List(vec![Piece::Map(entries)]))
            }
            Value::Mapping(place) => self.mapping(place).map(Piece::Map),
            Value::Text => stop(match key {
                "target" | "item" => "item",
                "index" => "index",
                "error" | "Code" => "Failed",
                "cause" | "Detail" => "why it failed",
                _ => "text",
            }),
            Value::Free => stop("value"),
        }
    }

    /// A scope with one state, which it begins with.
    fn scope(&mut self, place: Place) -> Option<Entries> {
        let state = self.step("Pass")?;
        let name = state.iter().find(|(key, _)| key == "Name").map(|(_, name)| name.clone())?;
        let name = match name {
            Piece::Stop(name) => Piece::Fixed(name),
            other => other,
        };
        let mut entries = Vec::new();
        if place == Place::Flow {
            for key in ["Type", "SpecVersion"] {
                entries.push(self.entry(place, key)?);
            }
            entries.push(("Name".to_owned(), Piece::Stop("my-flow".to_owned())));
        }
        entries.push(("StartAt".to_owned(), name));
        entries.push(("States".to_owned(), Piece::List(vec![Piece::Map(state)])));
        Some(entries)
    }

    /// A name that no step has: the type's, with a number when it is taken.
    fn fresh(&mut self, kind: &str) -> String {
        let base = if kind.is_empty() { "Step" } else { kind };
        let numbered = (2..).map(|number| format!("{base} {number}"));
        let mut names = std::iter::once(base.to_owned()).chain(numbered);
        // The numbers do not end before a free one.
        let name = names.find(|name| !self.taken.contains(name)).unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }
}

fn expression(at: Computed) -> &'static str {
    match at {
        Computed::Condition => "$Input.ready == true",
        Computed::Items => "$Input.items",
        Computed::Input | Computed::Parameters => "$Input",
        Computed::Output => "$Output",
        Computed::Caught => "$Context.Current.Error.Code",
        Computed::Item => "$Item",
    }
}

fn reference(source: Source) -> &'static str {
    match source {
        Source::FlowInput | Source::Input => "$input",
        Source::FlowOutput | Source::Output => "$local",
        Source::Error => "$local.error",
        Source::Condition => "$.ready == true",
        Source::Own => "$.items",
    }
}
