//! The key that opens the emulator.

use flowglass_gateway::credentials::Credentials;
use flowglass_gateway::emulator::{MadeKey, make_key};

use super::EmulateTrouble;

/// The variables that official SDKs read too. Source: signing.md 6.
const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// The key that opens the emulator, and where it comes from.
#[derive(Debug)]
pub(super) enum Keys {
    /// From the environment.
    Given(Credentials),
    /// Made for this run.
    Made(MadeKey),
}

impl Keys {
    /// Takes the key from the environment, a temporary one with its token, or makes one.
    ///
    /// # Errors
    /// Half a key is in the environment, or none can be made.
    pub(super) fn find(variable: impl Fn(&str) -> Option<String>) -> Result<Self, EmulateTrouble> {
        let given = |name| variable(name).filter(|value| !value.is_empty());
        match (given(ID), given(SECRET)) {
            (Some(id), Some(secret)) => Ok(Self::Given(Credentials::new(id, secret, given(TOKEN)))),
            (Some(_), None) => Err(EmulateTrouble::HalfKey(SECRET)),
            (None, Some(_)) => Err(EmulateTrouble::HalfKey(ID)),
            (None, None) => Ok(Self::Made(make_key().map_err(|error| EmulateTrouble::NoKey(error.to_string()))?)),
        }
    }

    /// What is said about the key.
    pub(super) fn note(&self) -> String {
        match self {
            Self::Given(keys) => {
                let kind = if keys.token().is_some() { "temporary key" } else { "key" };
                format!("{kind} {} from the environment\n", keys.shown_id())
            }
            Self::Made(made) => format!(
                "a key was made for this run; it is shown only here:\nexport {ID}={}\nexport {SECRET}={}\n",
                made.id, made.secret
            ),
        }
    }

    /// The key itself.
    pub(super) fn into_credentials(self) -> Credentials {
        match self {
            Self::Given(keys) => keys,
            Self::Made(made) => Credentials::new(made.id, made.secret, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn keys_are_given_or_made() {
        let find = |id: &str, secret: &str| {
            Keys::find(|name| {
                [(ID, id), (SECRET, secret)].into_iter().find(|it| it.0 == name).map(|it| it.1.to_owned())
            })
        };
        let given = find("LTAI-1234567890", "hidden").unwrap();
        assert!(!given.note().contains("hidden") && given.note().contains("from the environment"), "{}", given.note());
        let credentials = given.into_credentials();
        assert_eq!((credentials.key_id(), credentials.token().is_some()), ("LTAI-1234567890", false));
        let temporary = Keys::find(|name| Some(format!("hidden {name}"))).unwrap();
        assert_eq!(temporary.note(), "temporary key hidden A… from the environment\n");
        let credentials = temporary.into_credentials();
        assert_eq!(credentials.token().map(ExposeSecret::expose_secret), Some("hidden ALIBABA_CLOUD_SECURITY_TOKEN"));
        let made = find("", "").unwrap();
        let id = made.note().lines().find_map(|line| line.strip_prefix(&format!("export {ID}=")).map(str::to_owned));
        assert_eq!(id.as_deref(), Some(made.into_credentials().key_id()));
        let missing = |result: Result<Keys, EmulateTrouble>| result.unwrap_err().to_string();
        assert!(missing(find("a", "")).starts_with("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"));
        assert!(missing(find("", "a")).starts_with("ALIBABA_CLOUD_ACCESS_KEY_ID is not set"));
    }
}
