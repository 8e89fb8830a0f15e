//! Forms of a regime that is none of the program's: hours and decimal numbers,
//! as somebody at a browser writes them.

use crate::desk::Browser;
use crate::registers::copy;
use crate::visitor::{Answer, Site, site_of};
use std::path::Path;
use testkit::office::empty_office_of;
use testkit::scene::Stage;
use web::limits::Options;

/// The example with reports in hours, its manufacturer and its coordinator.
async fn site() -> (Site, Stage, tempfile::TempDir) {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let schemes = tempfile::tempdir().unwrap();
    for part in ["reporting", "calendars/eu"] {
        copy(&examples.join(part), &schemes.path().join(part));
    }
    let office = empty_office_of(schemes.path(), "2026-09-14");
    let mut stage = Stage::of(&office, "reporting/2026-09", 0);
    stage.set(&office, ("report", "a-vulnerability"));
    (site_of(office, Options::default()).await, stage, schemes)
}

fn says(answer: &Answer, status: u16, words: &str) {
    let told = answer.words();
    assert_eq!(answer.status, status, "{told}");
    assert!(told.contains(words), "no `{words}` in: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_and_a_decimal_number_go_from_the_form_to_the_case() {
    let (site, stage, _schemes) = site().await;
    let browser = Browser::of(
        &site,
        &stage.person("manufacturer", "manufacturer-contact-1"),
    );
    let form = browser.get("/desk/new/reporting/report?lang=en").await;
    says(&form, 200, "When it became known");
    assert!(form.text().contains("type=\"datetime-local\""));
    // It is five in the morning in Helsinki.
    let open = async |aware: &str| {
        let fields = [
            ("field.establishment", "FI"),
            ("field.subject", "vulnerability"),
            ("field.product", "Gateway"),
            ("field.aware", aware),
            ("field.contact", "psirt@manufacturer.example"),
            ("field.countries", "FI\nSE"),
        ];
        let path = "/desk/new/reporting/report?lang=en";
        browser.post(path, &fields).await
    };
    says(
        &open("2026-09-14").await,
        422,
        "write it like 2026-07-01T09:30",
    );
    let refused = open("2026-09-14T25:00").await;
    says(&refused, 422, "not a date and time");
    assert!(refused.text().contains("value=\"2026-09-14T25:00\""));
    says(&open("2026-09-14T05:01").await, 422, "became known");
    let opened = open("2026-09-14T04:30").await;
    assert_eq!(opened.status, 303, "{}", opened.words());
    let place = opened.head("location").unwrap();
    let case = place.split(['/', '?']).nth(2).unwrap().to_owned();
    let path = format!("/desk/{case}");
    let page = browser.get(&format!("{path}?lang=en")).await;
    says(&page, 200, "14 September 2026 04:30");
    says(&browser.get(&path).await, 200, "2026年9月14日 04:30");

    as_decimal(&site, &browser, &case).await;
    site.office.audit();
}

async fn as_decimal(site: &Site, browser: &Browser<'_>, case: &str) {
    let path = format!("/desk/{case}");
    let step = async |name: &str, fields: &[(&str, &str)]| {
        let stated = [&[("statement", "yes")], fields].concat();
        let path = format!("{path}/steps/{name}?lang=en");
        browser.post(&path, &stated).await
    };
    assert_eq!(step("warn", &[]).await.status, 303);
    let notice = [
        ("field.cve", "CVE-2026-12345"),
        ("field.nature", "Out of bounds write"),
        ("field.advice", "https://manufacturer.example/advice"),
    ];
    assert_eq!(step("notify", &notice).await.status, 303);
    let measure = [("field.available", "2026-09-14T04:45")];
    assert_eq!(step("measure", &measure).await.status, 303);
    let page = browser.get(&format!("{path}?lang=en")).await.text();
    assert!(page.contains("inputmode=\"decimal\""), "{page}");
    let report = async |severity: &str| {
        let fields = [("field.severity", severity), ("field.impact", "All of 2.x")];
        step("report", &fields).await
    };
    for wrong in ["10.1", "9,1", "9.11", "high"] {
        let refused = report(wrong).await;
        says(&refused, 422, "Severity");
        assert!(refused.text().contains(&format!("value=\"{wrong}\"")));
    }
    assert_eq!(report("9.1").await.status, 303);
    let page = browser.get(&format!("{path}?lang=en")).await;
    says(&page, 200, "9.1");
    assert_eq!(site.office.case(case).text("severity"), Some("9.1"));
}
