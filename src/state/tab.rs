//! Which of several panels in one place is seen.

/// What the left panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftTab {
    Definition,
    Scenario,
    Executions,
}

/// What the bottom panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BottomTab {
    Events,
    Problems,
    Result,
    Conversion,
}

impl LeftTab {
    /// The tab's name in ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Scenario => "scenario",
            Self::Executions => "executions",
        }
    }
}

impl BottomTab {
    /// The tab's name in ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Problems => "problems",
            Self::Result => "result",
            Self::Conversion => "conversion",
        }
    }
}
