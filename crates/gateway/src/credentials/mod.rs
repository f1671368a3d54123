//! Where the keys of an account are found, and what keeps them out of every output.
//!
//! Source: signing.md 6.

mod config_file;
mod find;
mod ini_file;

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

pub use find::{CredentialsError, Found, Places, find};

/// How much of a key id may be shown, in characters.
const SHOWN: usize = 8;

/// The key that requests are signed with. Its secret and its token show in no output.
#[derive(Clone)]
pub struct Credentials {
    key_id: String,
    secret: SecretString,
    token: Option<SecretString>,
}

impl Credentials {
    /// Keys as they were given; `token` belongs to temporary ones.
    pub fn new(key_id: impl Into<String>, secret: impl Into<String>, token: Option<String>) -> Self {
        Self {
            key_id: key_id.into(),
            secret: SecretString::from(secret.into()),
            token: token.filter(|token| !token.is_empty()).map(SecretString::from),
        }
    }

    /// The id of the key; not secret, but see [`shown_id`](Self::shown_id).
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The secret of the key.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// The token of a temporary key.
    pub fn token(&self) -> Option<&SecretString> {
        self.token.as_ref()
    }

    /// As much of the id as people need to tell keys apart.
    pub fn shown_id(&self) -> String {
        let start: String = self.key_id.chars().take(SHOWN).collect();
        if start.len() < self.key_id.len() { format!("{start}…") } else { start }
    }

    /// Takes everything that belongs to the key out of a text that came from elsewhere, however it is encoded.
    ///
    /// A service that refuses a signature may quote what it signed, and with it a token.
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let token = self.token.as_ref().map(|token| token.expose_secret());
        for (secret, shown) in [
            (Some(self.secret.expose_secret()), "[redacted]".to_owned()),
            (token, "[redacted]".to_owned()),
            (Some(self.key_id.as_str()), self.shown_id()),
        ] {
            let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { continue };
            let once = crate::signing::encode(secret);
            let twice = crate::signing::encode(&once);
            for form in [secret, &once, &twice] {
                if form != shown {
                    text = text.replace(form, &shown);
                }
            }
        }
        text
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("key_id", &self.shown_id())
            .field("secret", &"[redacted]")
            .field("token", &self.token.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_secret_nor_token_show() {
        let credentials = Credentials::new("LTAI5tSomethingLong", "s3cret/+", Some("tok/en".to_owned()));
        let shown = format!("{credentials:?}");
        assert_eq!(shown, r#"Credentials { key_id: "LTAI5tSo…", secret: "[redacted]", token: Some("[redacted]") }"#);
        let quoted = "string to sign is:GET&SecurityToken%3Dtok%252Fen%26AccessKeyId%3DLTAI5tSomethingLong \
                      key s3cret/+ s3cret%2F%2B";
        assert_eq!(
            credentials.redact(quoted),
            "string to sign is:GET&SecurityToken%3D[redacted]%26AccessKeyId%3DLTAI5tSo… key [redacted] [redacted]"
        );
    }

    #[test]
    fn an_empty_token_is_none() {
        assert!(Credentials::new("a", "b", Some(String::new())).token().is_none());
        assert_eq!(Credentials::new("short", "b", None).shown_id(), "short");
    }
}
