//! Reports without an account.

use crate::desk::encoded;
use crate::visitor::{Answer, Site, site};
use case::command::{Actor, Given, Order};
use case::party::{Member, Membership, PersonId, Registration};
use law::identity::PartyCode;
use std::collections::BTreeMap;
use testkit::parties::code;

/// A site whose regime of labels has a local body, which takes reports.
pub(crate) async fn with_local_body() -> (Site, PartyCode) {
    let site = site("2026-07-01").await;
    let local = code(60);
    add_local_body(&site, &local);
    (site, local)
}

pub(crate) fn add_local_body(site: &Site, local: &PartyCode) {
    let registration = Registration {
        code: local.clone(),
        name_zh: "示例地方网信部门".into(),
        name_en: "Example Local Body".into(),
        kinds: ["local-body".into()].into(),
        region: "440300".into(),
        domestic_agent: None,
        parent: None,
    };
    site.office
        .execute(&Actor::Operator, Order::Register { registration });
    let member = Member {
        name: "intake-1".into(),
        roles: ["intake".into()].into(),
        state: Membership::Confirmed,
    };
    let order = Order::SetMember {
        party: local.clone(),
        person: PersonId("intake-1".into()),
        member,
    };
    site.office.execute(&Actor::Operator, order);
}

async fn post(site: &Site, path: &str, form: &[(&str, &str)]) -> Answer {
    let body: Vec<String> = form
        .iter()
        .map(|(key, value)| format!("{key}={}", encoded(value)))
        .collect();
    let head = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://xinbiao.example"),
    ];
    site.ask("POST", path, &head, body.join("&").as_bytes())
        .await
}

/// The local body does not take the report on, and says why.
fn decline(site: &Site, local: &PartyCode, number: &str) {
    let intake = Actor::Person {
        person: PersonId("intake-1".into()),
        party: local.clone(),
    };
    let fields = BTreeMap::from([("declined-because".into(), "Not a label of ours.".into())]);
    let given = Given {
        fields,
        ..Given::default()
    };
    let (case, step) = (number.to_owned(), "decline".into());
    site.office
        .execute(&intake, Order::Step { case, step, given });
}

fn part(text: &str, id: &str) -> String {
    let after = text.split(&format!("id=\"{id}\">")).nth(1).unwrap();
    after.split('<').next().unwrap().to_owned()
}

/// LBL-17.1: anybody reports a violation without an account and without a
/// name.
#[tokio::test(flavor = "multi_thread")]
async fn anybody_finds_the_form_of_a_report_which_asks_for_no_name() {
    let (site, _) = with_local_body().await;
    let list = site.get("/report?lang=en").await;
    assert!(
        list.words().contains("Report a violation"),
        "{}",
        list.words()
    );
    let path = "/report/label/report?lang=en";
    let form = site.get(path).await;
    assert!(
        form.words()
            .contains("this is not taken yet: Name of the reporter, Contact of the reporter")
    );
    assert!(!form.text().contains("field.reporter-name"));
    assert!(form.text().contains("Example Local Body") && !form.text().contains("Example Devices"));
    let missing = post(
        &site,
        path,
        &[("field.account", "Sold with a forged label.")],
    )
    .await;
    assert_eq!(missing.status, 422, "{}", missing.words());
    assert!(
        missing.text().contains("Sold with a forged label."),
        "what was written stays"
    );
}

/// LBL-17.1: the report is followed by number and code, and by nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_followed_with_its_receipt_code() {
    let (site, local) = with_local_body().await;
    let path = "/report/label/report?lang=en";
    let told = [
        ("field.handled-by", local.as_str()),
        ("field.kind", "forged"),
        ("field.account", "Sold with a forged label."),
    ];
    let done = post(&site, path, &told).await;
    assert_eq!(
        (done.status, done.head("cache-control")),
        (200, Some("no-store")),
        "{}",
        done.words()
    );
    assert_eq!(done.head("set-cookie"), None);
    let (number, receipt) = (part(&done.text(), "number"), part(&done.text(), "code"));
    decline(&site, &local, &number);
    let ask = |code: String| {
        let (site, number) = (&site, number.clone());
        async move {
            post(
                site,
                "/report/status?lang=en",
                &[("number", &number), ("code", &code)],
            )
            .await
        }
    };
    let status = ask(receipt.to_lowercase()).await.words();
    assert!(
        status.contains("Not taken on") && status.contains("Not a label of ours."),
        "{status}"
    );
    assert!(
        !status.contains("forged label"),
        "only what is told is told: {status}"
    );
    let wrong = ask("2222-2222-2222-2222-2222".into()).await;
    let unknown = post(
        &site,
        "/report/status?lang=en",
        &[("number", "XX1"), ("code", &receipt)],
    )
    .await;
    assert_eq!((wrong.status, unknown.status), (404, 404));
    assert_eq!(
        wrong.words().replace(&number, ""),
        unknown.words().replace("XX1", "")
    );
    assert_eq!(site.get(&format!("/e/{number}")).await.status, 404);
    site.office.audit();
}

/// LBL-17.1: the same by programs; and who guesses codes waits.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_reports_for_anybody_and_who_guesses_codes_waits() {
    let (site, local) = with_local_body().await;
    let head = [("content-type", "application/json")];
    let report = serde_json::json!({"regime": "label", "procedure": "report",
        "fields": {"handled-by": local, "kind": "forged", "account": "A forged label."}});
    let ask = |path: &'static str, body: serde_json::Value| {
        let site = &site;
        async move {
            site.ask("POST", path, &head, body.to_string().as_bytes())
                .await
        }
    };
    let taken = ask("/api/v1/reports", report.clone()).await;
    assert_eq!(taken.status, 201, "{}", taken.text());
    let taken = taken.json();
    let asked = |code: &str| serde_json::json!({"number": taken["case"], "code": code});
    let right = asked(taken["code"].as_str().unwrap());
    let told = ask("/api/v1/reports/status", right.clone()).await;
    assert_eq!(told.json()["state"], "received", "{}", told.text());
    assert_eq!(
        told.json()["fields"]["handled-by"]["value"]["en"],
        "Example Local Body"
    );
    let sealed = serde_json::json!({"regime": "label", "procedure": "report",
        "fields": {"handled-by": local, "kind": "forged", "account": "x", "reporter-name": "y"}});
    assert_eq!(ask("/api/v1/reports", sealed).await.status, 422);
    let filing = serde_json::json!({"regime": "label", "procedure": "filing", "fields": {}});
    assert_eq!(ask("/api/v1/reports", filing).await.status, 404);
    for _ in 0..5 {
        assert_eq!(
            ask("/api/v1/reports/status", asked("wrong")).await.status,
            404
        );
    }
    let waits = ask("/api/v1/reports/status", right).await;
    assert_eq!(waits.status, 429, "{}", waits.text());
    for _ in 0..4 {
        assert_eq!(ask("/api/v1/reports", report.clone()).await.status, 201);
    }
    assert_eq!(ask("/api/v1/reports", report).await.status, 429);
}
