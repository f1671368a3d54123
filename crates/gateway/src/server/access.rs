//! Who may use the gateway: whoever has shown its token and holds a cookie signed with its key.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use flowglass_history::Millis;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use sha2::Sha256;

use crate::clock::{NoRandomness, random_bytes, random_text};
use crate::signing::{hex, same};
use crate::upstream::Bucket;

/// How long a cookie is good, in seconds.
const LIFE: i64 = 7 * 24 * 3600;
/// The shortest token that a file may hold, in characters.
const SHORTEST: usize = 20;
/// How often a wrong token may be tried: so many at once, and so many a second.
const TRIES: (f64, f64) = (10.0, 0.5);

/// The key, the token, and the cookies that come of them.
pub struct Access {
    key: SecretBox<[u8; 32]>,
    token: Mutex<Token>,
    tries: Mutex<Bucket>,
    cookie: String,
}

enum Token {
    /// Good for one browser, once.
    OneTime(Option<SecretString>),
    /// Good for everybody who knows it.
    Shared(SecretString),
}

impl Access {
    /// With a token that is good once; also returns it.
    ///
    /// Cookies do not know ports, so the port is part of the cookie's name: two gateways on one machine get along.
    ///
    /// # Errors
    /// When the operating system has no random source.
    pub fn one_time(port: u16) -> Result<(Self, SecretString), NoRandomness> {
        let token = SecretString::from(random_text()?);
        let access = Self {
            key: SecretBox::new(Box::new(random_bytes()?)),
            token: Mutex::new(Token::OneTime(Some(token.clone()))),
            tries: Mutex::new(Bucket::new(TRIES.0, TRIES.1)),
            cookie: format!("flowglass-{port}"),
        };
        Ok((access, token))
    }

    /// With a token from a file's text; every process that has the same file takes the same cookies.
    ///
    /// # Errors
    /// When the text is too short, or has blanks or line breaks inside.
    pub fn of_file(text: &str) -> Result<Self, BadToken> {
        let token = text.trim();
        if token.chars().count() < SHORTEST || token.contains(char::is_whitespace) {
            return Err(BadToken);
        }
        Ok(Self {
            key: SecretBox::new(Box::new(mac(token.as_bytes(), "flowglass cookie key"))),
            token: Mutex::new(Token::Shared(SecretString::from(token))),
            tries: Mutex::new(Bucket::new(TRIES.0, TRIES.1)),
            cookie: "flowglass".to_owned(),
        })
    }

    /// Takes a token for a cookie, the value of a `set-cookie` header; `uptime` counts from any fixed moment.
    ///
    /// # Errors
    /// When the token is wrong or used up, or too many wrong ones came.
    pub fn enter(&self, token: &str, now: Millis, uptime: Duration) -> Result<String, Refused> {
        let mut known = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let is_right = match &*known {
            Token::OneTime(None) => return Err(Refused::UsedUp),
            Token::OneTime(Some(known)) | Token::Shared(known) => {
                let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
                let digest = |text: &str| crate::signing::v3::sha256_hex(text.as_bytes());
                // Digests are of one length, so that the comparison tells nothing about the token's.
                let is_right = same(&digest(known.expose_secret()), &digest(token));
                if !is_right && tries.take(uptime, Duration::ZERO).is_none() {
                    return Err(Refused::TooMany);
                }
                is_right
            }
        };
        if !is_right {
            return Err(Refused::Wrong);
        }
        let id = random_text().map_err(|_| Refused::NoRandomness)?;
        if let Token::OneTime(token) = &mut *known {
            *token = None;
        }
        let claim = format!("{id}.{}", now.0 / 1_000 + LIFE);
        let value = format!("{claim}.{}", self.sign(&claim));
        Ok(format!("{}={value}; Path=/; Max-Age={LIFE}; HttpOnly; SameSite=Strict", self.cookie))
    }

    /// Whether a request's `cookie` header holds a good one.
    pub fn is_open(&self, cookies: &str, now: Millis) -> bool {
        cookies.split(';').any(|cookie| {
            let value = cookie.trim().strip_prefix(&self.cookie).and_then(|rest| rest.strip_prefix('='));
            value.is_some_and(|value| self.is_good(value, now))
        })
    }

