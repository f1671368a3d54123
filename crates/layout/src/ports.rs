//! Where along its boxes' borders each edge begins and ends.

use crate::Options;
use crate::chains::Layered;
use crate::order::Order;
use crate::sides::{End, Flank, Sides};
use crate::sorting::{Entry, sort};

/// A border with less room than this for each end is met by all in the middle.
const NARROW: f64 = 11.0;
/// As near may two ends stand where one of them keeps its straight edge that way.
const NEAREST: f64 = 8.0;
/// A border as narrow as this, a mark's, is met by all in the middle: two heads would lie on each other.
const MARK: f64 = 20.0;

/// The x of each segment at its upper and at its lower vertex.
#[derive(Debug)]
pub(crate) struct Pins {
    pub(crate) upper: Vec<f64>,
    pub(crate) lower: Vec<f64>,
}

/// What the passes over the borders read.
struct Borders<'a> {
    layered: &'a Layered,
    order: &'a Order,
    sides: &'a Sides,
    x: &'a [f64],
    options: &'a Options,
    /// By box, how many segments stand at its upper and at its lower border.
    tops: Vec<u32>,
    bottoms: Vec<u32>,
}

/// Spreads the ends of segments along the borders of their boxes.
///
/// On a border they stand in the order of their other ends. An end stands where its segment runs straight down, if that
/// place is on the border; the others are spread around it, or around the middle. Ends at a side go outwards to the place
/// where their segment runs straight, when that is free. Needs the places of all vertices.
pub(crate) fn spread(layered: &Layered, order: &Order, sides: &Sides, x: &[f64], options: &Options) -> Pins {
    let ends = |vertex: &dyn Fn(usize) -> u32| -> Vec<f64> {
        (0..layered.segments.len()).map(|segment| x[vertex(segment) as usize]).collect()
    };
    let mut pins = Pins {
        upper: ends(&|segment| layered.segments[segment].upper),
        lower: ends(&|segment| layered.segments[segment].lower),
    };
    let mut borders =
        Borders { layered, order, sides, x, options, tops: vec![0; layered.boxes], bottoms: vec![0; layered.boxes] };
    for segment in 0..layered.segments.len() as u32 {
        let ends = layered.segments[segment as usize];
        if borders.end(segment, true) == Some(End::Port) {
            borders.bottoms[ends.upper as usize] += 1;
        }
        if borders.end(segment, false) == Some(End::Port) {
            borders.tops[ends.lower as usize] += 1;
        }
    }
    let mut entries = Vec::new();
    for node in 0..layered.boxes as u32 {
        borders.spread_border(node, false, &mut entries, &mut pins);
        borders.spread_border(node, true, &mut entries, &mut pins);
    }
    borders.slide(&mut pins);
    pins
}

