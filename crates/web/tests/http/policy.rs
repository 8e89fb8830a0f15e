//! The table of routes and what is really there.

use crate::visitor::{site, site_with};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::limits::Options;
use web::openapi;
use web::policy::{ROUTES, Who};

/// T-AUZ-02: whatever is in the table is there, and asks for what it says.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_table_is_there_and_guarded_as_it_says() {
    let site = site("2026-07-01").await;
    for route in ROUTES {
        let path = route.path.replace(['{', '}', '*'], "");
        let answer = site.ask(route.method, &path, &[], b"").await;
        match (route.who, route.method) {
            (Who::Token, _) => assert_eq!(answer.status, 401, "{}", route.path),
            (Who::Person, "GET") => {
                assert_eq!(answer.head("location"), Some("/sign-in"), "{}", route.path);
            }
            (Who::Person, _) => assert_eq!(answer.status, 401, "{}", route.path),
            (Who::Public, _) => {
                assert!(!matches!(answer.status, 401 | 405 | 303), "{}", route.path);
            }
        }
        let other = site.ask("DELETE", &path, &[], b"").await;
        assert_eq!(other.status, 405, "{}", route.path);
    }
    for path in [
        "/admin",
        "/debug",
        "/metrics",
        "/api",
        "/api/v2/cases",
        "/.env",
        "/desk/a/b/c/d",
        "//",
        "/l//x",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[test]
fn no_route_stands_twice_and_only_a_few_are_public() {
    let names: BTreeSet<_> = ROUTES
        .iter()
        .map(|route| (route.method, route.path))
        .collect();
    assert_eq!(names.len(), ROUTES.len());
    let public: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.who == Who::Public)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    insta::assert_snapshot!("public", public.join("\n"));
}

#[test]
fn the_description_holds_every_route_of_the_interface_and_is_the_golden_one() {
    let document = openapi::document();
    for route in ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/") && !route.path.ends_with(".json"))
    {
        let method = route.method.to_lowercase();
        assert!(
            document["paths"][route.path][&method].is_object(),
            "{} {}",
            route.method,
            route.path
        );
    }
    let now = serde_json::to_string_pretty(&document).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi.json");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        golden, now,
        "the interface changed: look at it, then run with INSTA_UPDATE=always"
    );
}

/// T-DOS-01: who sends the head of a request by drops is cut off.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_head_and_a_large_head_are_cut_off() {
    let options = Options {
        header_time: Duration::from_millis(200),
        ..Options::default()
    };
    let site = site_with("2026-07-01", options).await;
    let mut slow = TcpStream::connect(("127.0.0.1", site.port)).await.unwrap();
    slow.write_all(b"GET / HT").await.unwrap();
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the connection is closed");
    let large = "x".repeat(60_000);
    let answer = site.ask("GET", "/", &[("x-large", &large)], b"").await;
    assert_eq!(answer.status, 431);
    let body = vec![b'x'; 2 << 20];
    let answer = site
        .ask(
            "POST",
            "/sign-in",
            &[("content-type", "application/x-www-form-urlencoded")],
            &body,
        )
        .await;
    assert_eq!(answer.status, 413);
}

/// T-DOS-04: what is deep, long or odd is refused, not worked on.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_bodies_are_refused_with_advice() {
    let site = site("2026-07-01").await;
    let token = site.token(&site.office.producer());
    let bearer = format!("Bearer {token}");
    let head = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for body in [
        deep.as_slice(),
        b"",
        b"{",
        b"\xff\xfe",
        b"{\"key\":\"k\",\"order\":{\"ask\":\"none\"}}",
        b"{\"key\":\"\",\"order\":{\"ask\":\"fill\",\"case\":\"x\",\"fields\":{}}}",
    ] {
        let answer = site.ask("POST", "/api/v1/commands", &head, body).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (400, Some("malformed")),
            "{}",
            answer.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_stops_when_told_and_lets_answers_out() {
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let site = site_with(
        "2026-07-01",
        Options {
            stop: Some(stopping),
            ..Options::default()
        },
    )
    .await;
    assert_eq!(site.get("/healthz").await.text(), "ok\n");
    stop.send(true).unwrap();
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", site.port)).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it still listens");
}