    fn is_good(&self, value: &str, now: Millis) -> bool {
        let Some((claim, signature)) = value.rsplit_once('.') else { return false };
        let expires = claim.rsplit_once('.').and_then(|(_, expires)| expires.parse::<i64>().ok());
        same(signature, &self.sign(claim)) && expires.is_some_and(|expires| now.0 / 1_000 < expires)
    }

    fn sign(&self, claim: &str) -> String {
        hex(&mac(self.key.expose_secret(), claim))
    }
}

fn mac(key: &[u8], text: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("cookie", &self.cookie).finish_non_exhaustive()
    }
}

/// A file's text that is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadToken;

impl fmt::Display for BadToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a token is one line of at least {SHORTEST} characters without blanks")
    }
}

impl std::error::Error for BadToken {}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is another one.
    Wrong,
    /// It was good once, and that was before.
    UsedUp,
    /// Too many wrong ones came.
    TooMany,
    /// No cookie can be made.
    NoRandomness,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_767_225_600_000);

    fn value(cookie: &str) -> &str {
        cookie.split(';').next().unwrap()
    }

    #[test]
    fn a_one_time_token_is_good_once() {
        let (access, token) = Access::one_time(7878).unwrap();
        let enter = |token: &str| access.enter(token, NOW, Duration::ZERO);
        assert_eq!(enter("wrong"), Err(Refused::Wrong));
        assert_eq!(enter(""), Err(Refused::Wrong));
        let cookie = enter(token.expose_secret()).unwrap();
        assert!(cookie.starts_with("flowglass-7878="), "{cookie}");
        assert!(cookie.ends_with("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains(token.expose_secret()), "{cookie}");
        assert_eq!(enter(token.expose_secret()), Err(Refused::UsedUp));
        assert!(access.is_open(&format!("a=b; {}; c=d", value(&cookie)), NOW));
    }

    #[test]
    fn cookies_are_of_this_key_and_of_some_days() {
        let text = "a-token-of-some-length\n";
        let (one, other) = (Access::of_file(text).unwrap(), Access::of_file(text).unwrap());
        let cookie = one.enter(text.trim(), NOW, Duration::ZERO).unwrap();
        let good = value(&cookie);
        assert!(one.enter(text.trim(), NOW, Duration::ZERO).is_ok());
        let check = |access: &Access, cookie: &str, now: Millis, expected: bool| {
            assert_eq!(access.is_open(cookie, now), expected, "{cookie}");
        };
        check(&other, good, NOW, true);
        check(&Access::of_file("another-token-of-that-length").unwrap(), good, NOW, false);
        check(&one, good, NOW.plus(LIFE * 1_000 - 1), true);
        check(&one, good, NOW.plus(LIFE * 1_000), false);
        check(&one, &good.replace("flowglass=", "flowglass=0"), NOW, false);
        check(&one, &good[..good.len() - 1], NOW, false);
        check(&one, &format!("x{good}"), NOW, false);
        for cookie in ["", "flowglass", "flowglass=", "flowglass=a.b.c", "flowglass=.."] {
            check(&one, cookie, NOW, false);
        }
    }

    #[test]
    fn guessing_is_slow() {
        let access = Access::of_file("a-token-of-some-length").unwrap();
        let enter = |token: &str, second: u64| access.enter(token, NOW, Duration::from_secs(second));
        for _ in 0..10 {
            assert_eq!(enter("guess", 0), Err(Refused::Wrong));
        }
        assert_eq!(enter("guess", 0), Err(Refused::TooMany));
        assert!(enter("a-token-of-some-length", 0).is_ok());
        assert_eq!(enter("guess", 2), Err(Refused::Wrong));
    }

    #[test]
    fn short_tokens_are_refused() {
        for text in ["", "short", "nineteen-characters", "twenty characters and more"] {
            assert!(Access::of_file(text).is_err(), "{text}");
        }
    }
}
