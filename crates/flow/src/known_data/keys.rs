//! A map from keys to shapes whose versions share what they have in common.
//!
//! A flow of ten thousand steps has as many versions of its data, each with one key more; copying them would take
//! hundreds of megabytes. This is a binary trie over the numbers of the keys: its form depends on its members alone,
//! it is at most 32 nodes deep, and two versions are joined in the time that their difference takes.

use std::sync::Arc;

use super::Shape;

/// The number of a key in [`Names`](super::names::Names).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyId(pub(super) u32);

/// What is known of the members of an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys(Option<Arc<Node>>);

#[derive(Debug)]
enum Node {
    Leaf {
        key: KeyId,
        name: Arc<str>,
        shape: Shape,
    },
    /// Members whose numbers agree above the bit; those without the bit are on the left.
    Branch {
        bit: u32,
        /// A number of a member; above the bit it is that of all.
        sample: KeyId,
        left: Arc<Node>,
        right: Arc<Node>,
    },
}

impl Keys {
    /// The shape of a member, if it is known.
    pub(super) fn get(&self, wanted: KeyId) -> Option<&Shape> {
        let mut node = self.0.as_ref()?;
        loop {
            match &**node {
                Node::Leaf { key, shape, .. } => return (*key == wanted).then_some(shape),
                Node::Branch { bit, left, right, .. } => node = if wanted.0 & bit == 0 { left } else { right },
            }
        }
    }

    /// Adds a member, or joins its shape with the known one by `join`, which is given the old and the new.
    pub(super) fn add(
        &mut self,
        key: KeyId,
        name: &Arc<str>,
        shape: Shape,
        join: &mut dyn FnMut(&Shape, &Shape) -> Shape,
    ) {
        let leaf = Arc::new(Node::Leaf { key, name: Arc::clone(name), shape });
        self.0 = Some(match &self.0 {
            Some(node) => union(node, &leaf, join),
            None => leaf,
        });
    }

    /// Adds the members of `other`, and joins the shapes of those that both have.
    ///
    /// When that changes nothing, the result [is the same as](Self::is) this.
    pub(super) fn union(&self, other: &Self, join: &mut dyn FnMut(&Shape, &Shape) -> Shape) -> Self {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Self(Some(union(one, other, join))),
            (Some(_), None) => self.clone(),
            (None, _) => other.clone(),
        }
    }

    /// Tells whether both are one version; two that were made apart may be equal and yet not the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Lists the members, in the order in which the flow first names them; not more than `most`.
    pub(super) fn first(&self, most: usize) -> Vec<(&str, &Shape)> {
        let mut found = Vec::new();
        let mut open: Vec<&Node> = self.0.as_deref().into_iter().collect();
        while let Some(node) = open.pop().filter(|_| found.len() < most) {
            match node {
                Node::Leaf { name, shape, .. } => found.push((&**name, shape)),
                Node::Branch { left, right, .. } => open.extend([&**right, &**left]),
            }
        }
        found
    }

    /// Tells whether there is no member.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl Node {
    /// A number of a member, and the bits in which the others may differ from it.
    fn range(&self) -> (u32, u32) {
        match self {
            Self::Leaf { key, .. } => (key.0, 0),
            Self::Branch { bit, sample, .. } => (sample.0, bit | (bit - 1)),
        }
    }
}

