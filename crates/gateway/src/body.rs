//! Reading the body of a request: not too much of it, and not for too long.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use futures_util::StreamExt as _;
use tokio::time::timeout;

/// The most bytes of a body; the service takes no larger request. Source: api.md 7.
pub(crate) const LIMIT: usize = 1 << 20;

/// How much of a body that is too large is read all the same, so that its sender gets to read the answer.
const DRAINED: usize = 16 << 20;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no body to work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than [`LIMIT`].
    TooLarge,
    /// It took too long to arrive.
    TooSlow,
    /// It broke off before its end.
    BrokenOff,
}

/// Reads a body to its end.
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, Unread> {
    // What announces itself as huge is not waited for.
    if body.size_hint().lower() > DRAINED as u64 {
        return Err(Unread::TooLarge);
    }
    timeout(PATIENCE, collect(body)).await.unwrap_or(Err(Unread::TooSlow))
}

async fn collect(body: Body) -> Result<Vec<u8>, Unread> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unread::BrokenOff)?;
        length += chunk.len();
        if length > DRAINED {
            break;
        }
        if length <= LIMIT {
            bytes.extend_from_slice(&chunk);
        }
    }
    if length <= LIMIT { Ok(bytes) } else { Err(Unread::TooLarge) }
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures_util::stream::{iter, pending};

    use super::*;

    /// A body that comes in pieces, the last of which may be a failure.
    fn pieces(count: usize, size: usize, end: Option<io::Error>) -> Body {
        let good = (0..count).map(move |_| Ok(vec![b'x'; size]));
        Body::from_stream(iter(good.chain(end.map(Err))))
    }

    #[tokio::test]
    async fn bodies_are_read_up_to_the_limit() {
        let half = LIMIT / 2;
        assert_eq!(read(Body::empty()).await, Ok(Vec::new()));
        assert_eq!(read(pieces(2, half, None)).await.map(|bytes| bytes.len()), Ok(LIMIT));
        assert_eq!(read(pieces(3, half, None)).await, Err(Unread::TooLarge));
        assert_eq!(read(Body::from(vec![b'x'; LIMIT + 1])).await, Err(Unread::TooLarge));
        assert_eq!(read(pieces(1, half, Some(io::Error::other("gone")))).await, Err(Unread::BrokenOff));
    }

    /// The end of the stream is never asked for: it would be an error.
    #[tokio::test]
    async fn a_huge_body_is_not_read_to_its_end() {
        let endless = pieces(DRAINED / LIMIT + 1, LIMIT, Some(io::Error::other("read too far")));
        assert_eq!(read(endless).await, Err(Unread::TooLarge));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let silent = Body::from_stream(pieces(1, 7, None).into_data_stream().chain(pending()));
        assert_eq!(read(silent).await, Err(Unread::TooSlow));
    }
}
