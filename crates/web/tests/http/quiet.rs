//! Nothing that is public tells of confidential cases: every public address
//! answers the same, byte for byte, before and after (T-CNF-01).

use crate::visitor::{Answer, Site, site_of};
use case::command::Order;
use case::event::View;
use office::publish::publish_log;
use proof::tile::tiles_to_write;
use std::collections::BTreeMap;
use testkit::engines::Kind;
use testkit::filing::given;
use testkit::office::quiet_office_on;
use testkit::parties::Party;
use testkit::quiet::QUIET;
use web::limits::Options;
use web::policy::{ROUTES, Who};

async fn quiet_site() -> Site {
    site_of(
        quiet_office_on(Kind::Sqlite, "2026-07-01"),
        Options::default(),
    )
    .await
}

/// What can stand in the place of a name in an address.
fn fillings(name: &str, numbers: &[String], size: u64) -> Vec<String> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match name {
        "number" => {
            let status = numbers.iter().map(|number| format!("{number}.json"));
            numbers.iter().cloned().chain(status).collect()
        }
        "code" => texts(&["AAAA"]),
        "material" => texts(&["report-data", "declaration", "report"]),
        "regime" => texts(&["label", QUIET]),
        "procedure" => texts(&["filing", "report"]),
        "register" => texts(&["label", "violation"]),
        "name" => texts(&["filings", "filings.json", "filings.csv", "violations"]),
        "catalogue" => texts(&["category"]),
        "item" => texts(&["camera", "gateway"]),
        "edition" => texts(&["2026-07"]),
        "position" => (0..size + 20).map(|number| number.to_string()).collect(),
        "*tile" => {
            let tiles = tiles_to_write(0, size + 20);
            let paths = tiles.iter().map(ToString::to_string);
            paths
                .filter_map(|path| Some(path.strip_prefix("tile/")?.to_owned()))
                .collect()
        }
        name => panic!("say what stands for {{{name}}} in a public address"),
    }
}

/// Every public address, with everything that can stand in it.
fn addresses(numbers: &[String], size: u64) -> Vec<String> {
    let public = ROUTES
        .iter()
        .filter(|route| matches!(route.who, Who::Public) && route.method == "GET");
    let mut addresses = Vec::new();
    for route in public {
        let mut made = vec![String::new()];
        let parts: Vec<&str> = route.path.split('/').skip(1).collect();
        for part in parts {
            let name = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'));
            let here = match name {
                Some(name) => fillings(name, numbers, size),
                None => vec![part.to_owned()],
            };
            made = made
                .iter()
                .flat_map(|start| here.iter().map(move |part| format!("{start}/{part}")))
                .collect();
        }
        addresses.extend(made);
    }
    let searched = numbers
        .iter()
        .map(|number| format!("/?lang=en&number={number}"));
    let more = [
        "/register?before=20",
        "/notices?before=20",
        "/api/v1/entries?limit=1",
    ];
    addresses.extend(searched);
    addresses.extend(more.map(str::to_owned));
    addresses
}

