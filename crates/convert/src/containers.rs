//! Parallel and foreach steps: scopes inside, and what is gathered from them.

use flowglass_expression::Json;
use flowglass_flow::{Map, Parallel, ScopeId, Step, StepId};

use crate::carry::{Carried, keep};
use crate::emitter::{Added, Emitter, Part, Place};
use crate::expr::Expr;
use crate::keys::Keys;
use crate::locals::way_of;
use crate::needs::Need;
use crate::remarks;
use crate::source::{ContextOf, Outcome, OwnInput};
use crate::state::{State, Way, entries, entry};
use crate::view::{Shape, View};
use flowglass_yaml::Node;

/// The most branches of a Parallel. Source: [PAR].
const MOST_BRANCHES: usize = 50;
/// A path that leads nowhere: no state hands on such a member.
const NO_LIST: &str = "$Input[\"no list\"]";
/// The most iterations that an inline Map runs at a time. Source: [INL].
const MOST_AT_A_TIME: u32 = 40;

impl Emitter<'_> {
    pub(crate) fn parallel(
        &mut self,
        place: &Place,
        part: &Part,
        (step, parallel): (&Step, &Parallel),
        name: String,
        view: &View,
        out: &mut Vec<State>,
    ) {
        let own = OwnInput::new(view, ContextOf::step(self.name, &step.kind), &step.data);
        let mut scopes = Vec::with_capacity(parallel.branches.len());
        let mut results = Vec::with_capacity(parallel.branches.len());
        let in_groups = parallel.branches.len() > MOST_BRANCHES;
        if in_groups {
            self.notes.push(remarks::too_many_branches(step.name.at));
        }
        for (index, branch) in parallel.branches.iter().enumerate() {
            let need = self.needs.of_scope(*branch);
            let carried = Carried::into(&own, &need, |why| self.said(Err(why), step.name.at));
            let (scope, wrapped) = self.inner_scope(place, *branch, carried, false);
            scopes.push(scope);
            let result = if in_groups {
                format!("$Output.Branch{}.Branch{}", index / MOST_BRANCHES, index % MOST_BRANCHES)
            } else {
                format!("$Output.Branch{index}")
            };
            let result = if wrapped { format!("{result}.local") } else { result };
            results.push((Expr::Path(result), self.locals.at_end(*branch).cloned().unwrap_or_else(Keys::none)));
        }
        let branches = if in_groups { self.groups(&step.name.value, scopes) } else { scopes };
        let mut state = State::new(name, "Parallel");
        state.add("Branches", Node::List(branches));
        let added = self.added(&own, step, &Outcome::Branches(results), Added::nothing());
        let way = self.way(part, &way_of(&step.when_done));
        self.hand_on(&mut state, place, view, &added, way, step.name.at, false);
        out.push(state);
    }

    /// Branches in groups, each a Parallel of its own.
    fn groups(&mut self, name: &str, scopes: Vec<Node>) -> Vec<Node> {
        let groups: Vec<Vec<Node>> = scopes.chunks(MOST_BRANCHES).map(<[Node]>::to_vec).collect();
        groups
            .into_iter()
            .map(|branches| {
                let name = self.names.take(&format!("{name} group"));
                let mut state = State::new(name.clone(), "Parallel");
                state.add("Branches", Node::List(branches));
                state.way = Some(Way::End);
                let states = Node::List(vec![state.into_node(|_| String::new())]);
                Node::Mapping(vec![("StartAt".to_owned(), Node::text(name)), ("States".to_owned(), states)])
            })
            .collect()
    }

    pub(crate) fn foreach(
        &mut self,
        place: &Place,
        part: &Part,
        (id, step, map): (StepId, &Step, &Map),
        name: String,
        mut view: View,
        out: &mut Vec<State>,
    ) {
        let context = ContextOf::step(self.name, &step.kind);
        let Some(body) = map.body else { return };
        let mut need = self.needs.of_scope(body);
        let asks_for = |key: &Option<flowglass_flow::Spanned<String>>, need: &Need| {
            key.as_ref().filter(|key| need.has(&key.value)).cloned()
        };
        let (item, index) = (asks_for(&map.item_key, &need), asks_for(&map.index_key, &need));
        if let Need::Keys(keys) = &mut need {
            for own in [&map.item_key, &map.index_key].into_iter().flatten() {
                keys.remove(&own.value);
            }
        }
        if let Some(index) = &index {
            self.notes.push(remarks::no_iteration_number(index.at, &index.value));
        }
        self.notes.push(remarks::fewer_at_a_time(step.name.at));

        // What the iterations use besides their item is kept in a global variable.
        let global = global_name(&step.name.value);
        let before = view.clone();
        let own_before = OwnInput::new(&before, context, &step.data);
        let kept = Expr::path("$Global").member(&global).unwrap_or(Expr::NULL);
        let (mut input, member) = keep(&own_before, &need, &kept, |why| self.said(Err(why), step.name.at));
        let mut map_name = name.clone();
        if let Some(member) = member {
            self.notes.push(if place.iterates {
                remarks::shared_global(step.name.at, &kept.text())
            } else {
                remarks::kept_global(step.name.at, &kept.text())
            });
            map_name = self.names.take(&format!("{name} items"));
            // The step's own name stays with the Map, which is what a history and a scenario speak of.
            let keeper = std::mem::replace(&mut map_name, name.clone());
            let mut state = State::new(keeper.clone(), "Pass");
            self.hand_on(&mut state, place, &before, &Added::nothing(), Way::State(name), step.name.at, true);
            state.add("GlobalConstructor", Node::Mapping(vec![entry(&global, &member)]));
            self.entries.insert(id, keeper);
            out.push(state);
            view.raw = false;
        }
        let own_keys = [&map.item_key, &map.index_key].map(|key| key.as_ref().map(|key| key.value.as_str()));
        input.over.retain(|(key, _)| !own_keys.contains(&Some(key.as_str())));
        if let Some(item) = &item {
            input.over.push((item.value.clone(), item_path(&item.value)));
        }
        if let Some(index) = &index {
            input.over.push((index.value.clone(), Expr::NULL));
        }
        let member = item.map(|item| ("input".to_owned(), Expr::Object(vec![(item.value, Expr::path("$Input"))])));
        let (processor, wrapped) = self.inner_scope(place, body, Carried { input, member }, true);

        let own = OwnInput::new(&view, context, &step.data);
        let items = match &map.items {
            Some(items) => match self.own_value(&own, items) {
                Expr::Constant(value) if value.as_array().is_none() => {
                    self.notes.push(remarks::no_list(items.at));
                    NO_LIST.to_owned()
                }
                list => list.text(),
            },
            None => NO_LIST.to_owned(),
        };
        let mut state = State::new(map_name, "Map");
        state.add("ItemsPath", Node::text(items));
        state.add("MaxConcuccency", Node::Constant(Json::from(MOST_AT_A_TIME)));
        state.add("Processor", processor);
        let added = self.added(&own, step, &Outcome::Items { within: wrapped }, Added::nothing());
        let way = self.way(part, &way_of(&step.when_done));
        self.hand_on(&mut state, place, &view, &added, way, step.name.at, false);
        out.push(state);
    }

    /// Writes a branch or the body of an iteration; tells whether it puts out its local under `local`.
    fn inner_scope(&mut self, place: &Place, scope: ScopeId, carried: Carried, iterates: bool) -> (Node, bool) {
        let keeps = carried.member.is_some();
        let reserved: &[&str] = if keeps { &["input"] } else { &[] };
        let flat = self.plan.is_flat(self.flow, &self.locals, scope, &Keys::none(), reserved);
        let knows_end = self.locals.at_end(scope).is_none_or(|end| end.possible().is_some());
        let inner = Place {
            shape: Shape { flat, carried: keeps, outer: false },
            input: carried.input,
            wrapped: !(flat || iterates && knows_end),
            iterates: iterates || place.iterates,
        };
        let wrapped = inner.wrapped;
        (self.scope(&inner, scope, carried.member, Way::End), wrapped)
    }

    /// `StartAt` and `States` of a scope. `member`: what its first state keeps beside the local.
    pub(crate) fn scope(&mut self, place: &Place, scope: ScopeId, member: Option<(String, Expr)>, end: Way) -> Node {
        let mut out = Vec::new();
        let first = self.flow.scope(scope).start.step();
        let begins = !place.shape.is_local_alone() || first.is_none();
        let mut start = first.map_or(end.clone(), Way::Step);
        if begins {
            let name = self.names.take("Begin");
            let mut state = State::new(name.clone(), "Pass");
            let mut members: Vec<(String, Expr)> = member.into_iter().collect();
            if !place.shape.flat {
                members.push(("local".to_owned(), Expr::Object(Vec::new())));
            }
            state.add("OutputConstructor", Node::Mapping(entries(&members)));
            state.way = Some(std::mem::replace(&mut start, Way::State(name)));
            out.push(state);
        }
        self.part(place, &Part { scope, before: Keys::none(), end, raw: !begins }, &mut out);
        self.written(&start, out)
    }

    /// `StartAt` and `States` of states that are all there.
    pub(crate) fn written(&self, start: &Way, states: Vec<State>) -> Node {
        let name_of = |step: StepId| self.entries.get(&step).cloned().unwrap_or_default();
        let start = match start {
            Way::Step(step) => name_of(*step),
            Way::State(name) => name.clone(),
            Way::End => String::new(),
        };
        let states = states.into_iter().map(|state| state.into_node(name_of)).collect();
        Node::Mapping(vec![("StartAt".to_owned(), Node::text(start)), ("States".to_owned(), Node::List(states))])
    }
}

/// Where an iteration finds its item.
fn item_path(key: &str) -> Expr {
    Expr::path("$Input.input").member(key).unwrap_or(Expr::NULL)
}

/// The name of the global variable that belongs to a loop.
fn global_name(step: &str) -> String {
    step.chars().map(|character| if character.is_alphanumeric() { character } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_variables_have_names_that_paths_can_have() {
        assert_eq!((global_name("each file-1"), global_name("每个")), ("each_file_1".to_owned(), "每个".to_owned()));
        assert_eq!(item_path("a").text(), "$Input.input.a");
    }
}
