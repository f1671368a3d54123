//! How much an account has room for.

/// How much an account has room for.
///
/// Source: api.md 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many flows it has at most.
    pub flows: usize,
    /// How many executions of each mode run at a time, those of tasks and of distributed Maps among them (CHOICE).
    pub running_executions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { flows: 10_000, running_executions: 10_000 }
    }
}
