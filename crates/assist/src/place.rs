//! The kinds of mapping that a definition is made of, and what stands under each of their keys.
//!
//! This is the grammar that the completion, the hover and their documentation share. It is read off the key tables of
//! the reader, so what is offered here is what the reader takes.

use flowglass_flow::{Dialect, keys};

/// A kind of mapping in a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The outermost mapping of the older language.
    LegacyFlow,
    /// A step of one type of the older language; the type is empty while nothing known is written.
    LegacyStep(&'static str),
    /// An entry of `inputMappings` and its likes.
    LegacyMapping,
    /// An entry of `retry`.
    LegacyRetry,
    /// An entry of `catch`.
    LegacyCatch,
    /// An entry of `choices`.
    LegacyArm,
    /// `default`.
    LegacyDefault,
    /// An entry of `branches`.
    LegacyBranch,
    /// `iterationMapping`.
    LegacyIteration,
    /// `serviceParams`.
    ServiceParams,
    /// The outermost mapping of the new language.
    Flow,
    /// A state of one type; the type is empty while nothing known is written.
    State(&'static str),
    /// An entry of `Retry`.
    Retry,
    /// An entry of `Catch`.
    Catch,
    /// An entry of a Choice's `Branches`.
    Arm,
    /// An entry of a Parallel's `Branches`.
    Branch,
    /// `Processor`.
    Processor,
    /// `ProcessorConfig`.
    ProcessorConfig,
    /// A constructor, at any depth.
    Constructor(Computed),
    /// `Parameters` itself, not what lies deeper in it.
    Parameters,
    /// What reads, groups, limits or writes the items of a distributed Map: its keys are not published.
    Unpublished,
}

/// Where an expression of the new language stands, which decides what it may speak of.
///
/// Source: `state-machine.md` 3.2 and 11 (rules 24 and 25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Computed {
    /// `Condition`.
    Condition,
    /// `ItemsPath`.
    Items,
    /// `InputConstructor`.
    Input,
    /// `Parameters`, and numbers and texts that a state computes before it runs.
    Parameters,
    /// `OutputConstructor` and `GlobalConstructor`.
    Output,
    /// `OutputConstructor` of a catch rule: there is no output.
    Caught,
    /// `ItemConstructor`.
    Item,
}

/// Where a reference of the older language stands.
///
/// Source: `fdl-v1.md` 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// `inputMappings` of the flow.
    FlowInput,
    /// `outputMappings` of the flow.
    FlowOutput,
    /// `inputMappings` of a step.
    Input,
    /// `outputMappings` of a step.
    Output,
    /// `errorMappings`.
    Error,
    /// `condition`: an expression over `$`.
    Condition,
    /// `collection`, `duration`, `timestamp`, `serviceParams`: a path into `$`.
    Own,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// One of these words; the first is the usual one.
    Words(&'static [&'static str]),
    /// The type of a step or state.
    Type,
    /// The name that a step declares.
    Declared,
    /// The name of a step of the same scope.
    Step,
    /// The name of a state of the scope that this mapping opens.
    Start,
    /// A list of error names.
    Errors,
    /// `true`; `false` is the same as nothing.
    True,
    /// Text that nothing is known about.
    Text,
    /// A number, with one that is in range.
    Number(&'static str),
    /// The product and operation that a task calls.
    Action(Dialect),
    /// The name of a resource.
    Arn,
    /// An expression of the new language.
    Expression(Computed),
    /// A reference of the older language.
    Reference(Source),
    /// A list of mappings.
    List(Place),
    /// A mapping.
    Mapping(Place),
    /// Anything.
    Free,
}

impl Source {
    /// What the sources of a list of mappings may speak of: a list of the flow itself, or of a step.
    pub(crate) fn of_list(of_flow: bool, key: &str) -> Self {
        match (of_flow, key) {
            (true, "inputMappings") => Self::FlowInput,
            (true, _) => Self::FlowOutput,
            (false, "outputMappings") => Self::Output,
            (false, "errorMappings") => Self::Error,
            (false, _) => Self::Input,
        }
    }
}

