//! The flows that come with Flowglass.

/// A definition with a scenario that shows it at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The file name of the definition.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// The definition.
    pub definition: &'static str,
    /// One run of it.
    pub scenario: &'static str,
}

macro_rules! example {
    ($name:literal, $about:literal) => {
        Example {
            name: concat!($name, ".flow.yaml"),
            about: $about,
            definition: include_str!(concat!("../www/examples/", $name, ".flow.yaml")),
            scenario: include_str!(concat!("../www/examples/", $name, ".scenario.yaml")),
        }
    };
}

/// All examples; the first is what a first visit shows.
pub const EXAMPLES: &[Example] = &[
    example!("order", "Parallel, retry, catch, Map"),
    example!("quote", "Choice, functions, catch, globals"),
    example!("leave-request", "waits for a person's answer"),
    example!("catalogue", "Parallel and Map inside each other"),
    example!("mailing", "distributed Map that tolerates a failure"),
    example!("thumbnails", "older language: foreach and parallel"),
    example!("poll-job", "older language: a loop with wait and choice"),
    example!("trip", "older language: compensation and callback"),
    example!("nightly", "older language: choice with steps, child flow"),
    example!("rotate", "older language: the child of nightly"),
];

/// `order` of `order.flow.yaml`.
pub(crate) fn file_stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
