//! Registers of any regime: what stands on them, what is found in them, and
//! what is kept from everybody.

use crate::visitor::{Site, site, site_of};
use case::command::{Given, Order};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use testkit::filing::{Filed, given};
use testkit::office::TestOffice;
use testkit::parties::Party;
use testkit::scene::Stage;
use web::limits::Options;

/// A site with the label regime and one of approved bodies, which has a
/// register for everybody and one for nobody.
pub(crate) async fn of_two_regimes(day: &str) -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemes = TempDir::new().unwrap();
    copy(&root.join("tests/schemes"), schemes.path());
    copy(
        &root.join("../../schemes/label"),
        &schemes.path().join("label"),
    );
    let kinds = [
        "bodies:laboratory",
        "bodies:filing-body",
        "bodies:authority",
        "panel:producer",
        "panel:laboratory",
        "panel:filing-body",
        "panel:authority",
    ];
    let office = testkit::office::office_of(schemes.path(), &kinds, day);
    site_of(office, Options::default()).await
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let to = to.join(item.file_name());
        match item.path().is_dir() {
            true => copy(&item.path(), &to),
            false => drop(std::fs::copy(item.path(), to).unwrap()),
        }
    }
}

/// A body approved, or warned, for this scope.
pub(crate) fn approve(office: &TestOffice, procedure: &str, scope: &str) -> Filed {
    let fields = BTreeMap::from([("scope".into(), scope.into())]);
    let order = Order::Open {
        regime: "bodies".into(),
        procedure: procedure.into(),
        holder: Some(Party::Laboratory.code()),
        step: "ask".into(),
        given: Given {
            fields,
            ..Given::default()
        },
    };
    let case = office.execute(&office.laboratory(), order).case.unwrap();
    let examiner = Party::FilingBody.person("reviewer-1");
    let able = given(&["able"], false);
    office.take(&examiner, &case, "examine", able.clone());
    let step = if procedure == "approval" {
        "approve"
    } else {
        "warn"
    };
    let receipt = office.take(&office.decider(), &case, step, able);
    Filed {
        number: receipt.number.unwrap(),
        case,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_no_label_has_a_page_in_its_own_words() {
    let site = of_two_regimes("2026-07-01").await;
    let body = approve(&site.office, "approval", "TESTS OF CAMERAS");
    let page = site.get(&format!("/e/{}?lang=en", body.number)).await;
    assert_eq!(page.status, 200);
    insta::assert_snapshot!("body", page.words());
    let status = site.get(&format!("/e/{}.json", body.number)).await.json();
    assert_eq!(
        (status["standing"].as_str(), status["register"].as_str()),
        (Some("valid"), Some("approved"))
    );
    let found = site.get(&format!("/?lang=en&number={}", body.number)).await;
    assert!(found.words().contains("Approved"), "{}", found.words());
    assert!(found.text().contains(&format!("/e/{}?", body.number)));
    let (ends, office) = (
        Given {
            reasons: Some("-".into()),
            ..Given::default()
        },
        &site.office,
    );
    office.take(
        &Party::FilingBody.person("reviewer-1"),
        &body.case,
        "propose-end",
        ends.clone(),
    );
    office.take(&office.decider(), &body.case, "end", ends);
    for _ in 0..100 {
        let page = site
            .get(&format!("/e/{}?lang=en", body.number))
            .await
            .words();
        if page.contains("Approval withdrawn") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the page goes on saying that the entry is valid");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_register_has_a_page_on_which_entries_are_found() {
    let site = of_two_regimes("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let cameras = approve(&site.office, "approval", "TESTS OF CAMERAS");
    let locks = approve(&site.office, "approval", "TESTS OF LOCKS");
    let list = site.get("/register?lang=en").await;
    for title in ["Approved bodies", "Public register of cybersecurity labels"] {
        assert!(list.words().contains(title), "{title}");
    }
    let page = |query: &'static str| {
        let site = &site;
        async move {
            site.get(&format!("/register/bodies/approved?lang=en{query}"))
                .await
                .words()
        }
    };
    let all = page("").await;
    assert!(
        all.contains(&cameras.number)
            && all.contains(&locks.number)
            && !all.contains(&label.number)
    );
    assert!(all.contains("Approval number") && !all.contains("Level"));
    let some = page("&q=%20locks").await;
    assert!(
        some.contains(&locks.number) && !some.contains(&cameras.number),
        "{some}"
    );
    assert!(
        page("&q=Example+Laboratory")
            .await
            .contains(&cameras.number)
    );
    assert!(page("&q=nothing").await.contains("No entry fits."));
    assert!(page("&status=withdrawn").await.contains("No entry fits."));
    let labels = site.get("/register/label/label?lang=en").await.words();
    assert!(labels.contains(&label.number) && labels.contains("Level"));
    assert_eq!(site.get("/register/label/nothing").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_is_paged_to_its_end_with_the_search_kept() {
    let site = site("2026-07-01").await;
    // More orders than a task has turns with the runtime: the office waits for
    // each all the same.
    let models = (0..52).map(|at| format!("EX-{at:03}"));
    let filed: Vec<Filed> = models.map(|model| site.office.file_label(&model)).collect();
    let first = site.get("/register/label/label?lang=en&q=ex-").await.text();
    assert_eq!(first.matches("href=\"/l/CSL").count(), 50);
    let next = first
        .split("href=\"")
        .find(|link| link.contains("before="))
        .unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&");
    assert!(next.contains("q=ex%2D"), "{next}");
    let rest = site.get(&next).await.text();
    for filed in &filed[..2] {
        assert!(rest.contains(&filed.number) && !first.contains(&filed.number));
    }
    assert_eq!(rest.matches("href=\"/l/CSL").count(), 2);
    assert!(!rest.contains("Older"));
}

/// T-AUZ-04: what stands on a register for some only is found nowhere in
/// public, not by its number either.
#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_not_public_is_found_nowhere() {
    let site = of_two_regimes("2026-07-01").await;
    let warned = approve(&site.office, "warning", "SECRET SCOPE");
    let known = [
        warned.number.as_str(),
        "SECRET SCOPE",
        "Bodies under a warning",
        "Internal warning",
    ];
    for path in [
        "/",
        "/register",
        "/register/bodies/approved",
        "/notices",
        "/api/v1/entries",
        &format!("/?number={}", warned.number),
        &format!("/register?q={}", warned.number),
    ] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let path = match path.starts_with("/api") {
            true => path.to_owned(),
            false => format!("{path}{sign}lang=en"),
        };
        let text = site
            .get(&path)
            .await
            .text()
            .replace(&format!("value=\"{}\"", warned.number), "");
        let text = text.replace(&format!("number={}", warned.number), "");
        for words in known {
            assert!(!text.contains(words), "{path} shows {words}");
        }
    }
    for path in [
        "/e/NUMBER",
        "/l/NUMBER",
        "/e/NUMBER.json",
        "/L/NUMBER/AAAA",
        "/e/NUMBER/report",
    ] {
        let path = path.replace("NUMBER", &warned.number);
        assert_eq!(site.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(site.get("/register/bodies/warned").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_has_a_certificate_where_its_register_has_them() {
    let site = of_two_regimes("2026-07-01").await;
    let body = approve(&site.office, "approval", "TESTS OF CAMERAS");
    let warned = approve(&site.office, "warning", "SECRET SCOPE");
    let label = site.office.file_label("EX-CAM-200");
    let path = format!("/e/{}/certificate.pdf", body.number);
    assert!(
        site.get(&format!("/e/{}", body.number))
            .await
            .text()
            .contains(&path)
    );
    let file = site.get(&path).await;
    assert_eq!(file.head("content-type"), Some("application/pdf"));
    assert!(file.body.starts_with(b"%PDF-"));
    if let Some(folder) = std::env::var_os("XINBIAO_TEST_SHOTS") {
        std::fs::write(Path::new(&folder).join("certificate.pdf"), &file.body).unwrap();
    }
    for number in [&warned.number, &label.number, "APR-2026-00099-0"] {
        let path = format!("/e/{number}/certificate.pdf");
        assert_eq!(site.get(&path).await.status, 404, "{path}");
    }
}

/// A penalty stands, but nobody is to read it as a good mark.
#[tokio::test(flavor = "multi_thread")]
async fn what_tells_against_somebody_is_no_good_mark() {
    let office = testkit::office::office("2026-07-06");
    let mut stage = Stage::of(&office, "certification/2023-03", 4000);
    let scenario = ("penalty", "from-the-case-to-the-publication");
    let played = stage.play(&office, scenario, date(2026, 7, 6));
    let site = site_of(office, Options::default()).await;
    let number = played.entries.first().unwrap();
    let page = site.get(&format!("/e/{number}?lang=en")).await;
    let (text, words) = (page.text(), page.words());
    assert!(text.contains("class=\"verdict held\""), "{words}");
    assert!(text.contains("<h1 id=\"verdict\">Published"), "{words}");
    assert!(words.contains("shown until"), "{words}");
    let list = site.get("/register/certification/penalties").await.text();
    assert!(
        list.contains("<span class=\"warn\">! 公示中</span>"),
        "{list}"
    );
    // A label is told by whether it is valid.
    let label = site.office.file_label("EX-1").number;
    let page = site.get(&format!("/l/{label}?lang=en")).await;
    assert!(page.text().contains("class=\"verdict valid\""));
}

/// The proof that a page offers is that of the event that says in the open what
/// the entry is, also once other facts have changed.
#[tokio::test(flavor = "multi_thread")]
async fn the_proof_of_an_entry_tells_its_status() {
    let office = testkit::office::office("2026-07-06");
    let filed = office.file_label("EX-1");
    let order = Order::Step {
        case: filed.case.clone(),
        step: "change-support".into(),
        given: Given {
            fields: BTreeMap::from([("support-until".into(), "2032-01-01".into())]),
            ..Given::default()
        },
    };
    office.execute(&office.producer(), order);
    let site = site_of(office, Options::default()).await;
    site.office
        .aside(|office| office::publish::publish_log(office).unwrap());
    let number = &filed.number;
    let position = site.get(&format!("/l/{number}.json")).await.json()["position"].clone();
    let page = site.get(&format!("/l/{number}?lang=en")).await;
    let proof = format!("/api/v1/events/{position}/proof");
    assert!(page.text().contains(&format!("href=\"{proof}\"")));
    assert!(
        page.words().contains("Change the end of support"),
        "{}",
        page.words()
    );
    let leaf = site.get(&proof).await.json()["leaf"].clone();
    let leaf: serde_json::Value = serde_json::from_str(leaf.as_str().unwrap()).unwrap();
    assert_eq!(leaf["public"]["entry"]["number"], number.as_str());
    assert_eq!(leaf["public"]["entry"]["status"], "valid");
}