impl Place {
    /// The language that the mapping belongs to.
    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Self::LegacyFlow
            | Self::LegacyStep(_)
            | Self::LegacyMapping
            | Self::LegacyRetry
            | Self::LegacyCatch
            | Self::LegacyArm
            | Self::LegacyDefault
            | Self::LegacyBranch
            | Self::LegacyIteration
            | Self::ServiceParams => Dialect::Legacy,
            Self::Flow
            | Self::State(_)
            | Self::Retry
            | Self::Catch
            | Self::Arm
            | Self::Branch
            | Self::Processor
            | Self::ProcessorConfig
            | Self::Constructor(_)
            | Self::Parameters
            | Self::Unpublished => Dialect::StateMachine,
        }
    }

    /// The mapping of a whole step of `dialect` whose type is the word `kind`.
    pub(crate) fn step(dialect: Dialect, kind: &str) -> Self {
        let known = |types: &[&'static str]| types.iter().copied().find(|name| *name == kind).unwrap_or_default();
        match dialect {
            Dialect::Legacy => Self::LegacyStep(if kind == "loop" { "loop" } else { known(keys::LEGACY_TYPES) }),
            Dialect::StateMachine => Self::State(known(keys::MACHINE_TYPES)),
        }
    }

    /// The type, where this is a whole step.
    pub(crate) fn kind(self) -> Option<&'static str> {
        match self {
            Self::LegacyStep(kind) | Self::State(kind) => Some(kind),
            _ => None,
        }
    }

    /// The keys that the reader takes here; none where the author chooses the keys.
    pub(crate) fn keys(self) -> Vec<&'static str> {
        match self {
            Self::LegacyFlow => keys::LEGACY_FLOW.to_vec(),
            Self::LegacyStep(kind) => keys::legacy_step(kind),
            Self::LegacyMapping => keys::LEGACY_MAPPING.to_vec(),
            Self::LegacyRetry => keys::LEGACY_RETRY.to_vec(),
            Self::LegacyCatch => keys::LEGACY_CATCH.to_vec(),
            Self::LegacyArm => keys::LEGACY_ARM.to_vec(),
            Self::LegacyDefault => keys::LEGACY_DEFAULT.to_vec(),
            Self::LegacyBranch => keys::LEGACY_BRANCH.to_vec(),
            Self::LegacyIteration => keys::LEGACY_ITERATION.to_vec(),
            Self::Flow => keys::MACHINE_FLOW.to_vec(),
            Self::State(kind) => keys::machine_state(kind),
            Self::Retry => keys::MACHINE_RETRY.to_vec(),
            Self::Catch => keys::MACHINE_CATCH.to_vec(),
            Self::Arm => keys::MACHINE_ARM.to_vec(),
            Self::Branch => keys::MACHINE_BRANCH.to_vec(),
            Self::Processor => keys::MACHINE_PROCESSOR.to_vec(),
            Self::ProcessorConfig => keys::MACHINE_PROCESSOR_CONFIG.to_vec(),
            Self::ServiceParams | Self::Constructor(_) | Self::Parameters | Self::Unpublished => Vec::new(),
        }
    }

    /// The keys without which the mapping is refused, in the order in which one writes them. Of two that exclude each
    /// other, the one that can always be written stands here.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            Self::LegacyFlow => &["version", "type", "steps"],
            Self::LegacyStep("task") => &["type", "name", "resourceArn"],
            Self::LegacyStep("wait") => &["type", "name", "duration"],
            Self::LegacyStep("choice") => &["type", "name", "choices"],
            Self::LegacyStep("parallel") => &["type", "name", "branches"],
            Self::LegacyStep("foreach") => &["type", "name", "iterationMapping", "steps"],
            Self::LegacyStep("fail") => &["type", "name", "error", "cause"],
            Self::LegacyStep(_) => &["type", "name"],
            Self::LegacyMapping => &["target", "source"],
            Self::LegacyRetry => &["errors"],
            Self::LegacyCatch => &["errors", "goto"],
            Self::LegacyArm => &["condition", "steps"],
            Self::LegacyDefault | Self::LegacyBranch => &["steps"],
            Self::LegacyIteration => &["collection", "item"],
            Self::Flow => &["Type", "SpecVersion", "Name", "StartAt", "States"],
            Self::State("Pass") => &["Type", "Name", "End"],
            Self::State("Task") => &["Type", "Name", "Action", "Parameters", "End"],
            Self::State("Wait") => &["Type", "Name", "Seconds", "End"],
            Self::State("Choice") => &["Type", "Name", "Branches", "Default"],
            Self::State("Parallel") => &["Type", "Name", "Branches", "End"],
            Self::State("Map") => &["Type", "Name", "ItemsPath", "Processor", "End"],
            Self::State("Fail") => &["Type", "Name", "Code", "Detail"],
            Self::State(_) => &["Type", "Name"],
            Self::Retry => &["Errors", "MaxAttempts", "IntervalSeconds"],
            Self::Catch => &["Errors", "Next"],
            Self::Arm => &["Condition", "Next"],
            Self::Branch | Self::Processor => &["StartAt", "States"],
            Self::ProcessorConfig
            | Self::ServiceParams
            | Self::Constructor(_)
            | Self::Parameters
            | Self::Unpublished => &[],
        }
    }

    /// What stands under `key`; `None` for a key that this mapping does not have.
    pub(crate) fn value(self, key: &str) -> Option<Value> {
        match self {
            Self::Constructor(at) if key.ends_with(".$") => return Some(Value::Expression(at)),
            Self::Constructor(at) => return Some(Value::Mapping(Self::Constructor(at))),
            Self::Parameters if key.ends_with(".$") => return Some(Value::Expression(Computed::Parameters)),
            Self::Parameters if key == "resourceArn" => return Some(Value::Arn),
            Self::Parameters => return Some(Value::Mapping(Self::Constructor(Computed::Parameters))),
            Self::ServiceParams => return Some(Value::Reference(Source::Own)),
            Self::Unpublished => return Some(Value::Free),
            _ => {}
        }
        let known = if self.kind() == Some("") { self.keys_of_any_kind() } else { self.keys() };
        if !known.contains(&key) {
            return None;
        }
        Some(if self.dialect() == Dialect::Legacy { self.legacy_value(key) } else { self.machine_value(key) })
    }

    fn keys_of_any_kind(self) -> Vec<&'static str> {
        match self.dialect() {
            Dialect::Legacy => keys::LEGACY_TYPES.iter().flat_map(|kind| keys::legacy_step(kind)).collect(),
            Dialect::StateMachine => keys::MACHINE_TYPES.iter().flat_map(|kind| keys::machine_state(kind)).collect(),
        }
    }

    fn legacy_value(self, key: &str) -> Value {
        match key {
            "version" => Value::Words(&["v1"]),
            "type" if self == Self::LegacyFlow => Value::Words(&["flow"]),
            "type" => Value::Type,
            "name" if self != Self::LegacyFlow => Value::Declared,
            "steps" => Value::List(Self::LegacyStep("")),
            "inputMappings" | "outputMappings" | "errorMappings" => Value::List(Self::LegacyMapping),
            "timeoutSeconds" => Value::Number("60"),
            "end" => Value::True,
            "source" => Value::Reference(Source::Input),
            "errors" => Value::Errors,
            "intervalSeconds" => Value::Number("1"),
            "maxIntervalSeconds" => Value::Number("60"),
            "maxAttempts" => Value::Number("3"),
            "multiplier" => Value::Number("2"),
            "goto" => Value::Step,
            "condition" => Value::Reference(Source::Condition),
            "collection" | "timestamp" => Value::Reference(Source::Own),
            "duration" => Value::Number("10"),
            "resourceArn" => Value::Arn,
            "action" => Value::Action(Dialect::Legacy),
            "pattern" => Value::Words(&["requestResponse", "sync", "waitForCallback"]),
            "serviceParams" => Value::Mapping(Self::ServiceParams),
            "retry" => Value::List(Self::LegacyRetry),
            "catch" => Value::List(Self::LegacyCatch),
            "choices" => Value::List(Self::LegacyArm),
            "default" => Value::Mapping(Self::LegacyDefault),
            "branches" => Value::List(Self::LegacyBranch),
            "iterationMapping" => Value::Mapping(Self::LegacyIteration),
            _ => Value::Text,
        }
    }

    fn machine_value(self, key: &str) -> Value {
        match key {
            "Type" if self == Self::Flow => Value::Words(&["StateMachine"]),
            "Type" => Value::Type,
            "SpecVersion" => Value::Words(&["v1"]),
            "Name" if self != Self::Flow => Value::Declared,
            "StartAt" => Value::Start,
            "States" => Value::List(Self::State("")),
            "Timeout" => Value::Number("60"),
            "Timeout.$" | "Seconds.$" | "Code.$" | "Detail.$" | "UntilDateTime.$" => {
                Value::Expression(Computed::Parameters)
            }
            "InputConstructor" => Value::Mapping(Self::Constructor(Computed::Input)),
            "OutputConstructor" if self == Self::Catch => Value::Mapping(Self::Constructor(Computed::Caught)),
            "OutputConstructor" | "GlobalConstructor" => Value::Mapping(Self::Constructor(Computed::Output)),
            "ItemConstructor" => Value::Mapping(Self::Constructor(Computed::Item)),
            "Next" | "Default" => Value::Step,
            "End" => Value::True,
            "Retry" => Value::List(Self::Retry),
            "Catch" => Value::List(Self::Catch),
            "Action" => Value::Action(Dialect::StateMachine),
            "TaskMode" => Value::Words(&["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"]),
            "Parameters" => Value::Mapping(Self::Parameters),
            "Branches" if self == Self::State("Parallel") => Value::List(Self::Branch),
            "Branches" => Value::List(Self::Arm),
            "ItemsPath" => Value::Expression(Computed::Items),
            "Processor" => Value::Mapping(Self::Processor),
            "ProcessorConfig" => Value::Mapping(Self::ProcessorConfig),
            "ExecutionMode" => Value::Words(&["Express", "Standard"]),
            "Mode" => Value::Words(&["Distributed", "Inline"]),
            "MaxConcuccency" | "MaxConcurrency" => Value::Number("5"),
            "ItemReader" | "ItemBatcher" | "ResultWriter" => Value::Mapping(Self::Unpublished),
            "MaxItems" => Value::Number("1000"),
            "ToleratedFailurePercentage" => Value::Number("10"),
            "ToleratedFailureCount" => Value::Number("1"),
            "Seconds" => Value::Number("10"),
            "Errors" => Value::Errors,
            "MaxAttempts" => Value::Number("3"),
            "IntervalSeconds" => Value::Number("1"),
            "BackoffRate" => Value::Number("2"),
            "MaxBackoffSeconds" => Value::Number("60"),
            "Condition" => Value::Expression(Computed::Condition),
            _ => Value::Text,
        }
    }
}

