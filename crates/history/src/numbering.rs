//! Which event has which number.

use std::fmt;

/// The number of an event in its execution, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An event that does not come after the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The number that was offered.
    pub id: EventId,
    /// The number of the last event; 0 when there is none.
    pub last: u32,
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.id.0 > Numbering::MOST {
            return write!(f, "{} is too large for the number of an event", self.id);
        }
        write!(f, "event {} cannot follow event {}: events are numbered from 1, upwards", self.id, self.last)
    }
}

impl std::error::Error for OutOfOrder {}

/// The numbers of a list of events, which grow but may have gaps.
///
/// Nothing is stored as long as they are 1, 2, 3, …
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Numbering {
    len: usize,
    /// All numbers, from the first gap on.
    listed: Option<Vec<u32>>,
}

impl Numbering {
    /// The largest number taken from outside; the rest of the 32 bits is room for those that follow.
    const MOST: u32 = i32::MAX as u32;

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Numbers one more event with the number after the last.
    pub(crate) fn push_next(&mut self) -> EventId {
        let id = self.last().saturating_add(1);
        self.len += 1;
        if let Some(listed) = &mut self.listed {
            listed.push(id);
        }
        EventId(id)
    }

    /// Adds an event with the number it already has.
    pub(crate) fn push(&mut self, id: EventId) -> Result<(), OutOfOrder> {
        let last = self.last();
        if id.0 <= last || id.0 > Self::MOST {
            return Err(OutOfOrder { id, last });
        }
        if self.listed.is_none() && id.0 != last + 1 {
            self.listed = Some((1..=last).collect());
        }
        if let Some(listed) = &mut self.listed {
            listed.push(id.0);
        }
        self.len += 1;
        Ok(())
    }

    /// Where the event with this number is, counted from 0.
    pub(crate) fn position(&self, id: EventId) -> Option<usize> {
        match &self.listed {
            None => (id.0 as usize).checked_sub(1).filter(|position| *position < self.len),
            Some(listed) => listed.binary_search(&id.0).ok(),
        }
    }

    /// The number of the event at this position.
    pub(crate) fn id(&self, position: usize) -> Option<EventId> {
        match &self.listed {
            None => (position < self.len).then(|| EventId(position as u32 + 1)),
            Some(listed) => listed.get(position).copied().map(EventId),
        }
    }

    fn last(&self) -> u32 {
        match &self.listed {
            None => self.len as u32,
            Some(listed) => listed.last().copied().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_grow_and_may_have_gaps() {
        fn check(ids: &[u32], next: u32) {
            let mut numbering = Numbering::default();
            for id in ids {
                assert_eq!(numbering.push(EventId(*id)), Ok(()), "{ids:?}");
            }
            assert_eq!(numbering.push_next(), EventId(next), "{ids:?}");
            for (position, id) in ids.iter().chain([&next]).enumerate() {
                assert_eq!(numbering.position(EventId(*id)), Some(position), "{ids:?}");
                assert_eq!(numbering.id(position), Some(EventId(*id)), "{ids:?}");
            }
            assert_eq!(numbering.id(ids.len() + 1), None);
            assert_eq!(numbering.position(EventId(0)), None);
            assert_eq!(numbering.position(EventId(next + 1)), None);
        }
        check(&[], 1);
        check(&[1, 2, 3], 4);
        check(&[61, 62], 63);
        check(&[1, 2, 5, 6, 90], 91);
    }

    #[test]
    fn numbers_that_do_not_grow_are_refused() {
        let mut numbering = Numbering::default();
        assert_eq!(numbering.push(EventId(0)), Err(OutOfOrder { id: EventId(0), last: 0 }));
        numbering.push(EventId(4)).unwrap();
        for id in [0, 3, 4, u32::MAX] {
            let error = numbering.push(EventId(id)).unwrap_err();
            assert_eq!(error, OutOfOrder { id: EventId(id), last: 4 });
            assert!(error.to_string().contains(&id.to_string()));
        }
        assert_eq!(numbering.len(), 1);
    }
}
