//! Statistics as the editions define them, each for its readers.

use crate::desk::Browser;
use crate::registers::{approve, of_two_regimes};
use testkit::parties::Party;

/// CRT-09.3, NBA-3.1: public statistics for everybody, others on the desks of
/// those whom the edition names.
#[tokio::test(flavor = "multi_thread")]
async fn public_statistics_are_pages_and_files_and_always_as_things_are() {
    let site = of_two_regimes("2026-07-01").await;
    for scope in ["CAMERAS", "LOCKS"] {
        approve(&site.office, "approval", scope);
    }
    approve(&site.office, "warning", "ROUTERS");
    let list = site.get("/statistics?lang=en").await.words();
    assert!(
        list.contains("Approvals by state and year") && !list.contains("Warnings"),
        "{list}"
    );
    let table = site
        .get("/statistics/bodies/approvals?lang=en")
        .await
        .words();
    assert!(
        table.contains("Given\n2\n2") && table.contains("2 in all"),
        "{table}"
    );
    let regions = site
        .get("/statistics/bodies/by-region?lang=en")
        .await
        .words();
    assert!(regions.contains("Shanghai\n2"), "{regions}");
    let json = site.get("/statistics/bodies/approvals.json").await.json();
    assert_eq!(json["by"], serde_json::json!(["state", "year"]));
    assert_eq!(
        json["lines"][0]["keys"],
        serde_json::json!(["given", "2026"])
    );
    assert_eq!(json["lines"][0]["count"], 2);
    let csv = site.get("/statistics/bodies/approvals.csv?lang=en").await;
    assert_eq!(csv.head("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        csv.text().contains("\"Given\",\"2026\",2\r\n"),
        "{}",
        csv.text()
    );
    // A new case is counted at once.
    approve(&site.office, "approval", "ROUTERS");
    let table = site
        .get("/statistics/bodies/approvals?lang=en")
        .await
        .words();
    assert!(table.contains("3 in all"), "{table}");
}

/// CRT-09.3, NBA-3.1: and no other.
#[tokio::test(flavor = "multi_thread")]
async fn a_statistic_for_some_is_on_their_desks_only() {
    let site = of_two_regimes("2026-07-01").await;
    approve(&site.office, "warning", "ROUTERS");
    let authority = Browser::of(&site, &site.office.authority());
    let body = Browser::of(&site, &Party::FilingBody.person("administrator-1"));
    let producer = Browser::of(&site, &site.office.producer());
    let (listed, internal) = (
        "/desk/statistics/bodies/warnings",
        "/desk/statistics/bodies/inner",
    );
    for (browser, path, status) in [
        (&authority, listed, 200),
        (&authority, internal, 404),
        (&body, listed, 404),
        (&body, internal, 200),
        (&producer, listed, 404),
        (&producer, internal, 404),
    ] {
        for end in ["", ".json", ".csv"] {
            assert_eq!(
                browser.get(&format!("{path}{end}")).await.status,
                status,
                "{path}{end}"
            );
        }
        let public = path.replace("/desk", "");
        assert_eq!(site.get(&public).await.status, 404, "{public}");
    }
    let page = authority.get(&format!("{listed}?lang=en")).await.words();
    assert!(page.contains("Example Laboratory Ltd\n1"), "{page}");
    assert!(
        authority
            .get("/desk?lang=en")
            .await
            .text()
            .contains("/desk/statistics")
    );
    assert!(
        !producer
            .get("/desk")
            .await
            .text()
            .contains("/desk/statistics")
    );
}
