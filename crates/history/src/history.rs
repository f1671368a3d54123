//! The events of one execution, in flat columns.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::data::Data;
use crate::numbering::Numbering;
use crate::{DetailView, EventId, EventType, Kind, Millis, OutOfOrder};

/// One entry of a history: a view into its columns, made when somebody looks.
///
/// Source: the `GetExecutionHistory` reference, by way of events.md 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event<'h> {
    /// Its number in the execution.
    pub id: EventId,
    /// The event that caused this one; `None` for the first, and where a history does not say.
    pub trigger: Option<EventId>,
    /// When it was recorded.
    pub time: Millis,
    /// What happened.
    pub kind: Kind<'h>,
    /// The bare name of the step; empty for events of the execution itself.
    pub step: &'h str,
    /// What it carries.
    pub detail: DetailView<'h>,
}

/// An event to be recorded; the history gives it the next number.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// The event that causes it; `None` only for the first.
    pub trigger: Option<EventId>,
    /// When it happens.
    pub time: Millis,
    /// What happens.
    pub kind: EventType,
    /// The name of the step; empty for events of the execution itself.
    pub step: StepName<'a>,
    /// What it carries.
    pub detail: DetailView<'a>,
}

/// How the step of a new event is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepName<'a> {
    /// By its name.
    Text(&'a str),
    /// By its place in the list that the history was given at the start ([`History::listing`]).
    Listed(u32),
}

impl<'a> From<&'a str> for StepName<'a> {
    fn from(name: &'a str) -> Self {
        Self::Text(name)
    }
}

/// All events of one execution, in the order of their numbers.
///
/// Kept in flat columns with step names stored once: 24 bytes for an event, 8 for each member of its detail, and each
/// value once as long as events hand it on. A clone copies the columns and shares the values.
#[derive(Clone, Default)]
pub struct History {
    numbering: Numbering,
    rows: Vec<Row>,
    data: Data,
    /// Position and name of each event of an unpublished type, in order.
    others: Vec<(usize, u32)>,
    names: Names,
}

/// What is stored of one event.
#[derive(Clone, Copy)]
struct Row {
    time: Millis,
    /// The number of the trigger; 0 for none.
    trigger: u32,
    step: u32,
    /// Where its members end, and those of the next event begin.
    members_end: u32,
    /// The place of the type in [`EventType::ALL`], or [`OTHER`].
    kind: u8,
}

/// In the column of types: look into `others`.
const OTHER: u8 = u8::MAX;

impl History {
    /// Makes a history without events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a history without events whose steps may be named by their place in a list.
    pub fn listing(names: Arc<[Arc<str>]>) -> Self {
        Self { names: Names { listed: names, ..Names::default() }, ..Self::default() }
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.numbering.len()
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The event with this number.
    pub fn event(&self, id: EventId) -> Option<Event<'_>> {
        self.at(self.position(id)?)
    }

    /// Where the event with this number is, counted from 0.
    pub fn position(&self, id: EventId) -> Option<usize> {
        self.numbering.position(id)
    }

    /// The event at this position, counted from 0.
    pub fn at(&self, position: usize) -> Option<Event<'_>> {
        let row = self.rows.get(position)?;
        let kind = match EventType::ALL.get(usize::from(row.kind)) {
            Some(kind) => Kind::Known(*kind),
            None => Kind::Other(self.other_name(position)),
        };
        let members = position.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |row| row.members_end);
        Some(Event {
            id: self.numbering.id(position)?,
            trigger: Some(row.trigger).filter(|id| *id != 0).map(EventId),
            time: row.time,
            kind,
            step: self.names.text(row.step),
            detail: self.data.view(members, row.members_end),
        })
    }

    /// The last event.
    pub fn last(&self) -> Option<Event<'_>> {
        self.at(self.len().checked_sub(1)?)
    }

    /// All events in order.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = Event<'_>> {
        (0..self.len()).filter_map(|position| self.at(position))
    }

    /// Records an event with the next number.
    pub fn push(&mut self, event: NewEvent<'_>) -> EventId {
        let id = self.numbering.push_next();
        self.add(event.trigger, event.time, Kind::Known(event.kind), event.step, event.detail);
        id
    }

    /// Records an event of a type that is in no published list, with the next number.
    pub fn push_other(
        &mut self,
        name: &str,
        trigger: Option<EventId>,
        time: Millis,
        step: &str,
        detail: DetailView<'_>,
    ) -> EventId {
        let id = self.numbering.push_next();
        self.add(trigger, time, Kind::from_name(name), step.into(), detail);
        id
    }

    /// Takes an event over as it is, with its own number; numbers may have gaps.
    ///
    /// # Errors
    /// When its number is not above all numbers so far, or above 2,147,483,647. The history is as before.
    pub fn record(&mut self, event: &Event<'_>) -> Result<(), OutOfOrder> {
        self.numbering.push(event.id)?;
        let kind = Kind::from_name(event.kind.name());
        self.add(event.trigger, event.time, kind, event.step.into(), event.detail);
        Ok(())
    }

    /// Gives back memory that is kept for events to come.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.data.shrink();
    }

    fn add(
        &mut self,
        trigger: Option<EventId>,
        time: Millis,
        kind: Kind<'_>,
        step: StepName<'_>,
        detail: DetailView<'_>,
    ) {
        let kind = match kind {
            Kind::Known(kind) => kind as u8,
            Kind::Other(name) => {
                let name = self.names.number(name);
                self.others.push((self.rows.len(), name));
                OTHER
            }
        };
        let step = match step {
            StepName::Text(name) => self.names.number(name),
            StepName::Listed(number) => number,
        };
        self.data.push(detail);
        let trigger = trigger.map_or(0, |id| id.0);
        self.rows.push(Row { time, trigger, step, members_end: self.data.end(), kind });
    }

    fn other_name(&self, position: usize) -> &str {
        match self.others.binary_search_by_key(&position, |(at, _)| *at) {
            Ok(found) => self.names.text(self.others[found].1),
            Err(_) => "",
        }
    }
}