/// The keys that say the same in two ways, or only one of which may stand: where one is, the others are not offered.
pub(crate) const PARTNERS: [&[&str]; 8] = [
    &["Next", "End"],
    &["resourceArn", "action"],
    &["duration", "timestamp"],
    &["Timeout", "Timeout.$"],
    &["Seconds", "Seconds.$", "UntilDateTime", "UntilDateTime.$"],
    &["Code", "Code.$"],
    &["Detail", "Detail.$"],
    &["MaxConcuccency", "MaxConcurrency"],
];

/// Keys that are read and never offered: retired, misspelled on purpose, or with a finding of their own.
///
/// Source: CHOICE 12 and 21, `fdl-v1.md` 2.
pub(crate) const NEVER_OFFERED: [&str; 4] = ["UntilDateTime", "UntilDateTime.$", "MaxConcurrency", "loop"];

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Every place whose keys the reader knows.
    pub(crate) fn every() -> Vec<Place> {
        use Place as P;
        let mut places = vec![
            P::LegacyFlow,
            P::LegacyStep("loop"),
            P::LegacyMapping,
            P::LegacyRetry,
            P::LegacyCatch,
            P::LegacyArm,
            P::LegacyDefault,
            P::LegacyBranch,
            P::LegacyIteration,
            P::Flow,
            P::Retry,
            P::Catch,
            P::Arm,
            P::Branch,
            P::Processor,
            P::ProcessorConfig,
        ];
        places.extend(keys::LEGACY_TYPES.iter().map(|kind| P::LegacyStep(kind)));
        places.extend(keys::MACHINE_TYPES.iter().map(|kind| P::State(kind)));
        places
    }

    #[test]
    fn required_keys_are_keys_and_never_exclude_each_other() {
        for place in every() {
            let keys = place.keys();
            for key in place.required() {
                assert!(keys.contains(key), "{place:?}: {key}");
            }
            for partners in PARTNERS {
                let both = partners.iter().filter(|key| place.required().contains(key)).count();
                assert!(both < 2, "{place:?}: {partners:?}");
            }
        }
    }

    #[test]
    fn steps_are_known_by_their_type() {
        assert_eq!(Place::step(Dialect::Legacy, "task"), Place::LegacyStep("task"));
        assert_eq!(Place::step(Dialect::Legacy, "Task"), Place::LegacyStep(""));
        assert_eq!(Place::step(Dialect::StateMachine, "Map"), Place::State("Map"));
        assert_eq!(Place::step(Dialect::StateMachine, ""), Place::State(""));
    }

    #[test]
    fn a_key_means_something_only_where_it_is_one() {
        assert_eq!(Place::State("Wait").value("Seconds"), Some(Value::Number("10")));
        assert_eq!(Place::State("Pass").value("Seconds"), None);
        // As long as the type is not written, the keys of every type may be meant.
        assert_eq!(Place::State("").value("Seconds"), Some(Value::Number("10")));
        assert_eq!(Place::State("Parallel").value("Branches"), Some(Value::List(Place::Branch)));
        assert_eq!(Place::State("Choice").value("Branches"), Some(Value::List(Place::Arm)));
        assert_eq!(Place::Constructor(Computed::Input).value("a.$"), Some(Value::Expression(Computed::Input)));
    }
}
