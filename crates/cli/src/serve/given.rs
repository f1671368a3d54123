//! What the gateway begins with: its address, whom it lets in, and an account.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use flowglass_gateway::credentials::{CredentialsError, Found, Places, find};
use flowglass_gateway::server::{Access, Account, Origin};
use flowglass_gateway::upstream::{Endpoint, Settings, Upstream};

use crate::arguments::ServeArguments;
use crate::exit::Trouble;
use crate::input_files::{Inputs, name_of};

use super::ServeTrouble;

/// The region when nobody names one.
const USUAL_REGION: &str = "cn-hangzhou";

/// What the gateway begins with.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) listen: SocketAddr,
    pub(super) region: String,
    pub(super) origins: Vec<Origin>,
    /// From a file; none where the token is made at the start.
    pub(super) access: Option<Access>,
    pub(super) account: Account,
}

impl Given {
    /// Reads what the command line, the environment and the files say.
    ///
    /// Without keys there is an account only to simulate in, unless a profile was asked for.
    ///
    /// # Errors
    /// Something cannot be read or is not what it should be.
    pub(super) fn read(arguments: &ServeArguments) -> Result<Self, Trouble> {
        let listen = address(&arguments.listen)?;
        if !listen.ip().is_loopback() && arguments.token_file.is_none() {
            return Err(ServeTrouble::OpenWithoutToken(arguments.listen.clone()).into());
        }
        let access = match &arguments.token_file {
            Some(path) => {
                let text = Inputs::default().read(path)?;
                Some(Access::of_file(&text).map_err(|error| ServeTrouble::Token(name_of(path), error))?)
            }
            None => None,
        };
        let origins = arguments.allow_origin.iter().map(|text| Origin::parse(text));
        let origins = origins.collect::<Result<_, _>>().map_err(ServeTrouble::Origin)?;
        let keys = find(&places(arguments.profile.clone()));
        let (region, account) = account(arguments, keys)?;
        Ok(Self { listen, region, origins, access, account })
    }
}

fn address(text: &str) -> Result<SocketAddr, ServeTrouble> {
    let mut addresses = text.to_socket_addrs().map_err(|error| ServeTrouble::Listen(text.to_owned(), error))?;
    addresses.next().ok_or_else(|| ServeTrouble::NoAddress(text.to_owned()))
}

fn places(profile: Option<String>) -> Places {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let environment: BTreeMap<String, String> = std::env::vars_os().filter_map(text).collect();
    Places { environment, home: std::env::home_dir(), profile }
}

/// The account, and what its region is called.
fn account(
    arguments: &ServeArguments,
    keys: Result<Found, CredentialsError>,
) -> Result<(String, Account), ServeTrouble> {
    let named = arguments.region.clone().or_else(|| keys.as_ref().ok().and_then(|found| found.region.clone()));
    let region = named.unwrap_or_else(|| USUAL_REGION.to_owned());
    let endpoint = match &arguments.endpoint {
        Some(text) => Endpoint::parse(text),
        None => Endpoint::of_region(&region),
    }
    .map_err(ServeTrouble::Endpoint)?;
    match keys {
        Ok(found) => {
            let upstream = Upstream::new(Settings::new(endpoint, arguments.signature.into()), found.credentials);
            Ok((region, Account::Connected(Arc::new(upstream.map_err(ServeTrouble::Upstream)?))))
        }
        Err(error) if arguments.profile.is_some() => Err(ServeTrouble::Credentials(error)),
        Err(error) => Ok((region, Account::SimulateOnly(error.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use flowglass_gateway::credentials::Credentials;

    use super::*;
    use crate::arguments::{Arguments, Command};

    fn arguments(line: &[&str]) -> ServeArguments {
        match Arguments::try_parse_from([&["flowglass", "serve"], line].concat()).unwrap().command {
            Command::Serve(arguments) => arguments,
            other => panic!("{other:?}"),
        }
    }

    fn found(region: Option<&str>) -> Found {
        Found {
            credentials: Credentials::new("id", "secret", None),
            source: "the environment".to_owned(),
            region: region.map(str::to_owned),
        }
    }

    #[test]
    fn the_endpoint_is_named_or_follows_from_the_region() {
        fn check(line: &[&str], its_own: Option<&str>, expected: Result<(&str, &str), &str>) {
            match (account(&arguments(line), Ok(found(its_own))), expected) {
                (Ok((region, Account::Connected(upstream))), Ok(expected)) => {
                    assert_eq!((region.as_str(), upstream.settings().endpoint.base()), expected, "{line:?}");
                }
                (Err(trouble), Err(part)) => assert!(trouble.to_string().contains(part), "{trouble}"),
                (found, _) => panic!("{line:?}: {found:?}"),
            }
        }
        check(&[], None, Ok(("cn-hangzhou", "https://cn-hangzhou.fnf.aliyuncs.com")));
        check(&[], Some("cn-beijing"), Ok(("cn-beijing", "https://cn-beijing.fnf.aliyuncs.com")));
        let region = ["--region", "us-west-1"];
        check(&region, Some("cn-beijing"), Ok(("us-west-1", "https://us-west-1.fnf.aliyuncs.com")));
        let endpoint = ["--endpoint", "http://127.0.0.1:7879", "--region", "us-west-1"];
        check(&endpoint, None, Ok(("us-west-1", "http://127.0.0.1:7879")));
        check(&["--region", "evil.example/"], None, Err("is no region"));
        check(&["--endpoint", "http://example.com"], None, Err("plain HTTP"));
    }

    #[test]
    fn without_keys_there_is_a_page_unless_a_profile_was_asked_for() {
        let none = || Err(CredentialsError::None { looked: Vec::new() });
        let (_, account_found) = account(&arguments(&[]), none()).unwrap();
        assert!(matches!(account_found, Account::SimulateOnly(why) if why.starts_with("no keys")));
        let trouble = account(&arguments(&["--profile", "work"]), none()).unwrap_err();
        assert!(trouble.to_string().contains("no keys"), "{trouble}");
    }

    #[test]
    fn open_addresses_need_a_token() {
        fn check(line: &[&str], part: &str) {
            let trouble = Given::read(&arguments(line)).unwrap_err();
            assert!(trouble.to_string().contains(part), "{trouble}");
        }
        check(&["--listen", "0.0.0.0:0"], "--token-file");
        check(&["--listen", "nowhere"], "cannot listen at nowhere");
        check(&["--token-file", "/no/such/file"], "cannot read /no/such/file");
        check(&["--allow-origin", "*"], "is no origin");
    }
}
