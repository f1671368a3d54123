//! The steps of a definition as an indented list.

use flowglass_expression::Language;
use flowglass_flow::{Dialect, Flow, Opened, ScopeId, Span, StepKind};

/// A line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineItem {
    /// How deep it lies, from 0.
    pub depth: usize,
    /// The step's name, or what a branch is called.
    pub label: String,
    /// The type as the text writes it; empty for a branch.
    pub kind: String,
    /// The whole step or branch.
    pub at: Span,
    /// What is selected when one goes there: the name.
    pub name_at: Span,
}

/// Lists the steps in the order of the text, each followed by what it contains; in a file with several definitions
/// below the name of each.
pub fn outline(opened: &Opened, language: Language) -> Vec<OutlineItem> {
    let mut items = Vec::new();
    for definition in &opened.definitions {
        let Some(flow) = &definition.parsed.flow else { continue };
        let mut depth = 0;
        if let Some(name) = &definition.name {
            let at = definition
                .parsed
                .document
                .root
                .map(|root| definition.parsed.document.node(root).at)
                .unwrap_or_default();
            let name_at = Span::at(at.start as usize);
            items.push(OutlineItem { depth, label: name.clone(), kind: String::new(), at, name_at });
            depth = 1;
        }
        list(flow, language, depth, &mut items);
    }
    items
}

fn list(flow: &Flow, language: Language, depth: usize, items: &mut Vec<OutlineItem>) {
    // Scopes still to be listed, with the depth of their steps and the index of the next one; the innermost is last.
    let mut open: Vec<Open> = vec![Open::steps(flow.root, depth)];
    while let Some(next) = open.pop() {
        let scope = flow.scope(next.scope);
        if let Some(label) = next.label {
            let first = scope.steps.first().map_or(scope.at, |step| flow.step(*step).name.at);
            let kind = String::new();
            items.push(OutlineItem { depth: next.depth, label, kind, at: scope.at, name_at: first });
            open.push(Open::steps(next.scope, next.depth + 1));
            continue;
        }
        let Some(id) = scope.steps.get(next.step) else { continue };
        let step = flow.step(*id);
        open.push(Open { step: next.step + 1, ..Open::steps(next.scope, next.depth) });
        items.push(OutlineItem {
            depth: next.depth,
            label: step.name.value.clone(),
            kind: kind_word(flow.dialect, &step.kind),
            at: step.at,
            name_at: step.name.at,
        });
        let labels = labels(flow, &step.kind, language);
        for (scope, label) in labels.into_iter().rev() {
            open.push(Open { label, ..Open::steps(scope, next.depth + 1) });
        }
    }
}

struct Open {
    scope: ScopeId,
    depth: usize,
    step: usize,
    /// Set while the scope itself has to be listed before its steps.
    label: Option<String>,
}

impl Open {
    fn steps(scope: ScopeId, depth: usize) -> Self {
        Self { scope, depth, step: 0, label: None }
    }
}

/// The scopes inside a step; those of several have names of their own.
fn labels(flow: &Flow, kind: &StepKind, language: Language) -> Vec<(ScopeId, Option<String>)> {
    match kind {
        StepKind::Parallel(parallel) => {
            let branch = match (language, flow.dialect) {
                (Language::English, Dialect::Legacy) => "branch ",
                (_, Dialect::StateMachine) => "Branch",
                (Language::Chinese, Dialect::Legacy) => "分支 ",
            };
            let label = |index| Some(format!("{branch}{index}"));
            parallel.branches.iter().enumerate().map(|(index, scope)| (*scope, label(index))).collect()
        }
        StepKind::Choice(choice) => {
            let default = match language {
                Language::English => "default",
                Language::Chinese => "默认",
            };
            let label = |condition: Option<&str>| Some(condition.unwrap_or(default).to_owned());
            let arms = choice.all_arms().filter_map(|arm| Some((arm.body?, arm.condition.as_ref())));
            arms.map(|(body, condition)| (body, label(condition.map(|condition| condition.text.value.as_str()))))
                .collect()
        }
        kind => kind.scopes().into_iter().map(|scope| (scope, None)).collect(),
    }
}

/// The type of a step as the text of its language writes it.
pub(crate) fn kind_word(dialect: Dialect, kind: &StepKind) -> String {
    let legacy = dialect == Dialect::Legacy;
    match kind {
        StepKind::Pass => {
            if legacy {
                "pass"
            } else {
                "Pass"
            }
        }
        StepKind::Task(_) => {
            if legacy {
                "task"
            } else {
                "Task"
            }
        }
        StepKind::Wait(_) => {
            if legacy {
                "wait"
            } else {
                "Wait"
            }
        }
        StepKind::Choice(_) => {
            if legacy {
                "choice"
            } else {
                "Choice"
            }
        }
        StepKind::Parallel(_) => {
            if legacy {
                "parallel"
            } else {
                "Parallel"
            }
        }
        StepKind::Map(_) => {
            if legacy {
                "foreach"
            } else {
                "Map"
            }
        }
        StepKind::Succeed => {
            if legacy {
                "succeed"
            } else {
                "Succeed"
            }
        }
        StepKind::Fail(_) => {
            if legacy {
                "fail"
            } else {
                "Fail"
            }
        }
        StepKind::Loop(_) => "loop",
        StepKind::Unknown(word) => return word.as_ref().map(|word| word.value.clone()).unwrap_or_default(),
    }
    .to_owned()
}
