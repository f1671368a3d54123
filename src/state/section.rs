//! Which part of the page is seen where there is room for one only.

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    /// The texts, or the account.
    Text,
    /// The picture.
    #[default]
    Picture,
    /// The selected step.
    Step,
}

impl Section {
    /// The parts in their order.
    pub(crate) const ALL: [Self; 3] = [Self::Text, Self::Picture, Self::Step];

    /// The part's name in classes.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Picture => "picture",
            Self::Step => "step",
        }
    }
}
