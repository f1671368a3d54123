//! What was published of a flow: its versions, its aliases, and which version a start runs.
//!
//! Source: api.md 5.5.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_expression::Random;
use flowglass_flow::Flow;
use flowglass_history::Millis;

use crate::error::ApiError;
use crate::names::check_name;
use crate::register::Origin;

/// The versions and aliases of one flow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Published {
    pub(crate) versions: BTreeMap<u32, Version>,
    /// The number of the version that was published last; no number is given twice (CHOICE).
    pub(crate) last: u32,
    pub(crate) aliases: BTreeMap<String, Alias>,
}

/// A flow as it was when it was published.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) flow: Arc<Flow>,
    pub(crate) origin: Arc<Origin>,
    /// What was said when it was published.
    pub(crate) description: String,
    /// What the flow said of itself then.
    pub(crate) flow_description: String,
    pub(crate) created: Millis,
}

/// A name for one or two versions.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) description: String,
    pub(crate) routes: Vec<Route>,
    pub(crate) created: Millis,
}

/// One version that an alias stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) version: u32,
    /// How many of a hundred executions run it.
    pub(crate) weight: u8,
}

/// What a caller says for the version that is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Qualifier {
    Version(u32),
    Alias(Arc<str>),
}

impl Qualifier {
    /// Reads the number of a version or the name of an alias.
    ///
    /// # Errors
    /// `InvalidArgument` when it is neither.
    pub(crate) fn read(text: &str) -> Result<Self, ApiError> {
        match read_number(text) {
            Some(number) => Ok(Self::Version(number)),
            None if check_name("Qualifier", text).is_ok() => Ok(Self::Alias(text.into())),
            None => Err(ApiError::argument("Qualifier is the number of a version or the name of an alias.")),
        }
    }
}

impl Published {
    /// Finds a version of the flow `flow`.
    ///
    /// # Errors
    /// `InvalidArgument`: no code is documented for it (CHOICE).
    pub(crate) fn version(&self, flow: &str, number: u32) -> Result<&Version, ApiError> {
        let known = self.versions.get(&number);
        known.ok_or_else(|| ApiError::argument(&format!("The flow {flow} has no version {number}.")))
    }

    /// Finds an alias of the flow `flow`.
    ///
    /// # Errors
    /// As [`version`](Self::version).
    pub(crate) fn alias(&self, flow: &str, name: &str) -> Result<&Alias, ApiError> {
        self.aliases.get(name).ok_or_else(|| no_alias(flow, name))
    }

    /// Which versions a qualifier stands for.
    ///
    /// # Errors
    /// As [`version`](Self::version).
    pub(crate) fn routes(&self, flow: &str, qualifier: &Qualifier) -> Result<Vec<Route>, ApiError> {
        match qualifier {
            Qualifier::Version(number) => {
                self.version(flow, *number).map(|_| vec![Route { version: *number, weight: 100 }])
            }
            Qualifier::Alias(name) => self.alias(flow, name).map(|alias| alias.routes.clone()),
        }
    }
}

/// The error of an alias that is not there.
pub(crate) fn no_alias(flow: &str, name: &str) -> ApiError {
    ApiError::argument(&format!("The flow {flow} has no alias {name}."))
}

/// Chooses one of the versions that an alias stands for, each as often as its weight says in the long run.
pub(crate) fn choose(routes: &[Route], random: &mut Random) -> Option<u32> {
    let [first, second] = routes else { return routes.first().map(|route| route.version) };
    let drawn = random.below(u64::from(first.weight) + u64::from(second.weight));
    Some(if drawn < u64::from(first.weight) { first.version } else { second.version })
}

/// Reads the number of a version, as the service writes it: from 1, without zeros in front.
pub(crate) fn read_number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_are_numbers_or_names() {
        assert_eq!(Qualifier::read("12"), Ok(Qualifier::Version(12)));
        assert_eq!(Qualifier::read("prod-1"), Ok(Qualifier::Alias("prod-1".into())));
        for wrong in ["0", "01", "-1", "+1", "1.0", "4294967296", "a b", "流"] {
            assert!(Qualifier::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn weights_are_what_comes_of_many_draws() {
        fn check(weights: &[u8], expected: std::ops::RangeInclusive<u32>) {
            let routes: Vec<_> =
                weights.iter().zip(1..).map(|(weight, version)| Route { version, weight: *weight }).collect();
            let mut random = Random::new(5);
            let firsts = (0..1_000).filter(|_| choose(&routes, &mut random) == Some(1)).count() as u32;
            assert!(expected.contains(&firsts), "{weights:?}: {firsts}");
        }
        check(&[100], 1_000..=1_000);
        check(&[100, 0], 1_000..=1_000);
        check(&[0, 100], 0..=0);
        check(&[90, 10], 870..=930);
        check(&[50, 50], 450..=550);
        assert_eq!(choose(&[], &mut Random::new(1)), None);
    }
}
