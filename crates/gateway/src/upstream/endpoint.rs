//! Where CloudFlow is: a region's public endpoint, or one that the person who runs the gateway named.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// An endpoint that signed requests may go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    base: String,
    host: String,
    is_loopback: bool,
}

impl Endpoint {
    /// The public endpoint of a region.
    ///
    /// # Errors
    /// When the text has not the form of a region's name. Source: signing.md 5.
    pub fn of_region(region: &str) -> Result<Self, EndpointError> {
        if !is_region(region) {
            return Err(EndpointError::Region(region.to_owned()));
        }
        let host = format!("{region}.fnf.aliyuncs.com");
        Ok(Self { base: format!("https://{host}"), host, is_loopback: false })
    }

    /// An endpoint by its address; without a scheme it is HTTPS.
    ///
    /// # Errors
    /// When it is no address of a host, has anything behind the host, or is plain HTTP to another machine.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let wrong = || EndpointError::Address(text.to_owned());
        let (scheme, rest) = text.trim().split_once("://").unwrap_or(("https", text.trim()));
        let host = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let name = host_name(&host).ok_or_else(wrong)?;
        let is_loopback = is_loopback(name);
        match scheme {
            "https" => {}
            "http" if is_loopback => {}
            "http" => return Err(EndpointError::Plain(text.to_owned())),
            _ => return Err(wrong()),
        }
        Ok(Self { base: format!("{scheme}://{host}"), host, is_loopback })
    }

    /// Scheme and host, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The host, with the port where one was given.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

/// The form of a region's name: `cn-hangzhou`, `ap-southeast-1`, `cn-north-2-gov-1` is none.
fn is_region(text: &str) -> bool {
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    text.len() <= 64
        && match parts.as_slice() {
            [country, place] => country.len() == 2 && letters(country) && letters(place),
            [country, place, last] => {
                country.len() == 2 && letters(country) && letters(place) && (letters(last) || digits(last))
            }
            [country, place, more, number] => {
                country.len() == 2 && letters(country) && letters(place) && letters(more) && digits(number)
            }
            _ => false,
        }
}

/// The name in `name`, `name:port` or `[v6]:port`; `None` when it is neither.
pub(crate) fn host_name(host: &str) -> Option<&str> {
    let (name, port) = if host.starts_with('[') {
        let end = host.find(']')?;
        let (name, rest) = host.split_at(end + 1);
        name.trim_matches(['[', ']']).parse::<Ipv6Addr>().ok()?;
        (name, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
    } else {
        host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)))
    };
    let good_port =
        port.is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok());
    let good_name = name.starts_with('[')
        || (!name.is_empty()
            && name.len() <= 253
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')));
    (good_name && good_port).then_some(name)
}

/// Whether a host's name means this machine wherever it is looked up.
pub(crate) fn is_loopback(name: &str) -> bool {
    let name = name.trim_matches(['[', ']']);
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Why an endpoint is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointError {
    /// No region is called so.
    Region(String),
    /// No address of a host.
    Address(String),
    /// Plain HTTP to another machine.
    Plain(String),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(text) => write!(f, "{text:?} is no region: regions are called like cn-hangzhou"),
            Self::Address(text) => {
                write!(f, "{text:?} is no endpoint: please give https:// and a host, nothing behind it")
            }
            Self::Plain(text) => write!(
                f,
                "{text:?} is plain HTTP to another machine: anybody on the way could read and change requests; \
                 please use https://"
            ),
        }
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_names_and_nothing_else() {
        for (region, expected) in [
            ("cn-hangzhou", true),
            ("ap-southeast-1", true),
            ("cn-hangzhou-finance", true),
            ("cn-hangzhou-finance-1", true),
            ("", false),
            ("cn", false),
            ("c-hangzhou", false),
            ("cn-hangzhou.evil.example", false),
            ("cn-hangzhou/", false),
            ("CN-hangzhou", false),
            ("cn-hangzhou-1-2", false),
            ("cn--1", false),
        ] {
            let found = Endpoint::of_region(region);
            assert_eq!(found.is_ok(), expected, "{region}");
            if let Ok(endpoint) = found {
                assert_eq!(endpoint.base(), format!("https://{region}.fnf.aliyuncs.com"));
            }
        }
    }

    #[test]
    fn endpoints_are_hosts_and_plain_only_here() {
        fn check(text: &str, expected: Result<(&str, &str), &str>) {
            let found = Endpoint::parse(text);
            let found = found.as_ref().map(|it| (it.base(), it.host())).map_err(ToString::to_string);
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
        check("https://fnf.example.com/", Ok(("https://fnf.example.com", "fnf.example.com")));
        check(
            "cn-hangzhou.fnf.aliyuncs.com",
            Ok(("https://cn-hangzhou.fnf.aliyuncs.com", "cn-hangzhou.fnf.aliyuncs.com")),
        );
        check("http://127.0.0.1:7879", Ok(("http://127.0.0.1:7879", "127.0.0.1:7879")));
        check("http://localhost:7879/", Ok(("http://localhost:7879", "localhost:7879")));
        check("http://[::1]:7879", Ok(("http://[::1]:7879", "[::1]:7879")));
        check("http://10.0.0.1", Err("plain HTTP"));
        check("http://localhost.example.com", Err("plain HTTP"));
        check("ftp://localhost", Err("no endpoint"));
        check("https://user@host", Err("no endpoint"));
        check("https://host/path", Err("no endpoint"));
        check("https://host:99999", Err("no endpoint"));
        check("https://host:+1", Err("no endpoint"));
        check("https://[::1", Err("no endpoint"));
        check("https://", Err("no endpoint"));
        check("", Err("no endpoint"));
    }
}