impl Borders<'_> {
    /// How a segment meets the box at its upper or lower end; none at a station.
    fn end(&self, segment: u32, upper: bool) -> Option<End> {
        let ends = self.layered.segments[segment as usize];
        let (vertex, ends_at) = if upper { (ends.upper, &self.sides.upper) } else { (ends.lower, &self.sides.lower) };
        self.layered.is_box(vertex).then(|| ends_at[ends.arc as usize])
    }

    /// Spreads the ends on the lower border of a box (its segments' upper ends), or those on its upper border.
    fn spread_border(&self, node: u32, lower_border: bool, entries: &mut Vec<Entry>, pins: &mut Pins) {
        let segments = if lower_border { self.layered.down.of(node) } else { self.layered.up.of(node) };
        entries.clear();
        for &segment in segments {
            if self.end(segment, lower_border) != Some(End::Port) {
                continue;
            }
            let far = self.layered.segments[segment as usize];
            let place = self.order.place[(if lower_border { far.lower } else { far.upper }) as usize];
            let side = match self.end(segment, !lower_border) {
                Some(End::Left) => 0,
                Some(End::Port) | None => 1,
                Some(End::Right) => 2,
            };
            entries.push(Entry { key: i64::from(place) * 3 + side, place: segment, item: segment });
        }
        sort(entries);
        let fixed: Vec<_> = entries.iter().map(|entry| self.straight(entry.item)).collect();
        let center = self.x[node as usize];
        let width = self.layered.size[node as usize].width;
        let places = along(center, width, &fixed, self.options);
        let pins = if lower_border { &mut pins.upper } else { &mut pins.lower };
        for (entry, place) in entries.iter().zip(places) {
            pins[entry.item as usize] = place;
        }
    }

    /// The x where a segment can run straight down between its two ends, if it can.
    fn straight(&self, segment: u32) -> Option<f64> {
        let ends = self.layered.segments[segment as usize];
        let (upper, lower) = (ends.upper, ends.lower);
        match (self.end(segment, true), self.end(segment, false)) {
            (Some(End::Port), Some(End::Port)) => {
                let alone = (self.bottoms[upper as usize] == 1, self.tops[lower as usize] == 1);
                let (upper_x, lower_x) = (self.x[upper as usize], self.x[lower as usize]);
                let (upper_room, lower_room) = (self.room(upper), self.room(lower));
                match alone {
                    (true, true) if upper_x == lower_x => Some(upper_x),
                    (true, true) if upper_room > 1.5 * lower_room => self.on_border(upper, lower_x),
                    (true, true) if lower_room > 1.5 * upper_room => self.on_border(lower, upper_x),
                    (true, true) => None,
                    (false, true) => self.on_border(upper, lower_x),
                    (true, false) => self.on_border(lower, upper_x),
                    (false, false) => {
                        let least = (upper_x - upper_room).max(lower_x - lower_room);
                        let greatest = (upper_x + upper_room).min(lower_x + lower_room);
                        (least <= greatest).then(|| f64::midpoint(upper_x, lower_x).max(least).min(greatest).round())
                    }
                }
            }
            (Some(End::Port), None) => self.on_border(upper, self.x[lower as usize]),
            (None, Some(End::Port)) => self.on_border(lower, self.x[upper as usize]),
            _ => None,
        }
    }

    /// How far from the middle of its border a box is met.
    fn room(&self, node: u32) -> f64 {
        let width = self.layered.size[node as usize].width;
        if width <= MARK {
            return 0.0;
        }
        // Clear of the corners; a narrow border is met nearer to them than a wide one.
        let half = width / 2.0;
        (half - 20.0).max((half - 10.0).min(15.0)).max(half / 4.0)
    }

    fn on_border(&self, node: u32, x: f64) -> Option<f64> {
        ((x - self.x[node as usize]).abs() <= self.room(node)).then_some(x)
    }

    /// Moves the ends at the sides of boxes outwards, row by row from left to right.
    fn slide(&self, pins: &mut Pins) {
        let gap = self.options.edge_gap;
        for row in 0..self.order.rows() {
            // The border that the next left side must keep away from.
            let mut taken = f64::NEG_INFINITY;
            let line = self.order.row(row);
            for (place, &vertex) in line.iter().enumerate() {
                if let Some(flank) = self.sides.flank(vertex, End::Left) {
                    self.slide_flank(vertex, flank, -1.0, -(taken + gap), pins);
                }
                let mut border = self.x[vertex as usize] + self.sides.right[vertex as usize];
                if let Some(flank) = self.sides.flank(vertex, End::Right) {
                    let next = line
                        .get(place + 1)
                        .map_or(f64::INFINITY, |&next| self.x[next as usize] - self.sides.left[next as usize]);
                    self.slide_flank(vertex, flank, 1.0, next - gap, pins);
                    let reached = flank.ups.iter().map(|&segment| pins.lower[segment as usize]);
                    let reached = reached.chain(flank.downs.iter().map(|&segment| pins.upper[segment as usize]));
                    border = reached.fold(border, f64::max);
                }
                taken = border;
            }
        }
    }

    /// Places the ends at one side; `sign` turns x so that it grows outwards, `limit` is the turned place not to pass.
    fn slide_flank(&self, node: u32, flank: &Flank, sign: f64, limit: f64, pins: &mut Pins) {
        let gap = self.options.edge_gap;
        let side = sign * self.x[node as usize] + self.layered.size[node as usize].width / 2.0;
        let border = side + flank.loop_reach;
        let limit = limit.min(side + flank.limit);
        for upwards in [true, false] {
            let list = if upwards { &flank.ups } else { &flank.downs };
            let mut last = border;
            for (index, &segment) in list.iter().enumerate() {
                let least = last + gap;
                let greatest = limit - (list.len() - 1 - index) as f64 * gap;
                let wanted = sign * self.beyond(segment, upwards, pins);
                let place = if (least..=greatest).contains(&wanted) { wanted } else { least };
                last = place;
                (if upwards { &mut pins.lower } else { &mut pins.upper })[segment as usize] = (sign * place).round();
            }
        }
    }

    /// Where the other end of a segment at a side stands, or will stand at least.
    fn beyond(&self, segment: u32, upwards: bool, pins: &Pins) -> f64 {
        let far_is_upper = upwards;
        let now = if far_is_upper { pins.upper[segment as usize] } else { pins.lower[segment as usize] };
        let ends = self.layered.segments[segment as usize];
        match self.end(segment, far_is_upper) {
            // Below, the sides are not placed yet.
            Some(End::Left) if !far_is_upper => self.x[ends.lower as usize] - self.sides.left[ends.lower as usize],
            Some(End::Right) if !far_is_upper => self.x[ends.lower as usize] + self.sides.right[ends.lower as usize],
            _ => now,
        }
    }
}