/// What a visitor gets everywhere, heads and all but for the time of day.
async fn everything(
    site: &Site,
    addresses: &[String],
) -> BTreeMap<String, (u16, Vec<(String, String)>, Vec<u8>)> {
    let mut all = BTreeMap::new();
    for address in addresses {
        let Answer {
            status,
            mut head,
            body,
        } = site.get(address).await;
        head.retain(|(name, _)| name != "date");
        all.insert(address.clone(), (status, head, body));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_address_answers_the_same_before_and_after_a_confidential_case() {
    let site = quiet_site().await;
    let office = &site.office;
    let open = office.file_label("EX-CAM-1");
    let over = office.file_label("EX-CAM-2");
    office.take(&office.producer(), &over.case, "cancel", given(&[], false));
    office.aside(|office| publish_log(office).unwrap());
    let size = office.office().advanced().borrow().size;
    // The number that the confidential entry will have, and one that none has.
    let numbers = [
        open.number,
        over.number,
        "QSL-2026-000001-7".into(),
        "CSL-2026-000099-0".into(),
    ];
    let addresses = addresses(&numbers, size);
    // Ready answers are kept then, and are not taken off by what is to come.
    everything(&site, &addresses).await;
    let before = everything(&site, &addresses).await;

    let quiet = office.file_label_in(QUIET, "EX-QUIET-1");
    let order = Order::Read {
        case: quiet.case.clone(),
        what: View::Page,
    };
    office.execute(&office.decider(), order);
    office.take(&office.producer(), &quiet.case, "cancel", given(&[], false));
    office.aside(|office| publish_log(office).unwrap());
    assert_eq!(quiet.number, numbers[2]);

    let after = everything(&site, &addresses).await;
    for (address, answer) in &before {
        assert!(
            after[address] == *answer,
            "{address} tells of it: {:?}, {:?}",
            answer.1,
            after[address].1
        );
    }
    let good = before
        .values()
        .filter(|(status, ..)| *status == 200)
        .count();
    assert!(
        60 < good && 100 < before.len(),
        "{good} of {}",
        before.len()
    );
    // What was compared is not always the same: a public case is noticed.
    office.file_label("EX-CAM-3");
    office.aside(|office| publish_log(office).unwrap());
    let later = everything(&site, &addresses).await;
    for address in [
        "/register/label/label",
        "/statistics/label/filings",
        "/notices",
        "/log/checkpoint",
        "/api/v1/entries",
    ] {
        assert!(later[address] != before[address], "{address}");
    }
}

/// T-CNF-02: by browser, by program, and each material.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shown_a_confidential_case_is_on_record_and_nobody_else() {
    let site = quiet_site().await;
    let office = &site.office;
    let open = office.submitted("EX-CAM-1");
    let quiet = office.draft_in(QUIET, "EX-QUIET-1");
    office.take(&office.producer(), &quiet, "submit", given(&[], true));
    let (decider, rival) = (site.token(&office.decider()), site.token(&office.rival()));
    let readings = |case: &str| office.aside(|office| office.readings(case).unwrap());
    for case in [&open, &quiet] {
        for path in ["", "/events", "/materials/report"] {
            let path = format!("/api/v1/cases/{case}{path}");
            assert_eq!(site.get_as(&decider, &path).await.status, 200, "{path}");
            assert_eq!(site.get_as(&rival, &path).await.status, 404, "{path}");
        }
    }
    let cookie = format!("__Host-xinbiao={decider}");
    for case in [&open, &quiet] {
        let (path, head) = (format!("/desk/{case}"), [("cookie", cookie.as_str())]);
        let page = site.ask("GET", &path, &head, b"").await;
        assert!(page.text().contains("EX-"), "{case}");
    }
    assert!(readings(&open).is_empty());
    let told = readings(&quiet);
    let views: Vec<String> = told.iter().map(|read| format!("{:?}", read.what)).collect();
    assert_eq!(views[..2], ["Answer", "Answer"]);
    assert!(views[2].starts_with("Material"), "{views:?}");
    assert_eq!(views[3..], ["Page"], "{views:?}");
    let who = |at: usize| told[at].who.person.as_ref().map(|person| person.0.as_str());
    assert!((0..4).all(|at| who(at) == Some("decider-1")), "{told:?}");
    office.audit();
}

/// Nor do others who are signed in learn of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_is_signed_in_is_answered_the_same() {
    let site = quiet_site().await;
    let office = &site.office;
    let opened = office.execute(&office.rival(), {
        let Order::Open {
            regime,
            procedure,
            step,
            given,
            ..
        } = office.opening("EX-RIVAL-1")
        else {
            unreachable!("an opening opens")
        };
        Order::Open {
            regime,
            procedure,
            step,
            given,
            holder: Some(Party::Rival.code()),
        }
    });
    let case = opened.case.unwrap();
    let token = site.token(&office.rival());
    let ask = |path: String| {
        let (site, token) = (&site, &token);
        async move { site.get_as(token, &path).await }
    };
    let paths = [
        "/api/v1/me".to_owned(),
        "/api/v1/cases".to_owned(),
        "/api/v1/cases?limit=1".to_owned(),
        format!("/api/v1/cases/{case}"),
        format!("/api/v1/cases/{case}/events"),
        "/api/v1/cases/QU202600000017".to_owned(),
        "/api/v1/cases/QU202600000017/events".to_owned(),
    ];
    let mut before = Vec::new();
    for path in &paths {
        let answer = ask(path.clone()).await;
        before.push((answer.status, answer.body));
    }
    let quiet = office.draft_in(QUIET, "EX-QUIET-1");
    assert!(quiet.starts_with("QU2026"), "{quiet}");
    for (path, before) in paths.iter().zip(&before) {
        let answer = ask(path.clone()).await;
        assert_eq!((answer.status, answer.body), *before, "{path}");
    }
    let missing = ask(format!("/api/v1/cases/{quiet}")).await;
    assert_eq!(missing.status, 404);
    let order = serde_json::json!({"ask": "read", "case": quiet, "what": {"view": "answer"}});
    let asked = serde_json::json!({"key": "1", "order": order});
    let answer = site
        .send_as(&token, "POST", "/api/v1/commands", &asked)
        .await;
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert!(
        office
            .aside(|office| office.readings(&quiet).unwrap())
            .is_empty()
    );
}

/// REV-13.2: a copy of a file says for whom it was made; the file itself stays
/// what it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_material_of_a_confidential_case_is_handed_out_by_name_and_time() {
    let site = quiet_site().await;
    let office = &site.office;
    let open = office.submitted("EX-CAM-1");
    let quiet = office.draft_in(QUIET, "EX-QUIET-1");
    office.take(&office.producer(), &quiet, "submit", given(&[], true));
    let token = site.token(&office.decider());
    let cookie = format!("__Host-xinbiao={token}");
    let ask = |case: &str| {
        let (site, path) = (&site, format!("/desk/{case}/materials/report"));
        let head = [("cookie", cookie.clone())];
        async move {
            let head = head.each_ref().map(|(name, value)| (*name, value.as_str()));
            site.ask("GET", &path, &head, b"").await
        }
    };
    let (plain, marked) = (ask(&open).await, ask(&quiet).await);
    assert_eq!(plain.head("x-read-by"), None);
    let code = Party::FilingBody.code();
    let by = format!("name=decider-1; party={code}; at=2026-07-01%2010:00");
    assert_eq!(marked.head("x-read-by"), Some(by.as_str()));
    let name = marked.head("content-disposition").unwrap();
    assert!(
        name.contains(&format!("report-{code}-202607011000")),
        "{name}"
    );
    let by_program = site
        .get_as(&token, &format!("/api/v1/cases/{quiet}/materials/report"))
        .await;
    assert!(by_program.head("x-read-by").is_some());
    assert_eq!(by_program.body, marked.body);
    assert!(marked.status == 200 && !marked.body.is_empty());
}