fn union(one: &Arc<Node>, other: &Arc<Node>, join: &mut dyn FnMut(&Shape, &Shape) -> Shape) -> Arc<Node> {
    if Arc::ptr_eq(one, other) {
        return Arc::clone(one);
    }
    let ((a, a_open), (b, b_open)) = (one.range(), other.range());
    let open = a_open | b_open;
    if (a ^ b) & !open != 0 {
        // They have no member in common.
        let bit = 1 << (31 - (a ^ b).leading_zeros());
        let (left, right) = if a & bit == 0 { (one, other) } else { (other, one) };
        return branch(bit, left, right);
    }
    match (&**one, &**other) {
        (Node::Leaf { key, name, shape }, Node::Leaf { shape: added, .. }) => {
            let joined = join(shape, added);
            if joined.is(shape) {
                return Arc::clone(one);
            }
            Arc::new(Node::Leaf { key: *key, name: Arc::clone(name), shape: joined })
        }
        (Node::Branch { bit, left, right, .. }, _) if a_open >= b_open => {
            let (new_left, new_right) = match &**other {
                Node::Branch { bit: same, left: l, right: r, .. } if same == bit => {
                    (union(left, l, join), union(right, r, join))
                }
                _ if b & bit == 0 => (union(left, other, join), Arc::clone(right)),
                _ => (Arc::clone(left), union(right, other, join)),
            };
            if Arc::ptr_eq(&new_left, left) && Arc::ptr_eq(&new_right, right) {
                return Arc::clone(one);
            }
            branch(*bit, &new_left, &new_right)
        }
        (_, Node::Branch { bit, left, right, .. }) if a & bit == 0 => branch(*bit, &union(one, left, join), right),
        (_, Node::Branch { bit, left, right, .. }) => branch(*bit, left, &union(one, right, join)),
        (Node::Branch { .. }, Node::Leaf { .. }) => Arc::clone(one),
    }
}

fn branch(bit: u32, left: &Arc<Node>, right: &Arc<Node>) -> Arc<Node> {
    let (sample, _) = left.range();
    Arc::new(Node::Branch { bit, sample: KeyId(sample), left: Arc::clone(left), right: Arc::clone(right) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(numbers: &[u32]) -> Keys {
        let mut keys = Keys::default();
        for number in numbers {
            keys.add(KeyId(*number), &number.to_string().into(), Shape::Scalar, &mut |old, _| old.clone());
        }
        keys
    }

    fn members(keys: &Keys) -> Vec<u32> {
        keys.first(usize::MAX).into_iter().map(|(name, _)| name.parse().unwrap()).collect()
    }

    /// Sets of numbers from a small generator, the same in every run.
    fn sets() -> Vec<Vec<u32>> {
        let mut state = 7_u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        (0..60).map(|set| (0..next(12)).map(|_| next(if set % 2 == 0 { 20 } else { 60_000 })).collect()).collect()
    }

    #[test]
    fn a_union_has_the_members_of_both_and_keeps_what_does_not_change() {
        for one in sets() {
            for other in sets() {
                let (a, b) = (keys(&one), keys(&other));
                let both = a.union(&b, &mut |old, _| old.clone());
                let expected: BTreeSet<u32> = one.iter().chain(&other).copied().collect();
                assert_eq!(members(&both), expected.iter().copied().collect::<Vec<_>>(), "{one:?} {other:?}");
                for number in 0..64 {
                    assert_eq!(both.get(KeyId(number)).is_some(), expected.contains(&number), "{one:?} {other:?}");
                }
                assert_eq!(both.first(3).len(), expected.len().min(3));
                assert!(both.is(&both.union(&a, &mut |old, _| old.clone())), "{one:?} {other:?}");
                assert!(both.is(&both.union(&b, &mut |old, _| old.clone())), "{one:?} {other:?}");
                assert_eq!(
                    a.is(&both),
                    expected.len() == one.iter().collect::<BTreeSet<_>>().len(),
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn shapes_of_common_members_are_joined() {
        let with = |shape: Shape| {
            let mut keys = keys(&[1, 3]);
            keys.add(KeyId(2), &"2".into(), shape, &mut |_, new| new.clone());
            keys
        };
        let joined = with(Shape::Scalar).union(&with(Shape::List { least: 1 }), &mut |_, _| Shape::Anything);
        assert!(matches!(joined.get(KeyId(2)), Some(Shape::Anything)));
        assert!(joined.get(KeyId(4)).is_none());
    }
}
