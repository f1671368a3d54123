//! Which arcs hold the picture straight.

use crate::cycles::{Acyclic, Arc};
use crate::level::Flat;
use crate::lists::Lists;

/// Tells which arcs neither run back, nor leave at a side, nor lead from what only such arcs reach into the main flow.
///
/// The main flow is what plain arcs reach from the start; without a start, everything.
pub(crate) fn steady(flat: &Flat, acyclic: &Acyclic) -> Vec<bool> {
    let plain = |arc: &Arc| !arc.reversed && !flat.arrows[arc.arrow as usize].side;
    let down = Lists::group(flat.sizes.len(), acyclic.arcs.len(), &|arc| {
        let arc = &acyclic.arcs[arc];
        plain(arc).then_some((arc.upper, arc.lower))
    });
    let mut main = vec![flat.start.is_none(); flat.sizes.len()];
    let mut open: Vec<u32> = flat.start.into_iter().collect();
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut main[node as usize], true) {
            open.extend(down.of(node));
        }
    }
    let stays = |arc: &Arc| main[arc.upper as usize] || !main[arc.lower as usize];
    acyclic.arcs.iter().map(|arc| plain(arc) && stays(arc)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::break_cycles;
    use crate::level::tests::flat;

    #[test]
    fn what_only_errors_reach_does_not_belong_to_the_main_flow() {
        let mut flat = flat(4, &[(0, 1), (0, 2), (2, 3), (3, 1)]);
        flat.arrows[1].side = true;
        // In the order of arcs: 0 to 1, 2 to 3 (both beside the main flow), 3 to 1, and the side edge.
        let acyclic = break_cycles(&flat);
        assert_eq!(steady(&flat, &acyclic), [true, true, false, false]);
    }
}
