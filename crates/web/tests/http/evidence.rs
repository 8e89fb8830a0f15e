//! Evidence that parties keep, at the desk and for programs.

use crate::desk::Browser;
use crate::visitor::{Answer, Site, site};
use crate::visits::{Visit, send, visit};
use case::command::Actor;
use serde_json::json;
use testkit::parties::Party;

pub(crate) const PDF: &str =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

/// Keeps a document by the form of the page.
async fn add(browser: &Browser<'_>, kind: &str, until: &str) -> Answer {
    add_file(browser, kind, until, PDF).await
}

async fn add_file(browser: &Browser<'_>, kind: &str, until: &str, file: &str) -> Answer {
    let csrf = browser.csrf().await;
    let mut body = String::new();
    for (name, value) in [
        ("csrf", csrf.as_str()),
        ("kind", kind),
        ("title", "Example document"),
        ("issuer", "Example registry"),
        ("issued", "2026-01-05"),
        ("until", until),
    ] {
        body +=
            &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"example.pdf\"\r\n";
    body += &format!("Content-Type: application/pdf\r\n\r\n{file}\r\n--x--\r\n");
    browser
        .upload(
            "/desk/evidence?lang=en",
            "multipart/form-data; boundary=x",
            &body,
        )
        .await
}

/// A licence of the producer's and a certificate of the laboratory's, on both
/// of which a draft of the producer's rests; its number.
pub(crate) async fn rested(site: &Site, model: &str) -> String {
    let case = site.office.draft(model);
    let producer = Browser::of(site, &site.office.producer());
    let laboratory = Browser::of(site, &site.office.laboratory());
    let added = add(&producer, "business-licence", "").await;
    assert_eq!(added.status, 303, "{}", added.words());
    let added = add(&laboratory, "accreditation-certificate", "2026-12-31").await;
    assert_eq!(added.status, 303, "{}", added.words());
    let own = [("use", "label/filing"), ("relier", "own"), ("until", "")];
    let given = producer.post("/desk/evidence/EV-1/consent", &own).await;
    assert_eq!(given.status, 303, "{}", given.words());
    let code = Party::Producer.code();
    let other = [
        ("use", "label/"),
        ("relier", "party"),
        ("party", code.as_str()),
    ];
    let given = laboratory.post("/desk/evidence/EV-1/consent", &other).await;
    assert_eq!(given.status, 303, "{}", given.words());
    for (material, party) in [
        ("licence", Party::Producer),
        ("accreditation", Party::Laboratory),
    ] {
        let path = format!("/desk/{case}/materials/{material}/evidence");
        let cited = format!("{}/EV-1", party.code());
        let met = producer.post(&path, &[("evidence", &cited)]).await;
        assert_eq!(met.status, 303, "{}", met.words());
    }
    case
}

/// What parties keep, with consents and reliances; a case that rests on it.
pub(crate) async fn visits(site: &Site) -> Vec<Visit> {
    let case = rested(site, "EX-KEPT-1").await;
    let (office, page) = (&site.office, "/desk/evidence");
    vec![
        visit(
            Some(&office.producer()),
            page,
            &send("#EV-1 details:last-child form"),
        ),
        visit(Some(&office.laboratory()), page, ""),
        visit(Some(&office.decider()), page, ""),
        visit(Some(&office.producer()), &format!("/desk/{case}"), ""),
    ]
}

/// LBL-08.3e, LBL-08.3f: what is kept once is chosen on the page of a case and
/// stands there as what it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_kept_by_a_form_and_chosen_in_a_case() {
    let site = site("2026-07-01").await;
    let case = rested(&site, "EX-1").await;
    let producer = Browser::of(&site, &site.office.producer());
    let page = producer.get(&format!("/desk/{case}?lang=en")).await;
    for words in [
        "Met from evidence EV-1 of",
        "Good today",
        "until 31 December 2026",
        "Use kept evidence",
    ] {
        assert!(page.words().contains(words), "{words}: {}", page.words());
    }
    let own = producer.get("/desk/evidence?lang=en").await;
    assert!(
        own.text().contains(&format!("/desk/{case}")),
        "{}",
        own.words()
    );
    let content = producer.get("/desk/evidence/EV-1").await;
    assert_eq!((content.status, content.text()), (200, PDF.to_owned()));
    let none = producer.get("/desk/evidence/EV-2").await;
    assert_eq!(none.status, 404);
    let end = [
        ("from", "2026-07-01"),
        ("reason", "A new licence was issued."),
    ];
    let ended = producer.post("/desk/evidence/EV-1/end", &end).await;
    assert_eq!(ended.status, 303, "{}", ended.words());
    let path = format!("/desk/{case}/steps/submit?lang=en");
    let refused = producer.post(&path, &[("statement", "yes")]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.words().contains("withdrawn as of 2026-07-01"),
        "{}",
        refused.words()
    );
    let again = producer.post("/desk/evidence/EV-1/end?lang=en", &end).await;
    assert_eq!(again.status, 422);
    assert!(
        again.words().contains("was ended already"),
        "{}",
        again.words()
    );
}