/// Histories are equal when their events are.
impl PartialEq for History {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.events().eq(other.events())
    }
}

/// One line for each event.
impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "History\n{}", self.to_lines())
    }
}

/// Texts that are stored once.
#[derive(Clone, Default)]
struct Names {
    /// Those that were there from the start; their numbers are their places, and those of others follow.
    listed: Arc<[Arc<str>]>,
    texts: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (shared, number) = (Arc::<str>::from(text), (self.listed.len() + self.texts.len()) as u32);
        self.texts.push(Arc::clone(&shared));
        self.numbers.insert(shared, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let text = self.listed.get(number).or_else(|| self.texts.get(number - self.listed.len()));
        text.map_or("", |text| &**text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Detail, Member};
    use flowglass_expression::Json;

    fn entered(step: &str) -> NewEvent<'_> {
        const INPUT: &[(Member, &Json)] = &[(Member::Input, &Json::Bool(true))];
        let detail = DetailView::of(INPUT);
        NewEvent { trigger: Some(EventId(1)), time: Millis(7), kind: EventType::StepEntered, step: step.into(), detail }
    }

    #[test]
    fn what_is_pushed_can_be_seen() {
        let mut history = History::new();
        assert!(history.is_empty() && history.last().is_none());
        let started = NewEvent { trigger: None, kind: EventType::ExecutionStarted, ..entered("") };
        assert_eq!(history.push(started), EventId(1));
        assert_eq!(history.push(entered("a")), EventId(2));
        assert_eq!(
            history.push_other("StepSkipped", Some(EventId(2)), Millis(8), "b", Detail::new().view()),
            EventId(3)
        );
        assert_eq!(history.push(entered("a")), EventId(4));
        let seen: Vec<_> = history.events().map(|event| (event.id.0, event.kind.name(), event.step)).collect();
        assert_eq!(
            seen,
            [(1, "ExecutionStarted", ""), (2, "StepEntered", "a"), (3, "StepSkipped", "b"), (4, "StepEntered", "a")]
        );
        let third = history.event(EventId(3)).unwrap();
        assert_eq!((third.trigger, third.time, third.kind.known()), (Some(EventId(2)), Millis(8), None));
        assert_eq!(history.event(EventId(1)).unwrap().trigger, None);
        assert!(history.event(EventId(0)).is_none() && history.event(EventId(5)).is_none());
        assert_eq!(history.names.texts.len(), 4);
    }

    #[test]
    fn steps_may_be_named_by_a_list() {
        let mut history = History::listing(Arc::new(["a".into(), "b".into()]));
        history.push(NewEvent { step: StepName::Listed(1), ..entered("") });
        history.push(entered("c"));
        history.push(NewEvent { step: StepName::Listed(0), ..entered("") });
        history.push(entered("a"));
        history.push(NewEvent { step: StepName::Listed(9), ..entered("") });
        let steps: Vec<_> = history.events().map(|event| event.step).collect();
        assert_eq!(steps, ["b", "c", "a", "a", ""]);
    }

    #[test]
    fn recorded_events_keep_their_numbers() {
        let mut page = History::new();
        page.push(entered("a"));
        let event = page.last().unwrap();
        let mut history = History::new();
        history.record(&Event { id: EventId(61), kind: Kind::Other("StepEntered"), ..event }).unwrap();
        history.record(&Event { id: EventId(64), kind: Kind::Other("New"), ..event }).unwrap();
        assert!(history.record(&Event { id: EventId(64), ..event }).is_err());
        assert_eq!(history.len(), 2);
        assert_eq!(history.event(EventId(61)).unwrap().kind, Kind::Known(EventType::StepEntered));
        assert_eq!(history.event(EventId(64)).unwrap().kind, Kind::Other("New"));
        assert!(history.event(EventId(62)).is_none());
        assert_eq!((history.position(EventId(64)), history.position(EventId(62))), (Some(1), None));
        assert_eq!(history.push(entered("b")), EventId(65));
    }

    #[test]
    fn a_clone_goes_its_own_way() {
        let mut history = History::new();
        history.push(entered("a"));
        let mut copy = history.clone();
        assert_eq!(copy, history);
        copy.push(entered("a"));
        assert_ne!(copy, history);
        assert_eq!((copy.len(), history.len()), (2, 1));
    }
}
