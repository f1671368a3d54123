//! What the events of a history carry, in flat columns: members by event, and each value once.

use std::sync::Arc;

use flowglass_expression::Json;
use rustc_hash::FxHashMap;

use crate::{DetailView, Member};

/// The details of a list of events.
///
/// Eight bytes for each member of each event, and each value once as long as it is one in memory and was seen lately:
/// most events hand on what the event before had.
#[derive(Clone, Default)]
pub(crate) struct Data {
    cells: Vec<Cell>,
    values: Vec<Json>,
    /// Members that have no number of their own.
    others: Vec<Member>,
    other_numbers: FxHashMap<Member, u32>,
    recent: Recent,
}

/// One member of one event.
#[derive(Clone, Copy)]
struct Cell {
    /// The place of a member in [`Member::KNOWN`], behind those in `others`, or [`RAW`].
    member: u32,
    value: u32,
}

/// In place of a member: the value is the text of a detail that is no JSON object.
const RAW: u32 = u32::MAX;

impl Data {
    /// Where the members of the next event begin.
    pub(crate) fn end(&self) -> u32 {
        self.cells.len() as u32
    }

    /// Adds the members of the next event.
    pub(crate) fn push(&mut self, detail: DetailView<'_>) {
        if let Some(text) = detail.raw() {
            let value = self.keep(&Json::from(text));
            return self.cells.push(Cell { member: RAW, value });
        }
        detail.members().for_each(|(member, value)| {
            let value = self.keep(value);
            let member = self.number(member);
            self.cells.push(Cell { member, value });
        });
    }

    /// The members of an event, from where they begin to where those of the next one do.
    pub(crate) fn view(&self, from: u32, to: u32) -> DetailView<'_> {
        let cells = self.cells.get(from as usize..to as usize).unwrap_or_default();
        DetailView::of_kept(Kept { data: self, cells })
    }

    /// Gives back memory that is kept for events to come.
    pub(crate) fn shrink(&mut self) {
        self.cells.shrink_to_fit();
        self.values.shrink_to_fit();
        self.recent = Recent::default();
    }

    fn number(&mut self, member: &Member) -> u32 {
        if let Some(known) = member.known() {
            return known;
        }
        if let Some(number) = self.other_numbers.get(member) {
            return *number;
        }
        let number = (Member::KNOWN.len() + self.others.len()) as u32;
        self.others.push(member.clone());
        self.other_numbers.insert(member.clone(), number);
        number
    }

    fn member(&self, number: u32) -> Option<&Member> {
        let number = number as usize;
        Member::KNOWN.get(number).or_else(|| self.others.get(number - Member::KNOWN.len()))
    }

    /// The number of a value.
    #[inline]
    fn keep(&mut self, value: &Json) -> u32 {
        match self.values.last() {
            Some(last) if is_same(last, value) => (self.values.len() - 1) as u32,
            _ => self.keep_other(value),
        }
    }

    /// The number of a value that is not the last one.
    fn keep_other(&mut self, value: &Json) -> u32 {
        let pair = self.recent.pair(value);
        let known = pair.and_then(|pair| self.recent.0.get(pair)).into_iter().flatten();
        for number in known {
            if self.values.get(*number as usize).is_some_and(|known| is_same(known, value)) {
                return *number;
            }
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        if let Some([first, second]) = pair.and_then(|pair| self.recent.0.get_mut(pair)) {
            *second = std::mem::replace(first, number);
        }
        self.recent.grow(self.values.len());
        number
    }
}

/// The members of one event.
#[derive(Clone, Copy)]
pub(crate) struct Kept<'a> {
    data: &'a Data,
    cells: &'a [Cell],
}

impl<'a> Kept<'a> {
    pub(crate) fn len(self) -> usize {
        self.cells.len()
    }

    pub(crate) fn at(self, index: usize) -> Option<(&'a Member, &'a Json)> {
        let cell = self.cells.get(index)?;
        Some((self.data.member(cell.member)?, self.data.values.get(cell.value as usize)?))
    }

