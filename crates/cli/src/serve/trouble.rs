//! Why there is no gateway.

use std::fmt;
use std::io;

use flowglass_gateway::clock::NoRandomness;
use flowglass_gateway::credentials::CredentialsError;
use flowglass_gateway::server::{BadOrigin, BadToken};
use flowglass_gateway::upstream::{EndpointError, UpstreamError};

/// Why there is no gateway.
#[derive(Debug)]
pub(crate) enum ServeTrouble {
    /// The address cannot be listened at.
    Listen(String, io::Error),
    /// The address is none.
    NoAddress(String),
    /// Others could reach it, and nothing would keep them out.
    OpenWithoutToken(String),
    /// A file holds no token: its name, and why.
    Token(String, BadToken),
    /// A page that is to be allowed has no origin's form.
    Origin(BadOrigin),
    /// There is no such endpoint.
    Endpoint(EndpointError),
    /// The profile's keys cannot be had.
    Credentials(CredentialsError),
    /// There is no way to any endpoint.
    Upstream(UpstreamError),
    /// No token can be made.
    NoRandomness(NoRandomness),
}

impl fmt::Display for ServeTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => write!(f, "cannot listen at {address}: {error}"),
            Self::NoAddress(address) => write!(f, "cannot listen at {address}: it is no address"),
            Self::OpenWithoutToken(address) => write!(
                f,
                "{address} can be reached from other machines: please name a file with a token for those who may \
                 enter, with --token-file"
            ),
            Self::Token(name, error) => write!(f, "{name}: {error}"),
            Self::Origin(error) => error.fmt(f),
            Self::Endpoint(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Upstream(error) => error.fmt(f),
            Self::NoRandomness(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ServeTrouble {}
