//! The check of a label, as a visitor sees it.

use crate::visitor::{Answer, Site, site};
use case::command::{Given, Order};
use proof::note;
use std::time::Duration;

/// Ten kilobytes are the goal, twenty the limit (P-h).
const GOAL: usize = 10_000;

/// Asks until the answer is as wanted: what changed is taken off the shelf a
/// moment after it is on record.
async fn until(site: &Site, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
    for _ in 0..100 {
        let answer = site.get(path).await;
        if wanted(&answer) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!(
        "{path} never was as wanted: {}",
        site.get(path).await.words()
    );
}

fn revoke(site: &Site, case: &str) {
    let office = &site.office;
    let given = Given {
        grounds: vec!["mismatch".into()],
        reasons: Some("与样品不符。".into()),
        ..Given::default()
    };
    office.take(&office.decider(), case, "propose-revocation", given.clone());
    let given = Given {
        checks: vec!["heard".into(), "publishable".into()],
        ..given
    };
    office.take(&office.other_decider(), case, "revoke", given);
}

/// LBL-06.0, LBL-06.7, LBL-09.3: the page behind the code bears the label's
/// name in both languages and says first whether it is valid.
#[tokio::test(flavor = "multi_thread")]
async fn a_valid_label_says_so_first_in_both_languages_and_few_bytes() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    for (lang, first) in [("zh", "标识有效"), ("en", "This label is valid")] {
        let answer = site.get(&format!("/l/{}?lang={lang}", label.number)).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.len() < GOAL, "{} bytes", answer.body.len());
        let words = answer.words();
        let verdict = words.lines().nth(3).unwrap();
        assert!(words.lines().take(5).any(|line| line == first), "{verdict}");
        assert!(!answer.text().contains("<script"));
        let name = ["网络安全标识", "China Cybersecurity Label"];
        assert!(name.iter().any(|name| words.contains(name)), "{words}");
        insta::with_settings!({snapshot_suffix => lang}, { insta::assert_snapshot!("valid", words) });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_label_says_so_and_why_as_soon_as_it_is_on_record() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let path = format!("/l/{}?lang=en", label.number);
    assert!(site.get(&path).await.text().contains("This label is valid"));
    site.office.on("2026-08-03");
    revoke(&site, &label.case);
    let answer = until(&site, &path, |answer| answer.text().contains("not valid")).await;
    insta::assert_snapshot!("revoked", answer.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_past_its_last_day_is_expired_before_the_clock_acts() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let (page, status) = (
        format!("/l/{}?lang=zh", label.number),
        format!("/l/{}.json", label.number),
    );
    assert!(site.get(&page).await.text().contains("标识有效"));
    assert_eq!(site.get(&status).await.json()["standing"], "valid");
    let last = site.get(&status).await.json()["until"]
        .as_str()
        .unwrap()
        .to_owned();
    site.office.on(&last);
    assert_eq!(
        site.get(&status).await.json()["standing"],
        "valid",
        "the last day counts"
    );
    site.office.on("2028-07-02");
    assert_eq!(site.get(&status).await.json()["standing"], "expired");
    assert!(site.get(&page).await.text().contains("标识已过期"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_is_signed_and_answers_304_to_its_own_tag() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let path = format!("/l/{}.json", label.number);
    let answer = site.get(&path).await;
    let mut status = answer.json();
    let signature = status.as_object_mut().unwrap().remove("signature").unwrap();
    let text = office::canonical::text(&status).unwrap();
    let note = format!("{text}\n\n{}\n", signature.as_str().unwrap());
    let key = site.office.office().label_key().verifying_key().clone();
    assert!(note::open(note.as_bytes(), std::slice::from_ref(&key)).is_ok());
    let forged = note.replace("\"standing\":\"valid\"", "\"standing\":\"vaIid\"");
    assert!(note::open(forged.as_bytes(), &[key]).is_err());

    let tag = answer.head("etag").unwrap().to_owned();
    assert!(tag.starts_with('"'), "a strong tag");
    assert_eq!(answer.head("cache-control"), Some("public, max-age=5"));
    let again = site
        .ask("GET", &path, &[("if-none-match", &tag)], b"")
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = site
        .ask("GET", &path, &[("if-none-match", "\"x\"")], b"")
        .await;
    assert_eq!(other.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_code_is_verified_and_a_forged_one_shows_nothing_but_a_warning() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let case = site.office.case(&label.case);
    let until = case.entry.as_ref().and_then(|entry| entry.until).unwrap();
    let text = site
        .office
        .office()
        .label_code(&label.number, 1, until, "EX-CAM-200")
        .unwrap();
    let path = text.strip_prefix("HTTPS://XINBIAO.EXAMPLE").unwrap();
    for _ in 0..2 {
        let answer = site.get(&format!("{path}?lang=en")).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer.text().contains("this register issued it"),
            "{}",
            answer.words()
        );
    }
    let earlier = site
        .office
        .office()
        .label_code(&label.number, 2, until, "EX-CAM-200")
        .unwrap();
    let earlier = earlier.strip_prefix("HTTPS://XINBIAO.EXAMPLE").unwrap();
    assert!(
        site.get(&format!("{earlier}?lang=en"))
            .await
            .text()
            .contains("has changed since")
    );

    let last = path.chars().last().unwrap();
    let other = if last == '0' { '1' } else { '0' };
    let forged = [&path[..path.len() - 1], &other.to_string()].concat();
    let swapped = path.replace(&label.number, "CSL-2026-000002-4");
    for bad in [
        forged.as_str(),
        &format!("/L/{}/X", label.number),
        &swapped,
        "/L/%3Cb%3E/X",
    ] {
        let answer = site.get(&format!("{bad}?lang=en")).await;
        assert_eq!(answer.status, 404, "{bad}");
        assert!(answer.text().contains("was not issued here"), "{bad}");
        assert!(
            !answer.text().contains("EX-CAM-200") && !answer.text().contains("%3Cb"),
            "{bad}"
        );
    }
    assert_eq!(site.get(&format!("/L/{}", label.number)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_saved_never_shown_and_only_those_that_the_register_offers() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let path = |name: &str| format!("/l/{}/{name}", label.number);
    let answer = site.get(&path("declaration")).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .head("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    assert_eq!(answer.head("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.body, b"declaration of EX-CAM-200\n");
    assert_eq!(site.get(&path("licence")).await.status, 404);
    let report = site.get(&path("report")).await;
    assert_eq!(report.status, 200);
    insta::assert_snapshot!("report", report.words());
}

/// T-ATN-08: what people write stays text.
#[tokio::test(flavor = "multi_thread")]
async fn markup_in_names_is_text_on_every_page() {
    let site = site("2026-07-01").await;
    let model = "<script>alert(1)</script>\"'><img src=x>&amp;";
    let label = site.office.file_label(model);
    let evil = ["<script", "<img"];
    for path in [
        format!("/l/{}", label.number),
        "/register".into(),
        "/notices".into(),
        format!("/l/{}/report", label.number),
        format!("/?number={}", label.number),
        "/?number=%3Cscript%3E%22".into(),
        "/%3Cscript%3E".into(),
    ] {
        let text = site.get(&path).await.text();
        assert!(evil.iter().all(|evil| !text.contains(evil)), "{path}");
    }
    let order = Order::Fill {
        case: label.case,
        fields: Default::default(),
    };
    assert!(
        site.office
            .try_execute(&site.office.rival(), order)
            .is_err()
    );
}
