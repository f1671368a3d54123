//! `parent-global`: a child execution reads global variables of its parent.

use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Language, PathRoot, Step};
use rustc_hash::{FxHashMap, FxHashSet};

use super::quoted;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::model::{Data, Flow, StepId, StepKind, Template};
use crate::reads::Read;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "parent-global",
    title: Words::new("A global variable that a child execution cannot see", "子执行看不到的全局变量"),
    text: Words::new(
        "Each item of a distributed Map is an execution of its own, which begins without global variables and cannot see those of the flow around it. A variable that a state of the same processor writes is its own, and may be read.",
        "分布式 Map 的每个元素都是独立的执行，开始时没有全局变量，也看不到外层流程的全局变量。同一处理器中的状态写入的变量属于子执行自己，可以读取。",
    ),
    severities: &[Severity::Warning],
    source: "[GLOB], [DIST]",
    covers: &["33"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: R\nStates:\n  - {Type: Pass, Name: R, GlobalConstructor: {rate: 7}, Next: A}\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.orders\n    ProcessorConfig: {ExecutionMode: Express}\n    Processor:\n      StartAt: B\n      States:\n        - Type: Pass\n          Name: B\n          OutputConstructor: {rate.$: $Global.rate}\n          End: true\n    End: true\n",
        at: "$Global.rate",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: R\nStates:\n  - {Type: Pass, Name: R, GlobalConstructor: {rate: 7}, Next: A}\n  - Type: Map\n    Name: A\n    ItemsPath: $Input.orders\n    ProcessorConfig: {ExecutionMode: Express}\n    ItemConstructor: {order.$: $Item, rate.$: $Global.rate}\n    Processor:\n      StartAt: B\n      States:\n        - Type: Pass\n          Name: B\n          OutputConstructor: {rate.$: $Input.rate}\n          End: true\n    End: true\n",
    }],
};

/// A read of a variable that the child does not have.
struct ParentGlobal {
    at: Span,
    /// The variable; `None` for all of them.
    key: Option<String>,
    /// The Map that starts the children.
    map: Span,
}

/// Which states run in executions of their own, and which execution writes which variable.
pub(crate) struct Children<'flow> {
    /// The distributed Map around each state that is in one.
    maps: FxHashMap<StepId, StepId>,
    /// The executions that write a variable: children by their Map, `None` for the flow itself.
    writers: FxHashMap<&'flow str, FxHashSet<Option<StepId>>>,
    /// The executions that write any variable.
    all_writers: FxHashSet<Option<StepId>>,
}

impl<'flow> Children<'flow> {
    pub(crate) fn of(flow: &'flow Flow) -> Self {
        let mut children =
            Self { maps: FxHashMap::default(), writers: FxHashMap::default(), all_writers: FxHashSet::default() };
        let is_distributed = |kind: &StepKind| matches!(kind, StepKind::Map(map) if map.distributed.is_some());
        if !flow.steps().any(|(_, step)| is_distributed(&step.kind)) {
            return children;
        }
        for (id, step) in flow.steps() {
            let owners = flow.containers(id).into_iter().rev().map(|owner| owner.step);
            let map = owners.into_iter().find(|owner| is_distributed(&flow.step(*owner).kind));
            children.maps.extend(map.map(|map| (id, map)));
            if let Data::Constructors { global: Some(Template::Object(members)), .. } = &step.data {
                for (key, _) in members {
                    children.writers.entry(&key.value).or_default().insert(map);
                    children.all_writers.insert(map);
                }
            }
        }
        children
    }

    /// Reports a read of a variable that only another execution writes. What nobody writes is told by another rule.
    pub(crate) fn check(&self, document: &Document, flow: &Flow, read: &Read<'_>, findings: &mut Findings) {
        let Some(map) = read.step.and_then(|step| self.maps.get(&step)) else { return };
        if read.path.root != PathRoot::Variable(Variable::Global) {
            return;
        }
        let key = read.path.segments.first().and_then(|segment| match &segment.step {
            Step::Key(key) => Some(&**key),
            Step::Index(_) | Step::All => None,
        });
        let writers = key.map_or(Some(&self.all_writers), |key| self.writers.get(key));
        let is_written_elsewhere = |writers: &FxHashSet<_>| !writers.is_empty() && !writers.contains(&Some(*map));
        if writers.is_some_and(is_written_elsewhere) {
            findings.report(|| ParentGlobal {
                at: read.span(document, read.path.root_at.start..read.path.root_at.start + read.path_text().len()),
                key: key.map(str::to_owned),
                map: flow.step(*map).name.at,
            });
        }
    }
}

impl Rule for ParentGlobal {
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
        let what = match (&self.key, language) {
            (Some(key), Language::English) => {
                format!("a child execution does not have the global variable {}", quoted(key))
            }
            (Some(key), Language::Chinese) => format!("子执行没有全局变量 {}", quoted(key)),
            (None, Language::English) => "a child execution does not have the flow's global variables".to_owned(),
            (None, Language::Chinese) => "子执行没有外层流程的全局变量".to_owned(),
        };
        let why = Words::new(
            "Each item of a distributed Map is an execution of its own; it cannot see the variables of the flow around it [GLOB].",
            "分布式 Map 的每个元素都是独立的执行，看不到外层流程的全局变量 [GLOB]。",
        );
        let help = Words::new(
            "Put the value into each item with the Map's `ItemConstructor`, and read it from `$Input`.",
            "请用 Map 的 `ItemConstructor` 把值放入每个元素，并从 `$Input` 读取。",
        );
        Told::new(what, why.say(language), help.say(language))
    }
    fn related(&self) -> Vec<Related> {
        vec![Related {
            at: self.map, what: Words::new("this Map starts the children", "由这个 Map 启动子执行")
        }]
    }
}
