//! In which order the horizontal pieces between two rows lie below each other.

use crate::sorting::{Entry, key_of, of_key, sort, sort_by_key};

/// A piece of an edge between two rows: comes down at `top`, goes to `bottom`, and goes on down there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// The place of a span among those it shares its bundle with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Track {
    /// From the top, from 0 on.
    pub(crate) index: u32,
    /// How many tracks the bundle has.
    pub(crate) count: u32,
}

impl Span {
    fn least(&self) -> f64 {
        self.top.min(self.bottom)
    }

    fn greatest(&self) -> f64 {
        self.top.max(self.bottom)
    }
}

/// Gives each span a track, so that spans nearer than `gap` have different ones and cross no more than they must.
///
/// Spans to the right are stacked with the rightmost on top, spans to the left with the leftmost. Where a span comes down on
/// the place from which another one goes on down, the first is put above the other, so that their verticals keep apart;
/// when two block each other that way, one of them is not. Takes n log n.
pub(crate) fn assign(spans: &[Span], gap: f64) -> Vec<Track> {
    let mut tracks = vec![Track::default(); spans.len()];
    let mut sorted: Vec<u32> = (0..spans.len() as u32).collect();
    sort_by_key(&mut sorted, &|span| key_of(spans[span as usize].least()));
    let mut from = 0;
    while from < sorted.len() {
        let mut reach = spans[sorted[from] as usize].greatest();
        let mut to = from + 1;
        while to < sorted.len() && spans[sorted[to] as usize].least() < reach + gap {
            reach = reach.max(spans[sorted[to] as usize].greatest());
            to += 1;
        }
        stack(spans, &sorted[from..to], gap, &mut tracks);
        from = to;
    }
    tracks
}

/// Gives tracks to the spans of one bundle.
fn stack(spans: &[Span], bundle: &[u32], gap: f64, tracks: &mut [Track]) {
    if let [only] = bundle {
        tracks[*only as usize] = Track { index: 0, count: 1 };
        return;
    }
    let mut skyline = Skyline::new(bundle.iter().map(|&span| spans[span as usize]), gap);
    let mut count = 0;
    for span in from_top(spans, bundle, gap) {
        let index = skyline.put(spans[span as usize]);
        tracks[span as usize].index = index;
        count = count.max(index + 1);
    }
    for &span in bundle {
        tracks[span as usize].count = count;
    }
}

/// Sorts the spans of a bundle from top to bottom.
fn from_top(spans: &[Span], bundle: &[u32], gap: f64) -> Vec<u32> {
    let span = |index: &u32| spans[*index as usize];
    let (mut rights, mut lefts): (Vec<u32>, Vec<u32>) =
        bundle.iter().partition(|index| span(index).bottom > span(index).top);
    // Of those that come down on one place, who goes farthest starts on top.
    sort_by_key(&mut rights, &|right| -key_of(span(&right).bottom));
    sort_by_key(&mut rights, &|right| -key_of(span(&right).top));
    sort_by_key(&mut lefts, &|left| key_of(span(&left).bottom));
    sort_by_key(&mut lefts, &|left| key_of(span(&left).top));
    // How many of the other kind must lie above each: all up to the last one that comes down where this one goes on.
    let near = gap / 2.0;
    let above_right: Vec<usize> = rights
        .iter()
        .map(|right| {
            let end = lefts.partition_point(|left| span(left).top < span(right).bottom + near);
            let meets = end > 0 && span(&lefts[end - 1]).top > span(right).bottom - near;
            if meets { end } else { 0 }
        })
        .collect();
    let above_left: Vec<usize> = lefts
        .iter()
        .map(|left| {
            let end = rights.partition_point(|right| span(right).top > span(left).bottom - near);
            let meets = end > 0 && span(&rights[end - 1]).top < span(left).bottom + near;
            if meets { end } else { 0 }
        })
        .collect();
    let mut sorted = Vec::with_capacity(bundle.len());
    let (mut right, mut left) = (0, 0);
    while right < rights.len() || left < lefts.len() {
        let right_is_free = right < rights.len() && above_right[right] <= left;
        let left_is_free = left < lefts.len() && above_left[left] <= right;
        if right_is_free || (!left_is_free && right < rights.len()) {
            sorted.push(rights[right]);
            right += 1;
        } else {
            sorted.push(lefts[left]);
            left += 1;
        }
    }
    sorted
}