/// Places ends on a border, in order: those with a place of their own there, the others spread beside them.
fn along(center: f64, width: f64, list: &[Option<f64>], options: &Options) -> Vec<f64> {
    let count = list.len();
    if width <= MARK || width < NARROW * count as f64 {
        return vec![center; count];
    }
    let margin = (width / 4.0).min(8.0);
    let (least, greatest) = (center - width / 2.0 + margin, center + width / 2.0 - margin);
    let step = options.port_gap.min(width / (count + 1) as f64);
    let mut places = vec![center; count];
    let mut apart = options.edge_gap.min((greatest - least) / count as f64);
    let first = list.iter().position(Option::is_some);
    let last = list.iter().rposition(Option::is_some);
    if let (Some(first), Some(last)) = (first, last) {
        let mut before = first;
        for index in 0..count {
            if let Some(fixed) = list[index] {
                places[index] = fixed;
                // Those between two fixed ones share the room between them.
                for between in before + 1..index {
                    let part = (between - before) as f64 / (index - before) as f64;
                    places[between] = places[before] + (fixed - places[before]) * part;
                }
                before = index;
            }
        }
        let before = step.min((places[first] - least) / first as f64);
        let after = step.min((greatest - places[last]) / (count - 1 - last) as f64);
        // On a narrow border they rather stand nearer than push away the one that is straight.
        if apart < options.edge_gap {
            apart = apart.min(before.max(NEAREST)).min(after.max(NEAREST));
        }
        for index in 0..first {
            places[index] = places[first] - before * (first - index) as f64;
        }
        for index in last + 1..count {
            places[index] = places[last] + after * (index - last) as f64;
        }
    } else {
        for (index, place) in places.iter_mut().enumerate() {
            *place = center + step * (index as f64 - (count - 1) as f64 / 2.0);
        }
    }
    keep_apart(&mut places, apart);
    for (index, place) in places.iter_mut().enumerate() {
        let (before, after) = (apart * index as f64, apart * (count - 1 - index) as f64);
        *place = place.max(least + before).min(greatest - after);
    }
    places
}

/// Moves places apart to the least distance `gap`, each group of them around its mean: the nearest such places there are.
fn keep_apart(places: &mut [f64], gap: f64) {
    // Groups of places that touch: where the group would like its first one, and how many they are.
    let mut groups: Vec<(f64, usize)> = Vec::with_capacity(places.len());
    for &place in places.iter() {
        let mut group = (place, 1);
        while let Some(&(first, count)) = groups.last()
            && first + gap * count as f64 > group.0
        {
            let (own, total) = (group.1 as f64, (group.1 + count) as f64);
            group = ((first * count as f64 + (group.0 - gap * count as f64) * own) / total, group.1 + count);
            groups.pop();
        }
        groups.push(group);
    }
    let spread = groups.iter().flat_map(|&(first, count)| (0..count).map(move |index| first + gap * index as f64));
    for (place, spread) in places.iter_mut().zip(spread) {
        *place = spread.round();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fixed: &[Option<f64>], expected: &[f64]) {
        assert_eq!(along(0.0, 160.0, fixed, &Options::default()), expected, "{fixed:?}");
    }

    #[test]
    fn one_end_stands_in_the_middle_or_where_its_edge_is_straight() {
        check(&[None], &[0.0]);
        check(&[Some(30.0)], &[30.0]);
    }

    #[test]
    fn several_ends_are_spread_around_the_middle() {
        check(&[None, None, None], &[-40.0, 0.0, 40.0]);
    }

    #[test]
    fn straight_edges_keep_their_place_and_others_stand_beside() {
        check(&[None, Some(0.0), None], &[-40.0, 0.0, 40.0]);
        check(&[Some(0.0), None, None, None], &[0.0, 24.0, 48.0, 72.0]);
        check(&[Some(-20.0), None, Some(20.0)], &[-20.0, 0.0, 20.0]);
    }

    #[test]
    fn a_mark_is_met_in_the_middle() {
        let places = |width: f64| along(0.0, width, &[Some(-3.0), None], &Options::default());
        assert_eq!(places(18.0), [0.0, 0.0]);
        assert_eq!(places(40.0).len(), 2);
        assert_ne!(places(40.0), [0.0, 0.0]);
    }

    #[test]
    fn ends_never_stand_on_each_other() {
        check(&[Some(10.0), Some(10.0)], &[4.0, 16.0]);
        check(&[Some(0.0), Some(6.0), Some(60.0)], &[-3.0, 9.0, 60.0]);
        check(&[Some(70.0), Some(70.0), None], &[48.0, 60.0, 72.0]);
    }
}
