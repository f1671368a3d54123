//! Why there is no emulator.

use std::fmt;
use std::io;

use flowglass_account::ApiError;

/// Why there is no emulator.
#[derive(Debug)]
pub(crate) enum EmulateTrouble {
    /// Only one half of a key is in the environment: the half that is missing.
    HalfKey(&'static str),
    /// There is no way to make a key; why.
    NoKey(String),
    /// The address cannot be listened at.
    Listen(String, io::Error),
    /// Two scenarios are for one flow.
    TwoScenarios(String),
    /// A definition cannot be that of a flow: where it was read, and why.
    Refused(String, ApiError),
}

impl fmt::Display for EmulateTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HalfKey(missing) => write!(
                f,
                "{missing} is not set in the environment: set both halves of the key, or neither to have one made"
            ),
            Self::NoKey(why) => write!(f, "no key can be made: {why}"),
            Self::Listen(address, error) => write!(f, "cannot listen at {address}: {error}"),
            Self::TwoScenarios(flow) => write!(f, "two scenarios are for the flow {flow}: name one of them"),
            Self::Refused(name, error) => write!(f, "{name}: {}", error.message),
        }
    }
}
