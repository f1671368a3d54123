//! Accepting connections until it is time to stop.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::{Gateway, app};

/// How long a client may take for the headers of a request.
const HEADERS: Duration = Duration::from_secs(15);
/// How long answers that are under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(5);
/// So many connections are served at the same time; more wait.
const CONNECTIONS: usize = 512;

/// Serves a gateway until somebody interrupts the program.
///
/// # Errors
/// The socket cannot be used, or the system gives no threads.
pub fn run(listener: std::net::TcpListener, gateway: Arc<Gateway>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let router = app(Arc::clone(&gateway));
        serve(listener, router, async {
            interrupted().await;
            gateway.close();
        })
        .await;
        Ok(())
    })
}

/// Waits for Ctrl-C or, where there is such a thing, the signal that asks programs to end.
pub(crate) async fn interrupted() {
    // Without a handler the program simply ends by the signal.
    let by_key = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return by_key.await };
        tokio::select! {
            () = by_key => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    by_key.await;
}

/// Serves until `stop` is ready, then lets answers that are under way come to their end for some seconds.
///
/// A client that is slow with its headers is cut off, so that idle connections cannot use the server up.
/// Connections that fail are their clients' matter.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let accept = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            // First, so that signals are listened to before anybody is answered.
            biased;
            () = &mut stop => break,
            accepted = accept => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Too many open files, or a client that left at once: the others are served on.
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 << 10);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks concerns nobody but its client.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    let _ = timeout(GRACE, graceful.shutdown()).await;
}
