//! A hit as it is shown: the step's name and what was found, with the fitting parts marked.

use std::ops::Range;

use flowglass_flow::{Flow, Span};

use super::fold::place;
use super::query::terms;
use super::{Field, FindIndex, Found, Hit};
use crate::visible_text::visible;

/// What stands before the part that fits, in signs, when a text is cut.
const BEFORE: usize = 24;
/// The most signs of a text that is not a name.
const MOST_SIGNS: usize = 160;

/// A hit as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// The step's name.
    pub name: FoundText,
    /// What fits beside the name, and what it is.
    pub detail: Option<(Field, FoundText)>,
    /// The names of the groups around the step, outermost first.
    pub path: Vec<String>,
    /// The step's name in the definition.
    pub at: Span,
}

/// A text with the parts that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundText {
    /// The text.
    pub text: String,
    /// The parts, in bytes, ascending and apart.
    pub marks: Vec<Range<usize>>,
}

impl FoundText {
    /// The text in pieces, each with whether it fits.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for mark in &self.marks {
            pieces.push((self.text.get(done..mark.start).unwrap_or_default(), false));
            pieces.push((self.text.get(mark.clone()).unwrap_or_default(), true));
            done = mark.end;
        }
        pieces.push((self.text.get(done..).unwrap_or_default(), false));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }
}

impl FindIndex {
    /// A hit of a query as it is shown. `flow` is the one that the index was made of; `status` are the words for where the step
    /// stands in the run.
    pub fn row(&self, flow: &Flow, query: &str, hit: Hit, status: Option<&str>) -> FoundRow {
        let step = flow.step(hit.step);
        let entry = self.entries.get(hit.step.0 as usize);
        let named = |name: &str| if name.is_empty() { "(no name)".to_owned() } else { visible(name).into_owned() };
        let words = terms(query);
        let wanted = |field: Field| {
            let asked = words.iter().filter(move |term| term.field.is_none_or(|asked| asked.covers(field)));
            asked.map(|term| term.wanted.as_str()).filter(|wanted| !wanted.is_empty())
        };
        let detail = match hit.found {
            Found::Name => None,
            Found::Attribute(at) => entry.and_then(|entry| entry.attributes.get(at)).map(|attribute| {
                (attribute.field, excerpt(marked(attribute.text.written.clone(), wanted(attribute.field))))
            }),
            Found::Status => status.map(|status| (Field::Status, marked(status.to_owned(), wanted(Field::Status)))),
        };
        FoundRow {
            name: marked(named(&step.name.value), wanted(Field::Name)),
            detail,
            path: flow.containers(hit.step).iter().map(|owner| named(&flow.step(owner.step).name.value)).collect(),
            at: step.name.at,
        }
    }
}

fn marked<'a>(text: String, wanted: impl Iterator<Item = &'a str>) -> FoundText {
    let mut places: Vec<Range<usize>> = wanted.filter_map(|wanted| place(&text, wanted)).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut marks: Vec<Range<usize>> = Vec::new();
    for place in places {
        match marks.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => marks.push(place),
        }
    }
    FoundText { text, marks }
}

/// As much of a text around the first part that fits as there is room for.
fn excerpt(found: FoundText) -> FoundText {
    let FoundText { text, marks } = found;
    let first = marks.first().map_or(0, |mark| mark.start);
    let before = text.get(..first).unwrap_or_default();
    let start = before.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(MOST_SIGNS).map_or(text.len(), |(at, _)| start + at);
    let ellipsis = if start > 0 { "…" } else { "" };
    let shift = |at: usize| at.clamp(start, end) - start + ellipsis.len();
    FoundText {
        text: format!(
            "{ellipsis}{}{}",
            text.get(start..end).unwrap_or_default(),
            if end < text.len() { "…" } else { "" }
        ),
        marks: marks.iter().map(|mark| shift(mark.start)..shift(mark.end)).filter(|mark| !mark.is_empty()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: &str = "{version: v1, type: flow, steps: [{type: parallel, name: outer, branches: [{steps: [
        {type: foreach, name: 每个, iterationMapping: {collection: $.x, item: i}, steps: [
            {type: task, name: Pay card, resourceArn: 'acs:fc:::services/pay/functions/charge-card'}]}]}]}]}";

    fn row(query: &str) -> FoundRow {
        let flow = flowglass_flow::parse(FLOW).flow.unwrap();
        let index = FindIndex::of(&flow);
        let hit = index.search(query, |_| None)[0];
        index.row(&flow, query, hit, None)
    }

    fn brackets(found: &FoundText) -> String {
        found
            .pieces()
            .iter()
            .map(|(piece, fits)| if *fits { format!("[{piece}]") } else { (*piece).to_owned() })
            .collect()
    }

    #[test]
    fn a_row_tells_what_fits_and_where_the_step_is() {
        let by_name = row("CARD pay");
        assert_eq!((brackets(&by_name.name).as_str(), &by_name.detail), ("[Pay] [card]", &None));
        assert_eq!(by_name.path, ["outer", "每个"]);
        assert_eq!(&FLOW[by_name.at.range()], "Pay card");
        let by_target = row("pay charge");
        let (field, text) = by_target.detail.unwrap();
        assert_eq!((brackets(&by_target.name).as_str(), field), ("[Pay] card", Field::Target));
        assert_eq!(brackets(&text), "FC · [pay]/[charge]-card");
        assert_eq!(brackets(&row("target:pay").name), "Pay card", "only what was asked for is marked");
    }

    #[test]
    fn long_texts_are_cut_around_what_fits() {
        let check = |text: &str, wanted: &str, expected: &str| {
            assert_eq!(brackets(&excerpt(marked(text.to_owned(), std::iter::once(wanted)))), expected);
        };
        check("short", "or", "sh[or]t");
        check(&format!("{}b", "字".repeat(60)), "b", &format!("…{}[b]", "字".repeat(25)));
        check(&"a".repeat(400), "z", &format!("{}…", "a".repeat(160)));
        check(&"a".repeat(400), &"a".repeat(300), &format!("[{}]…", "a".repeat(160)));
    }

    #[test]
    fn marks_that_touch_become_one() {
        let found = marked("abcdef".to_owned(), ["cd", "ab", "bc", "f"].into_iter());
        assert_eq!(brackets(&found), "[abcd]e[f]");
    }
}
