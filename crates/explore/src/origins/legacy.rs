//! How data flows in the older language, backwards.
//!
//! Of the steps that may come before another one in its scope, whatever one of them leaves may be found.
//! Source: `fdl-v1.md` 8, 9.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_flow::{Data, Mapping, ScopeId, StepId, StepKind};

use super::{Place, Point, Source, Trace, behind, behind_item};
use crate::data_path::{DataPath, Part};
use crate::ways::{By, comes_to, ways_on};

impl Trace<'_> {
    pub(super) fn legacy(&mut self, point: Point, path: DataPath, exact: bool) {
        match point {
            Point::Own(step) => match &self.flow.step(step).data {
                Data::Mappings { input: Some(mappings), .. } => {
                    self.mappings(step, Place::Input, mappings, &path, exact);
                }
                _ => self.merged_input(step, path, exact),
            },
            Point::Raw(step) => self.legacy_raw(step, path, exact),
            Point::ScopeInput(scope) => self.legacy_scope(scope, path, exact),
            Point::ScopeResult(scope) => {
                for step in &self.flow.scope(scope).steps {
                    self.left_by(*step, &path, exact);
                }
            }
            Point::LocalAt(step) => {
                for before in self.steps_before(step) {
                    self.left_by(before, &path, exact);
                }
            }
            Point::Received(_) | Point::HandedOn(_) | Point::Global => self.found.unknown = true,
        }
    }

    /// The input of a scope with what the steps before `step` have left in it.
    pub(super) fn merged_input(&mut self, step: StepId, path: DataPath, exact: bool) {
        if !self.is_always_left(step, &path) {
            self.to(Point::ScopeInput(self.flow.step(step).scope), path.clone(), exact);
        }
        self.to(Point::LocalAt(step), path, exact);
    }

    /// The steps of a scope from which some way leads to another one.
    fn steps_before(&self, id: StepId) -> Vec<StepId> {
        let steps = &self.flow.scope(self.flow.step(id).scope).steps;
        let mut leads_to: BTreeMap<StepId, Vec<StepId>> = BTreeMap::new();
        for from in steps {
            for way in ways_on(self.flow, *from) {
                if let Some(to) = way.jump.step() {
                    leads_to.entry(to).or_default().push(*from);
                }
            }
        }
        let mut before = BTreeSet::new();
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            for from in leads_to.get(&at).into_iter().flatten() {
                if before.insert(*from) {
                    open.push(*from);
                }
            }
        }
        before.into_iter().collect()
    }

    /// Whether some step puts out the first key of a path before every run of another one, so that the scope's input
    /// does not show.
    fn is_always_left(&self, id: StepId, path: &[Part]) -> bool {
        let flow = self.flow;
        let Some(Part::Key(key)) = path.first() else { return false };
        let writes = |other: &StepId| match &flow.step(*other).data {
            Data::Mappings { output: Some(mappings), .. } => mappings.iter().any(|made| *made.target.value == **key),
            _ => false,
        };
        let mut writers = flow.scope(flow.step(id).scope).steps.iter().filter(|other| **other != id && writes(other));
        writers.any(|writer| {
            let done = |step: StepId, by: By| step == *writer && !matches!(by, By::Catch(_));
            comes_to(flow, |_, _| false).get(id.0 as usize) == Some(&true)
                && comes_to(flow, done).get(id.0 as usize) == Some(&false)
        })
    }

    /// What a step adds to the local of its scope.
    fn left_by(&mut self, id: StepId, path: &[Part], exact: bool) {
        let step = self.flow.step(id);
        match &step.data {
            Data::Mappings { output: Some(mappings), .. } => self.mappings(id, Place::Output, mappings, path, exact),
            _ if matches!(step.kind, StepKind::Parallel(_) | StepKind::Map(_)) => {}
            _ => self.to(Point::Raw(id), path.to_vec(), exact),
        }
        if let StepKind::Task(task) = &step.kind
            && let Some(mappings) = task.error_mappings.as_ref().filter(|_| !step.catch.is_empty())
        {
            self.mappings(id, Place::Error, mappings, path, exact);
        }
    }

    fn mappings(&mut self, step: StepId, place: Place, mappings: &[Mapping], path: &[Part], exact: bool) {
        for mapping in mappings {
            match path.split_first() {
                None => self.value(step, place, &mapping.source.value, DataPath::new(), false),
                Some((Part::Key(key), rest)) if **key == *mapping.target.value => {
                    self.value(step, place, &mapping.source.value, rest.to_vec(), exact);
                }
                Some(_) => {}
            }
        }
    }

    fn legacy_raw(&mut self, id: StepId, path: DataPath, exact: bool) {
        match &self.flow.step(id).kind {
            StepKind::Task(_) => self.outside(Source::Task(id), path, exact),
            StepKind::Choice(choice) => {
                for body in choice.all_arms().filter_map(|arm| arm.body) {
                    self.to(Point::ScopeResult(body), path.clone(), exact);
                }
            }
            StepKind::Parallel(parallel) => {
                for branch in &parallel.branches {
                    match behind_item(&path) {
                        Some(rest) => self.to(Point::ScopeResult(*branch), rest.to_vec(), exact),
                        None => self.to(Point::ScopeResult(*branch), DataPath::new(), false),
                    }
                }
            }
            StepKind::Map(map) => {
                // How many results there are is how many items there are.
                if let Some(items) = &map.items {
                    self.value(id, Place::Work, &items.value, DataPath::new(), false);
                }
                if let Some(body) = map.body {
                    match behind_item(&path) {
                        Some(rest) => self.to(Point::ScopeResult(body), rest.to_vec(), exact),
                        None => self.to(Point::ScopeResult(body), DataPath::new(), false),
                    }
                }
            }
            StepKind::Pass | StepKind::Wait(_) | StepKind::Succeed | StepKind::Fail(_) => {}
            StepKind::Loop(_) | StepKind::Unknown(_) => self.found.unknown = true,
        }
    }

    fn legacy_scope(&mut self, scope: ScopeId, path: DataPath, exact: bool) {
        let Some(owner) = self.flow.scope(scope).owner else {
            return match &self.flow.data {
                Data::Mappings { input: Some(mappings), .. } => {
                    for mapping in mappings {
                        if let Some(rest) = behind(&path, &mapping.target.value)
                            && let flowglass_flow::Value::Reference(reference) = &mapping.source.value
                        {
                            let from = crate::data_path::data_path(reference.path().segments);
                            self.outside(Source::Input, crate::data_path::joined(&from, rest), exact);
                        }
                    }
                }
                _ => self.outside(Source::Input, path, exact),
            };
        };
        if let StepKind::Map(map) = &self.flow.step(owner.step).kind {
            if let Some(rest) = map.item_key.as_ref().and_then(|key| behind(&path, &key.value)) {
                if let Some(items) = &map.items {
                    let rest = [&[Part::Item][..], rest].concat();
                    self.value(owner.step, Place::Work, &items.value, rest, exact);
                }
                return;
            }
            if map.index_key.as_ref().is_some_and(|key| behind(&path, &key.value).is_some()) {
                self.found.unknown = true;
                return;
            }
        }
        self.to(Point::Own(owner.step), path, exact);
    }
}
