//! Shared values that are compared by where they are.

use std::rc::Rc;

/// A shared value that is equal to itself only: comparing scenes box by box would cost more than drawing.
#[derive(Debug)]
pub(crate) struct ByPointer<T>(pub(crate) Rc<T>);

impl<T> Clone for ByPointer<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for ByPointer<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
