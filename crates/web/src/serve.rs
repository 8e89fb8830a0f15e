//! The listener: HTTP/1 only, since sniffing the version would wait without a
//! limit (T-DOS-01); a limit on everything; a stop that lets answers out.

use crate::door::Door;
use crate::failure::Failure;
use crate::limits::Options;
use crate::site::Site;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use office::opening::Office;
use office::people::People;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Serves the site until it is told to stop.
///
/// # Errors
///
/// Why it cannot begin. What a single connection does ends only that.
pub async fn serve(
    office: Office,
    people: People,
    listener: TcpListener,
    options: Options,
) -> io::Result<()> {
    let (connections, farewell) = (options.connections, options.farewell);
    let told = told(options.stop.clone());
    let mut told = std::pin::pin!(told);
    let site = Site::new(office, people, options)
        .map_err(|error: Failure| io::Error::other(error.to_string()))?;
    let door = Door::new(site.clone());
    let places = Arc::new(Semaphore::new(connections));
    let (leave, leaving) = watch::channel(false);
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            break;
        };
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of handles, for example: others may end meanwhile.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut told => break,
        };
        let (door, leaving, options) = (door.clone(), leaving.clone(), site.options().clone());
        tokio::spawn(async move {
            converse(stream, from.ip(), door, &options, leaving).await;
            drop(place);
        });
    }
    drop(listener);
    // Nobody listens if no connection is open.
    let _ = leave.send(true);
    let all = u32::try_from(connections).unwrap_or(u32::MAX);
    // Who has not ended by then is cut off.
    let _ = tokio::time::timeout(farewell, places.acquire_many(all)).await;
    Ok(())
}

/// One connection, from its first byte to its last.
async fn converse(
    stream: TcpStream,
    from: IpAddr,
    door: Door,
    options: &Options,
    mut leaving: watch::Receiver<bool>,
) {
    // Without it an answer may wait for the next one; only slower if refused.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let door = door.clone();
        async move { door.answer(request, from).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(options.header_time)
        .max_buf_size(options.header_bytes.max(8 << 10))
        .keep_alive(true)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let leave = async { leaving.wait_for(|leave| *leave).await.is_ok() };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = leave => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// Waits until somebody says stop: the caller, or the system.
async fn told(stop: Option<watch::Receiver<bool>>) {
    match stop {
        // The sender being gone says stop as well.
        Some(mut stop) => drop(stop.wait_for(|stop| *stop).await),
        None => signals().await,
    }
}

async fn signals() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        // Then only the other signal ends it.
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => (),
        _ = terminate.recv() => (),
    }
}
