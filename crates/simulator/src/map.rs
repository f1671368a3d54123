//! A map step (`foreach` in the older language): runs its body once for each item of a list.

use std::sync::Arc;

use flowglass_expression::{Json, Object};
use flowglass_flow::{Dialect, Distributed, Map, ScopeId};
use flowglass_history::EventId;

use crate::failure::{self, Failure};
use crate::frame::{Doing, FrameId, Role};
use crate::gathering::Members;
use crate::machine::Machine;
use crate::retry_catch::delay_ms;
use crate::settings::DistributedBy;
use crate::wait::shown;

/// How many iterations of the older language run at a time. Source: [EACH].
const LEGACY_AT_ONCE: u32 = 100;
/// How many iterations of the new language run at a time at most. Source: [MAP].
const INLINE_AT_ONCE: u32 = 40;

impl Machine<'_> {
    /// Finds the items and puts in the first iterations, or starts the executions of a distributed Map.
    pub(crate) fn begin_map(&mut self, frame: FrameId, map: &Map, delay: Option<f64>, started: EventId) {
        if let Some(how) = map.distributed.as_ref().filter(|how| self.is_distributed(how)) {
            return self.begin_map_run(frame, map, how, delay, started);
        }
        match self.items(frame, map) {
            Ok(items) => {
                let at_once = match self.execution.flow.dialect {
                    Dialect::Legacy => LEGACY_AT_ONCE,
                    Dialect::StateMachine => {
                        map.concurrency.as_ref().map_or(INLINE_AT_ONCE, |most| most.value.clamp(1, INLINE_AT_ONCE))
                    }
                };
                let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
                let members = Members { total, at_once, items: Some(items) };
                self.begin_members(frame, members, delay_ms(delay), started);
            }
            Err(why) => self.fail_later(frame, why, started),
        }
    }

    fn is_distributed(&self, how: &Distributed) -> bool {
        match self.world.settings.options.distributed_by {
            DistributedBy::ProcessorConfig => true,
            DistributedBy::ExpressOnly => !how.standard,
        }
    }

    /// The list that the definition points at.
    ///
    /// # Errors
    /// There is no list, or no body to run for its items (A10, CHOICE 15).
    pub(crate) fn items(&mut self, frame: FrameId, map: &Map) -> Result<Arc<Vec<Json>>, Failure> {
        if map.body.is_none() {
            let cause = "the definition does not say what to run for each item";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        }
        let Some(items) = &map.items else {
            let cause = "the definition does not say where the items are";
            return Err(Failure::of_step(failure::INVALID_DEFINITION, cause));
        };
        match self.value(frame, &items.value)? {
            Json::Array(items) => Ok(items),
            other => {
                let error = match self.execution.flow.dialect {
                    Dialect::Legacy => failure::COLLECTION_NOT_ARRAY,
                    Dialect::StateMachine => failure::ITEMS_NOT_ARRAY,
                };
                Err(Failure::of_step(error, format!("the items are {}, not an array", shown(&other))))
            }
        }
    }

    /// What iteration `index` runs and receives: the item, in the older language merged into the step's input.
    pub(crate) fn iteration(
        &self,
        frame: FrameId,
        map: &Map,
        body: ScopeId,
        index: u32,
    ) -> Option<(ScopeId, Json, Role)> {
        let run = self.run(frame)?;
        let Doing::Gathering(gathering) = &run.doing else { return None };
        let item = gathering.items.as_ref()?.get(index as usize)?.clone();
        let input = match self.execution.flow.dialect {
            Dialect::StateMachine => item,
            Dialect::Legacy => {
                let mut added = Object::new();
                if let Some(key) = &map.item_key {
                    added.insert(key.value.as_str(), item);
                }
                if let Some(key) = &map.index_key {
                    added.insert(key.value.as_str(), Json::from(index));
                }
                run.input.merge(&added.into())
            }
        };
        Some((body, input, Role::Iteration(index)))
    }
}
