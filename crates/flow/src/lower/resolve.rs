//! Turns the names in jumps into steps of the same scope, once all steps are known.

use flowglass_expression::closest;
use rustc_hash::FxHashMap;

use super::Lowering;
use crate::model::{Dialect, Jump, ScopeId, StepId, StepKind, Target, WhenDone};
use crate::rules::duplicate_name::DuplicateName;
use crate::rules::unknown_target::UnknownTarget;
use crate::span::Spanned;

/// The steps of each scope by name, and the first step of each name anywhere.
struct Names<'names> {
    all: &'names [Spanned<String>],
    by_scope: FxHashMap<(ScopeId, &'names str), StepId>,
    anywhere: FxHashMap<&'names str, StepId>,
}

impl Names<'_> {
    fn of(&self, id: StepId) -> &Spanned<String> {
        &self.all[id.0 as usize]
    }
}

impl Lowering<'_> {
    /// Resolves every jump and reports names that lead nowhere or mean two steps.
    pub(super) fn resolve(&mut self) {
        // The names stand aside meanwhile, so that jumps can be changed while names are looked at.
        let all = self.flow.take_names();
        let names = self.by_name(&all);
        let scopes: Vec<ScopeId> = self.flow.scopes().map(|(id, _)| id).collect();
        for scope in scopes {
            let mut start = self.flow.scope(scope).start.clone();
            self.settle(&names, scope, "StartAt", &mut start);
            self.flow.scope_mut(scope).start = start;
        }
        let steps: Vec<StepId> = self.flow.steps().map(|(id, _)| id).collect();
        for id in steps {
            self.resolve_step(&names, id);
        }
        self.flow.put_names(all);
    }

    fn by_name<'names>(&mut self, all: &'names [Spanned<String>]) -> Names<'names> {
        let mut names = Names { all, by_scope: FxHashMap::default(), anywhere: FxHashMap::default() };
        for ((id, step), name) in self.flow.steps().zip(all) {
            let text = name.value.as_str();
            if text.is_empty() {
                continue;
            }
            let in_scope = *names.by_scope.entry((step.scope, text)).or_insert(id);
            if !cfg!(feature = "findings") {
                continue;
            }
            let first = *names.anywhere.entry(text).or_insert(id);
            // The older language wants names to be unique in the whole flow [VSC], the new one in a scope.
            let allowed = self.flow.dialect == Dialect::StateMachine && in_scope == id;
            if first != id {
                let first = if in_scope == id { first } else { in_scope };
                let first = names.of(first).at;
                self.findings.report(|| DuplicateName { at: name.at, first, name: text.to_owned(), allowed });
            }
        }
        names
    }

    fn resolve_step(&mut self, names: &Names<'_>, id: StepId) {
        let next = match self.flow.dialect {
            Dialect::Legacy => "goto",
            Dialect::StateMachine => "Next",
        };
        let step = self.flow.step(id);
        let scope = step.scope;
        if let WhenDone::Go(jump) = &step.when_done {
            let mut jump = jump.clone();
            self.settle(names, scope, next, &mut jump);
            self.flow.step_mut(id).when_done = WhenDone::Go(jump);
        }
        let mut catch = std::mem::take(&mut self.flow.step_mut(id).catch);
        for rule in &mut catch {
            self.settle(names, scope, next, &mut rule.jump);
        }
        self.flow.step_mut(id).catch = catch;
        if matches!(self.flow.step(id).kind, StepKind::Choice(_)) {
            let mut kind = std::mem::replace(&mut self.flow.step_mut(id).kind, StepKind::Pass);
            if let StepKind::Choice(choice) = &mut kind {
                for jump in choice.arms.iter_mut().filter_map(|arm| arm.jump.as_mut()) {
                    self.settle(names, scope, next, jump);
                }
                let key = if self.flow.dialect == Dialect::Legacy { next } else { "Default" };
                if let Some(jump) = choice.default.as_mut().and_then(|arm| arm.jump.as_mut()) {
                    self.settle(names, scope, key, jump);
                }
            }
            self.flow.step_mut(id).kind = kind;
        }
    }

    /// Resolves one jump.
    fn settle(&mut self, names: &Names<'_>, scope: ScopeId, key: &'static str, jump: &mut Jump) {
        let Target::Unknown(name) = &jump.target else { return };
        if let Some(id) = names.by_scope.get(&(scope, name.as_str())) {
            jump.target = Target::Step(*id);
            return;
        }
        if self.stands_in_a_hole(name) {
            return;
        }
        let flow = &self.flow;
        self.findings.report(|| UnknownTarget {
            at: jump.at.unwrap_or_default(),
            key,
            name: name.clone(),
            closest: closest(name, flow.scope(scope).steps.iter().map(|id| names.of(*id).value.as_str()))
                .map(str::to_owned),
            elsewhere: names.anywhere.get(name.as_str()).map(|id| names.of(*id).at),
        });
    }
}