/// T-EVD-01, T-AUZ-01: whose document it is learns who relies on it, not what
/// the case says; others do not learn that there is one.
#[tokio::test(flavor = "multi_thread")]
async fn who_relies_is_told_to_whose_evidence_it_is_and_to_nobody_else() {
    let site = site("2026-07-01").await;
    let case = rested(&site, "EX-1").await;
    let laboratory = Browser::of(&site, &site.office.laboratory());
    let page = laboratory.get("/desk/evidence?lang=en").await;
    let producer = site.office.aside(|office| {
        let world = office.world().unwrap();
        let party = world.party(&Party::Producer.code()).unwrap();
        party.registration.name_en.clone()
    });
    assert!(page.words().contains(&producer), "{}", page.words());
    assert!(!page.text().contains(&case), "a draft of others was told");
    for actor in [site.office.rival(), site.office.decider()] {
        let other = Browser::of(&site, &actor);
        let page = other.get("/desk/evidence?lang=en").await;
        assert!(!page.text().contains(&case), "{}", page.words());
        assert_eq!(other.get("/desk/evidence/EV-1").await.status, 404);
    }
    let rival = Browser::of(&site, &site.office.rival());
    let cited = format!("{}/EV-1", Party::Laboratory.code());
    let theirs = site.office.execute(&site.office.rival(), rivals_opening());
    let path = format!(
        "/desk/{}/materials/accreditation/evidence?lang=en",
        theirs.case.unwrap()
    );
    for cited in [cited, format!("{}/EV-9", Party::Laboratory.code())] {
        let refused = rival.post(&path, &[("evidence", &cited)]).await;
        assert_eq!(refused.status, 422);
        let words = format!("there is no evidence `{cited}`");
        assert!(refused.words().contains(&words), "{}", refused.words());
    }
}

fn rivals_opening() -> case::command::Order {
    case::command::Order::Open {
        regime: "label".into(),
        procedure: "filing".into(),
        holder: Some(Party::Rival.code()),
        step: "open".into(),
        given: case::command::Given {
            fields: testkit::filing::form("EX-9"),
            ..case::command::Given::default()
        },
    }
}

/// The body that works on the case finds what rests on nothing good any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_sees_which_of_its_cases_rest_on_what_has_run_out() {
    let site = site("2026-07-01").await;
    let case = rested(&site, "EX-1").await;
    let producer = Browser::of(&site, &site.office.producer());
    let path = format!("/desk/{case}/steps/submit?lang=en");
    let submitted = producer.post(&path, &[("statement", "yes")]).await;
    assert_eq!(submitted.status, 303, "{}", submitted.words());
    let decider = Browser::of(&site, &site.office.decider());
    let before = decider.get("/desk/evidence?lang=en").await;
    assert!(!before.text().contains(&case), "{}", before.words());
    site.office.on("2027-01-04");
    let decider = Browser::of(&site, &site.office.decider());
    let after = decider.get("/desk/evidence?lang=en").await;
    assert!(
        after.words().contains("no longer good"),
        "{}",
        after.words()
    );
    assert!(
        after.text().contains(&format!("/desk/{case}")),
        "{}",
        after.words()
    );
}

