//! How data flows in the new language, backwards.
//!
//! Source: `state-machine.md` 3.

use flowglass_flow::{Data, ScopeId, StepId, StepKind, Target};

use super::{Place, Point, Source, Trace, behind, behind_item};
use crate::data_path::{DataPath, Part};
use crate::ways::{By, ways_on};

impl Trace<'_> {
    pub(super) fn state_machine(&mut self, point: Point, path: DataPath, exact: bool) {
        match point {
            Point::Own(step) => match &self.flow.step(step).data {
                Data::Constructors { input: Some(template), .. } => {
                    self.template(step, Place::Input, template, path, exact);
                }
                _ => self.to(Point::Received(step), path, exact),
            },
            Point::Received(step) => self.received(step, &path, exact),
            Point::HandedOn(step) => match &self.flow.step(step).data {
                Data::Constructors { output: Some(template), .. } => {
                    self.template(step, Place::Output, template, path, exact);
                }
                _ => self.to(Point::Raw(step), path, exact),
            },
            Point::Raw(step) => self.raw(step, path, exact),
            Point::ScopeInput(scope) => self.scope_input(scope, path, exact),
            Point::ScopeResult(scope) => self.scope_result(scope, &path, exact),
            // A point of the older language.
            Point::LocalAt(_) => self.found.unknown = true,
            Point::Global => {
                let flow = self.flow;
                for (id, step) in flow.steps() {
                    if let Data::Constructors { global: Some(template), .. } = &step.data {
                        self.template(id, Place::Output, template, path.clone(), exact);
                    }
                }
            }
        }
    }

    fn received(&mut self, id: StepId, path: &[Part], exact: bool) {
        let flow = self.flow;
        let scope = flow.scope(flow.step(id).scope);
        if scope.start.step() == Some(id) {
            self.to(Point::ScopeInput(flow.step(id).scope), path.to_vec(), exact);
        }
        for before in &scope.steps {
            for way in ways_on(flow, *before).into_iter().filter(|way| way.jump.step() == Some(id)) {
                self.handed_on_by(*before, way.by, path, exact);
            }
        }
    }

    fn handed_on_by(&mut self, step: StepId, by: By, path: &[Part], exact: bool) {
        let By::Catch(number) = by else { return self.to(Point::HandedOn(step), path.to_vec(), exact) };
        let rule = self.flow.step(step).catch.get(number as usize);
        match rule.and_then(|rule| rule.output.as_ref()) {
            Some(template) => self.template(step, Place::Error, template, path.to_vec(), exact),
            None => self.to(Point::Own(step), path.to_vec(), exact),
        }
    }

    fn raw(&mut self, id: StepId, path: DataPath, exact: bool) {
        match &self.flow.step(id).kind {
            StepKind::Task(_) => self.outside(Source::Task(id), path, exact),
            StepKind::Pass | StepKind::Wait(_) | StepKind::Choice(_) | StepKind::Succeed => {
                self.to(Point::Own(id), path, exact);
            }
            StepKind::Parallel(parallel) => {
                for (number, branch) in parallel.branches.iter().enumerate() {
                    match behind(&path, &format!("Branch{number}")) {
                        Some(rest) => self.to(Point::ScopeResult(*branch), rest.to_vec(), exact),
                        None if path.is_empty() => self.to(Point::ScopeResult(*branch), DataPath::new(), false),
                        None => {}
                    }
                }
            }
            StepKind::Map(map) => {
                if let Some(items) = &map.items {
                    self.value(id, Place::Work, &items.value, DataPath::new(), false);
                }
                if let Some(body) = map.body {
                    match behind(&path, "Items").and_then(behind_item) {
                        Some(rest) => self.to(Point::ScopeResult(body), rest.to_vec(), exact),
                        None => self.to(Point::ScopeResult(body), DataPath::new(), false),
                    }
                }
            }
            StepKind::Fail(_) => {}
            StepKind::Loop(_) | StepKind::Unknown(_) => self.found.unknown = true,
        }
    }

    fn scope_input(&mut self, scope: ScopeId, path: DataPath, exact: bool) {
        let Some(owner) = self.flow.scope(scope).owner else { return self.outside(Source::Input, path, exact) };
        let StepKind::Map(map) = &self.flow.step(owner.step).kind else {
            return self.to(Point::Own(owner.step), path, exact);
        };
        match map.distributed.as_ref() {
            Some(how) if how.batcher.is_some() || how.reader.is_some() => self.found.unknown = true,
            Some(how) => match &how.item {
                Some(template) => self.template(owner.step, Place::Item, template, path, exact),
                None => self.item(owner.step, path, exact),
            },
            None => self.item(owner.step, path, exact),
        }
    }

    /// A path into an item of a Map.
    pub(super) fn item(&mut self, map: StepId, path: DataPath, exact: bool) {
        let flow = self.flow;
        let StepKind::Map(declared) = &flow.step(map).kind else { return };
        if let Some(items) = &declared.items {
            self.value(map, Place::Work, &items.value, [&[Part::Item][..], &path].concat(), exact);
        }
    }

    fn scope_result(&mut self, scope: ScopeId, path: &[Part], exact: bool) {
        let flow = self.flow;
        for id in &flow.scope(scope).steps {
            if matches!(flow.step(*id).kind, StepKind::Succeed) {
                self.to(Point::HandedOn(*id), path.to_vec(), exact);
            }
            for way in ways_on(flow, *id).into_iter().filter(|way| way.jump.target == Target::End) {
                self.handed_on_by(*id, way.by, path, exact);
            }
        }
    }
}
