//! Which pages may use the gateway: its own, and those it was told of.

use std::fmt;
use std::net::IpAddr;

use crate::upstream::{host_name, is_loopback};

/// An origin that was allowed by whoever started the gateway: scheme and host, with the port where it is not the usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
}

impl Origin {
    /// Reads an origin such as `https://docs.example.com` or `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// When it is no scheme and host, or has something behind them.
    pub fn parse(text: &str) -> Result<Self, BadOrigin> {
        let bad = || BadOrigin { text: text.to_owned() };
        let trimmed = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = trimmed.split_once("://").ok_or_else(bad)?;
        let usual = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => return Err(bad()),
        };
        host_name(host).ok_or_else(bad)?;
        let host = host.strip_suffix(usual).unwrap_or(host);
        Ok(Self { text: format!("{scheme}://{host}") })
    }

    /// As a browser writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn host(&self) -> &str {
        self.text.split_once("://").map_or("", |(_, host)| host)
    }
}

/// A text that is no origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadOrigin {
    text: String,
}

impl fmt::Display for BadOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no origin: please give http:// or https:// and a host, nothing behind it", self.text)
    }
}

impl std::error::Error for BadOrigin {}

/// Whether a request's `host` is one of the gateway's own names.
///
/// A foreign name that leads here is how a page elsewhere would get around the browser's borders. Addresses in digits
/// cannot be such names, but away from loopback only.
pub(super) fn is_own_host(host: &str, on_loopback: bool, allowed: &[Origin]) -> bool {
    let Some(name) = host_name(host) else { return false };
    let is_address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let host = host.to_ascii_lowercase();
    is_loopback(&name.to_ascii_lowercase())
        || (is_address && !on_loopback)
        || allowed.iter().any(|origin| origin.host() == host)
}

/// Where a request comes from, as far as its headers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The gateway's own page, a person's navigation, or no browser at all.
    Here,
    /// A page that was allowed.
    Allowed(Origin),
    /// Any other page.
    Elsewhere(String),
}

/// Tells where a request comes from; `host` has been found to be the gateway's own.
pub(super) fn whence(origin: Option<&str>, site: Option<&str>, host: &str, allowed: &[Origin]) -> From {
    match origin {
        Some(origin) => {
            let is_own = ["http://", "https://"]
                .iter()
                .any(|scheme| origin.strip_prefix(scheme).is_some_and(|own| own.eq_ignore_ascii_case(host)));
            match allowed.iter().find(|allowed| allowed.as_str() == origin) {
                _ if is_own => From::Here,
                Some(allowed) => From::Allowed(allowed.clone()),
                None => From::Elsewhere(origin.to_owned()),
            }
        }
        None => match site {
            None | Some("same-origin" | "none") => From::Here,
            Some(_) => From::Elsewhere("another site".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Vec<Origin> {
        ["https://docs.example.com", "http://127.0.0.1:8080"].map(|text| Origin::parse(text).unwrap()).into()
    }

    #[test]
    fn origins_are_scheme_and_host() {
        for (text, expected) in [
            ("https://Docs.example.com/", Some("https://docs.example.com")),
            ("https://docs.example.com:443", Some("https://docs.example.com")),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("docs.example.com", None),
            ("*", None),
            ("null", None),
            ("file:///", None),
            ("https://docs.example.com/path", None),
        ] {
            assert_eq!(Origin::parse(text).ok().as_ref().map(Origin::as_str), expected, "{text}");
        }
    }

    #[test]
    fn foreign_names_are_refused() {
        for (host, on_loopback, elsewhere) in [
            ("127.0.0.1:7878", true, true),
            ("localhost:9000", true, true),
            ("LOCALHOST", true, true),
            ("[::1]:7878", true, true),
            ("192.168.0.7:7878", false, true),
            ("docs.example.com", true, true),
            ("docs.example.com:8443", false, false),
            ("evil.example", false, false),
            ("127.0.0.1.evil.example", false, false),
            ("", false, false),
            ("a b", false, false),
        ] {
            assert_eq!(is_own_host(host, true, &origins()), on_loopback, "{host}");
            assert_eq!(is_own_host(host, false, &origins()), elsewhere, "{host}");
        }
    }

    #[test]
    fn requests_of_other_pages_are_told_apart() {
        let elsewhere = |text: &str| From::Elsewhere(text.to_owned());
        let allowed = || From::Allowed(Origin::parse("http://127.0.0.1:8080").unwrap());
        for (origin, site, expected) in [
            (None, None, From::Here),
            (None, Some("none"), From::Here),
            (None, Some("same-origin"), From::Here),
            (None, Some("same-site"), elsewhere("another site")),
            (None, Some("cross-site"), elsewhere("another site")),
            (Some("http://127.0.0.1:7878"), Some("same-origin"), From::Here),
            (Some("http://127.0.0.1:8080"), Some("same-site"), allowed()),
            (Some("http://127.0.0.1:9999"), None, elsewhere("http://127.0.0.1:9999")),
            (Some("https://evil.example"), Some("cross-site"), elsewhere("https://evil.example")),
            (Some("null"), None, elsewhere("null")),
            (Some(""), None, elsewhere("")),
        ] {
            assert_eq!(whence(origin, site, "127.0.0.1:7878", &origins()), expected, "{origin:?} {site:?}");
        }
    }
}