/// How many tracks are taken at each place; a tree over the places where spans begin and end.
#[derive(Debug)]
struct Skyline {
    places: Vec<f64>,
    gap: f64,
    /// The number of leaves, a power of two.
    leaves: usize,
    /// By tree node: the tracks taken all over its range, and the most taken anywhere in it.
    all: Vec<u32>,
    most: Vec<u32>,
}

impl Skyline {
    fn new(spans: impl Iterator<Item = Span>, gap: f64) -> Self {
        let mut entries = Vec::new();
        for span in spans {
            for place in [span.least(), span.greatest() + gap] {
                entries.push(Entry { key: key_of(place), place: 0, item: 0 });
            }
        }
        sort(&mut entries);
        let mut places: Vec<f64> = entries.iter().map(|entry| of_key(entry.key)).collect();
        places.dedup();
        let leaves = places.len().next_power_of_two();
        Self { places, gap, leaves, all: vec![0; 2 * leaves], most: vec![0; 2 * leaves] }
    }

    /// Lays a span below all that it meets and returns its track.
    fn put(&mut self, span: Span) -> u32 {
        let from = self.places.partition_point(|&place| place < span.least());
        let to = self.places.partition_point(|&place| place < span.greatest() + self.gap);
        let track = self.highest(1, 0..self.leaves, &(from..to));
        self.raise(1, 0..self.leaves, &(from..to), track + 1);
        track
    }

    fn highest(&self, node: usize, range: std::ops::Range<usize>, wanted: &std::ops::Range<usize>) -> u32 {
        if wanted.end <= range.start || range.end <= wanted.start {
            return 0;
        }
        if wanted.start <= range.start && range.end <= wanted.end {
            return self.most[node];
        }
        let middle = range.start.midpoint(range.end);
        let below = self.highest(2 * node, range.start..middle, wanted).max(self.highest(
            2 * node + 1,
            middle..range.end,
            wanted,
        ));
        below.max(self.all[node])
    }

    fn raise(&mut self, node: usize, range: std::ops::Range<usize>, wanted: &std::ops::Range<usize>, to: u32) {
        if wanted.end <= range.start || range.end <= wanted.start {
            return;
        }
        self.most[node] = self.most[node].max(to);
        if wanted.start <= range.start && range.end <= wanted.end {
            self.all[node] = self.all[node].max(to);
            return;
        }
        let middle = range.start.midpoint(range.end);
        self.raise(2 * node, range.start..middle, wanted, to);
        self.raise(2 * node + 1, middle..range.end, wanted, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the track of each span, given as (top, bottom).
    fn check(spans: &[(f64, f64)], expected: &[u32]) {
        let spans: Vec<Span> = spans.iter().map(|&(top, bottom)| Span { top, bottom }).collect();
        let found: Vec<u32> = assign(&spans, 10.0).iter().map(|track| track.index).collect();
        assert_eq!(found, expected, "{spans:?}");
    }

    #[test]
    fn spans_apart_share_a_track() {
        check(&[(0.0, 50.0), (100.0, 60.0)], &[0, 0]);
        check(&[(0.0, 50.0), (100.0, 55.0)], &[0, 1]);
    }

    #[test]
    fn a_fan_is_nested_without_crossings() {
        // To the right: who goes farthest starts on top; to the left mirrored.
        check(&[(0.0, 50.0), (10.0, 100.0), (20.0, 150.0)], &[2, 1, 0]);
        check(&[(150.0, 0.0), (160.0, 50.0), (170.0, 100.0)], &[0, 1, 2]);
        // The same from one place.
        check(&[(0.0, 50.0), (0.0, 100.0), (0.0, 150.0)], &[2, 1, 0]);
        check(&[(150.0, 100.0), (150.0, 50.0), (150.0, 0.0)], &[2, 1, 0]);
    }

    #[test]
    fn who_comes_down_on_anothers_place_lies_above_it() {
        // The second comes down where the first one goes on, and the other way round.
        check(&[(0.0, 100.0), (100.0, 40.0)], &[1, 0]);
        check(&[(0.0, 100.0), (60.0, 0.0)], &[0, 1]);
    }

    #[test]
    fn every_span_of_a_bundle_knows_its_size() {
        let spans =
            [Span { top: 0.0, bottom: 50.0 }, Span { top: 10.0, bottom: 60.0 }, Span { top: 200.0, bottom: 300.0 }];
        let counts: Vec<u32> = assign(&spans, 10.0).iter().map(|track| track.count).collect();
        assert_eq!(counts, [2, 2, 1]);
    }
}
