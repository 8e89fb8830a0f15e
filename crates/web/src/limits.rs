//! How much of anything is taken, and for how long (T-DOS-01, T-DOS-04).

use std::time::Duration;
use tokio::sync::watch;

/// How the site is set up. The defaults fit one machine of two cores.
#[derive(Debug, Clone)]
pub struct Options {
    /// Memory for ready answers about labels, in bytes: a page takes about
    /// five thousand, a signed status about fifteen hundred.
    pub shelf_bytes: u64,
    /// The most connections that are open at once.
    pub connections: usize,
    /// How long a client may take to send the head of a request.
    pub header_time: Duration,
    /// How long a request may take as a whole, its body included.
    pub request_time: Duration,
    /// The largest head of a request, in bytes.
    pub header_bytes: usize,
    /// The largest body of a request that is no upload, in bytes.
    pub body_bytes: usize,
    /// The largest upload, in bytes; a material's own limit may be lower.
    pub upload_bytes: usize,
    /// How many questions to the store may be under way.
    pub questions: usize,
    /// How many passwords may be worked on at once.
    pub passwords: usize,
    /// How many requests that are no check of a label are served at once.
    pub requests: usize,
    /// How long somebody waits for a place before being told to come again.
    pub patience: Duration,
    /// How long open requests may take to end after the site was told to stop.
    pub farewell: Duration,
    /// Whether a proxy stands before it, whose word on the address of a client
    /// is believed (the last one in `X-Forwarded-For`).
    pub behind_proxy: bool,
    /// Takes `supply` orders with findings made elsewhere. For benchmarks and
    /// trusted importers only: whoever sends one is believed.
    pub trusts_findings: bool,
    /// Ends the site when it turns true or is dropped; none: the signals of
    /// the system do.
    pub stop: Option<watch::Receiver<bool>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            shelf_bytes: 512 << 20,
            connections: 10_000,
            header_time: Duration::from_secs(10),
            request_time: Duration::from_secs(60),
            header_bytes: 16 << 10,
            body_bytes: 1 << 20,
            upload_bytes: 64 << 20,
            questions: 32,
            passwords: 2,
            requests: 1024,
            patience: Duration::from_secs(2),
            farewell: Duration::from_secs(10),
            behind_proxy: false,
            trusts_findings: false,
            stop: None,
        }
    }
}