    pub(crate) fn raw(self) -> Option<&'a str> {
        let cell = self.cells.first().filter(|cell| cell.member == RAW)?;
        self.data.values.get(cell.value as usize)?.as_str()
    }
}

/// The numbers of values that were added lately, two for each place that comes from where they are in memory.
#[derive(Clone, Default)]
struct Recent(Vec<[u32; 2]>);

impl Recent {
    /// Enough for the values of a hundred branches and iterations side by side.
    const MOST: usize = 128;

    /// Makes room as the list of values grows; what was known is forgotten then.
    fn grow(&mut self, values: usize) {
        if self.0.len() < Self::MOST && values >= 2 * self.0.len() {
            let room = (4 * values).next_power_of_two().min(Self::MOST);
            self.0.clear();
            self.0.resize(room, [u32::MAX; 2]);
        }
    }

    /// Where a value would be; `None` as long as there are no places, and for numbers that are not whole.
    fn pair(&self, value: &Json) -> Option<usize> {
        let key = match value {
            Json::String(text) => Arc::as_ptr(text).cast::<u8>() as usize,
            Json::Array(items) => Arc::as_ptr(items) as usize,
            Json::Object(object) => Arc::as_ptr(object) as usize,
            Json::Number(number) => number.as_i64()? as usize,
            Json::Null => 1,
            Json::Bool(value) => 2 + usize::from(*value),
        };
        // The upper bits of the product depend on all bits of the key.
        let mixed = (key as u32).wrapping_mul(0x9E37_79B1) >> 16;
        (!self.0.is_empty()).then(|| mixed as usize & (self.0.len() - 1))
    }
}

/// Tells whether two values are one in memory, or small and just the same.
#[inline]
fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Null, Json::Null) => true,
        (Json::Bool(one), Json::Bool(other)) => one == other,
        // Two numbers that are equal as floats may still be different integers.
        (Json::Number(one), Json::Number(other)) => one.as_i64().is_some() && one.as_i64() == other.as_i64(),
        (Json::String(one), Json::String(other)) => Arc::ptr_eq(one, other),
        (Json::Array(one), Json::Array(other)) => Arc::ptr_eq(one, other),
        (Json::Object(one), Json::Object(other)) => Arc::ptr_eq(one, other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::Detail;

    #[test]
    fn what_goes_in_comes_out() {
        let details = [
            Detail::new().with(Member::Input, json!({"a": 1})).with(Member::Other("more".into()), 1.5),
            Detail::new(),
            Detail::from_text("no JSON"),
            Detail::new().with(Member::Other("other".into()), Json::Null).with(Member::Other("more".into()), "x"),
            Detail::new().with(Member::Index, 9_007_199_254_740_993_i64).with(Member::Attempt, 9_007_199_254_740_992.0),
        ];
        let mut data = Data::default();
        let mut ends = vec![data.end()];
        for detail in &details {
            data.push(detail.view());
            ends.push(data.end());
        }
        data.shrink();
        for (detail, range) in details.iter().zip(ends.windows(2)) {
            assert_eq!(data.view(range[0], range[1]), detail.view());
            assert_eq!(data.view(range[0], range[1]).to_text(), detail.view().to_text());
        }
        assert_eq!(data.others.len(), 2);
    }

    /// Forty branches by turns, each with a value of its own.
    #[test]
    fn values_that_are_handed_on_are_kept_once() {
        let values: Vec<Json> = (0..40_u32).map(|number| json!({"number": number})).collect();
        let mut data = Data::default();
        for _ in 0..100 {
            for value in &values {
                data.push(DetailView::of(&[(Member::Input, value)]));
            }
        }
        assert_eq!(data.cells.len(), 4_000);
        // Three that share a place take turns in it.
        assert!(data.values.len() < 500, "{}", data.values.len());
        let mut data = Data::default();
        for _ in 0..100 {
            data.push(DetailView::of(&[
                (Member::Input, &values[0]),
                (Member::Index, &json!(7)),
                (Member::Next, &json!("x")),
            ]));
        }
        // A text that is made anew is another value.
        assert!(data.values.len() < 120, "{}", data.values.len());
    }
}