/// T-AUZ-03: content comes as a file; everything else about evidence is an order.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_keeps_consents_and_relies() {
    let site = site("2026-07-01").await;
    let producer: Actor = site.office.producer();
    let token = site.token(&producer);
    let bearer = format!("Bearer {token}");
    let head = [
        ("authorization", bearer.as_str()),
        ("idempotency-key", "keep-1"),
        ("x-file-name", "licence.pdf"),
    ];
    let path = "/api/v1/evidence/business-licence?title=Licence&issuer=Registry&issued=2026-01-05";
    let kept = site.ask("PUT", path, &head, PDF.as_bytes()).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    let wrong = path.replace("business-licence", "no-such-kind");
    let other = [head[0], ("idempotency-key", "keep-2"), head[2]];
    assert_eq!(
        site.ask("PUT", &wrong, &other, PDF.as_bytes()).await.status,
        422
    );
    let order = json!({"ask": "consent-to-evidence", "party": Party::Producer.code(), "evidence": "EV-1",
        "consent": {"purpose": {"regime": "label", "procedure": "filing", "relier": "own"}}});
    let body = json!({"key": "consent-1", "order": order});
    let given = site
        .send_as(&token, "POST", "/api/v1/commands", &body)
        .await;
    assert_eq!(given.status, 200, "{}", given.text());
    let case = site.office.draft("EX-1");
    let path = format!("/api/v1/cases/{case}/materials/licence/evidence");
    let body = json!({"key": "rely-1", "evidence": "EV-1"});
    let met = site.send_as(&token, "POST", &path, &body).await;
    assert_eq!(met.status, 200, "{}", met.text());
    let listed = site.get_as(&token, "/api/v1/evidence").await.json();
    assert_eq!(listed["evidence"][0]["relying"][0]["case"], json!(case));
    let kept = listed["evidence"][0]["kept"].clone();
    let order = json!({"ask": "keep-evidence", "party": Party::Producer.code(), "kept": kept});
    let body = json!({"key": "keep-3", "order": order});
    let refused = site
        .send_as(&token, "POST", "/api/v1/commands", &body)
        .await;
    assert!(
        matches!(refused.status, 400 | 403 | 422),
        "{}",
        refused.text()
    );
    let rival = site.token(&site.office.rival());
    let theirs = site.get_as(&rival, "/api/v1/evidence").await.json();
    assert_eq!(theirs, json!({"evidence": []}));
}

/// T-DOS-04: a file may be as large as uploads are, at the desk too, and no
/// larger.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_larger_than_other_bodies_but_not_than_its_material() {
    let site = site("2026-07-01").await;
    let case = site.office.draft("EX-CAM-1");
    let producer = Browser::of(&site, &site.office.producer());
    let large = |mib: usize| {
        let filling = "% example\n".repeat((mib << 20) / 10);
        PDF.replacen("1 0 obj", &format!("{filling}1 0 obj"), 1)
    };
    let csrf = producer.csrf().await;
    let hand_in = async |file: String| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"example.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n{file}\r\n--x--\r\n"
        );
        let path = format!("/desk/{case}/materials/licence?lang=en");
        let of = "multipart/form-data; boundary=x";
        producer.upload(&path, of, &body).await
    };
    let taken = hand_in(large(3)).await;
    assert_eq!(taken.status, 303, "{}", taken.words());
    let refused = hand_in(large(17)).await;
    assert_eq!(refused.status, 413, "{}", refused.words());
    let kept = add_file(&producer, "business-licence", "", &large(3)).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
}
