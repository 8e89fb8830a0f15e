//! Keeping files and disposing of them, by forms and by programs (OPS-03).

use crate::desk::Browser;
use crate::visitor::{Answer, Site, site};
use case::command::{Actor, OnHold, Order};
use case::event::HoldAct;
use case::party::{Member, Membership, PersonId};
use testkit::filing::given;
use testkit::parties::Party;

/// A day on which files of cases that ended in July 2026 are due.
const DUE: &str = "2036-07-10";

/// A site of 2036 and the cases of three labels that were given up in 2026,
/// with their numbers.
pub(crate) struct Aged {
    pub(crate) site: Site,
    pub(crate) ended: Vec<testkit::filing::Filed>,
}

pub(crate) fn archivist(at: u32) -> Actor {
    Party::FilingBody.person(&format!("archivist-{at}"))
}

pub(crate) async fn aged() -> Aged {
    let site = site("2026-07-01").await;
    for at in [1, 2] {
        let name = format!("archivist-{at}");
        let member = Member {
            name: name.clone(),
            roles: ["archivist".into()].into(),
            state: Membership::Confirmed,
        };
        let order = Order::SetMember {
            party: Party::FilingBody.code(),
            person: PersonId(name),
            member,
        };
        site.office.execute(&Actor::Operator, order);
    }
    let models = ["EX-CAM-1", "EX-CAM-2", "EX-CAM-3"];
    let ended: Vec<_> = models.map(|model| site.office.file_label(model)).into();
    for filed in &ended {
        let producer = site.office.producer();
        site.office
            .take(&producer, &filed.case, "cancel", given(&[], false));
    }
    site.office.on(DUE);
    Aged { site, ended }
}

/// One of each: disposed of, proposed and due; a hold on the last and on a
/// party.
pub(crate) async fn mixed() -> Aged {
    let aged = aged().await;
    let office = &aged.site.office;
    for (at, filed) in aged.ended.iter().enumerate().take(2) {
        let case = filed.case.clone();
        office.execute(&archivist(1), Order::ProposeDisposal { case: case.clone() });
        if at == 0 {
            office.execute(&archivist(2), Order::Dispose { case });
        }
    }
    let put = || HoldAct::Put {
        reference: "Order 12 of 2036".into(),
        reason: "a lawsuit".into(),
    };
    let on = OnHold::Party(Party::Rival.code());
    office.execute(&archivist(1), Order::Hold { on, act: put() });
    aged
}

fn says(page: &Answer, words: &str) {
    assert!(page.words().contains(words), "{words}: {}", page.words());
}

/// The choice of a case in a form, as the page gives it.
fn chosen(page: &Answer, case: &str) -> String {
    let text = page.text();
    let after = text.split(&format!("value=\"{case}@")).nth(1);
    let version = after.unwrap_or_else(|| panic!("{case} is not to be chosen: {}", page.words()));
    format!("{case}@{}", version.split('"').next().unwrap())
}

/// OPS-03, T-RET-01: one proposes, another approves, by forms alone; then the
/// contents are gone for everybody, and whoever may know of them is told why.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_disposed_of_by_forms_and_downloads_say_so() {
    let aged = aged().await;
    let (site, ended) = (&aged.site, &aged.ended);
    let (case, number) = (&ended[0].case, &ended[0].number);
    let producer = Browser::of(site, &site.office.producer());
    let (one, other) = (
        Browser::of(site, &archivist(1)),
        Browser::of(site, &archivist(2)),
    );
    let material = format!("/desk/{case}/materials/declaration");
    let public = format!("/l/{number}/declaration");
    assert_eq!(producer.get(&material).await.status, 200);
    assert_eq!(site.get(&public).await.status, 200);
    let entry = format!("/l/{number}?lang=en");
    assert!(
        site.get(&entry)
            .await
            .text()
            .contains(&format!("href=\"{public}\""))
    );
    says(
        &producer.get(&format!("/desk/{case}?lang=en")).await,
        "Kept for 10 years from its end on",
    );

    let due = one.get("/desk/retention?lang=en").await;
    for filed in ended {
        says(&due, &filed.case);
    }
    let choice = chosen(&due, case);
    let sent = [("act", "propose"), ("case", choice.as_str())];
    let done = one.post("/desk/retention?lang=en", &sent).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let list = "/desk/retention?show=proposed&lang=en";
    let choice = chosen(&one.get(list).await, case);
    let sent = [("act", "confirm"), ("case", choice.as_str())];
    let own = one.post("/desk/retention?lang=en", &sent).await;
    assert_eq!(own.status, 422);
    says(&own, "must be taken by a person other than");
    assert_eq!(producer.get(&material).await.status, 200);
    let done = other.post("/desk/retention?lang=en", &sent).await;
    assert_eq!(done.status, 303, "{}", done.words());
    says(
        &other.get("/desk/retention?show=disposed&lang=en").await,
        case,
    );

    told_everywhere(&aged, &entry).await;
    site.office.audit();
}

/// What everybody is told of the first case, whose contents are gone.
async fn told_everywhere(aged: &Aged, entry: &str) {
    let site = &aged.site;
    let (case, number) = (&aged.ended[0].case, &aged.ended[0].number);
    let producer = Browser::of(site, &site.office.producer());
    let rival = Browser::of(site, &site.office.rival());
    let material = format!("/desk/{case}/materials/declaration");
    let public = format!("/l/{number}/declaration");
    let gone = producer.get(&format!("{material}?lang=en")).await;
    assert_eq!(gone.status, 410);
    says(
        &gone,
        "was kept until 2036-07-01 and was disposed of on 2036-07-10",
    );
    assert_eq!(rival.get(&material).await.status, 404);
    let page = producer.get(&format!("/desk/{case}?lang=en")).await;
    says(&page, "was disposed of on 2036-07-10");
    assert!(!page.text().contains(&format!("href=\"{material}\"")));
    let gone = site.get(&format!("{public}?lang=en")).await;
    assert_eq!(gone.status, 410);
    says(&gone, "Article 31");
    // The page of the entry was ready in memory; it is made anew.
    for _ in 0..50 {
        if !site
            .get(entry)
            .await
            .text()
            .contains(&format!("href=\"{public}\""))
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    says(&site.get(entry).await, "was disposed of on 2036-07-10");
}

/// T-RET-01, T-AUZ-01: the lists are for archivists of the body, the holder
/// does not learn of holds.
#[tokio::test(flavor = "multi_thread")]
async fn holds_are_put_and_lifted_by_forms_and_are_not_told_to_the_holder() {
    let Aged { site, ended } = aged().await;
    let case = &ended[0].case;
    let producer = Browser::of(&site, &site.office.producer());
    let decider = Browser::of(&site, &site.office.decider());
    let (one, other) = (
        Browser::of(&site, &archivist(1)),
        Browser::of(&site, &archivist(2)),
    );
    for browser in [&producer, &decider] {
        assert_eq!(browser.get("/desk/retention").await.status, 404);
        assert!(
            !browser
                .get("/desk")
                .await
                .text()
                .contains("/desk/retention")
        );
    }
    assert!(one.get("/desk").await.text().contains("/desk/retention"));
    let holds = format!("/desk/{case}/holds?lang=en");
    let put = [
        ("act", "put"),
        ("reference", "Order 7"),
        ("reason", "a lawsuit"),
    ];
    assert_eq!(decider.post(&holds, &put).await.status, 403);
    let empty = one.post(&holds, &[("act", "put"), ("reference", "")]).await;
    assert_eq!(empty.status, 422);
    says(&empty, "say the reference");
    assert_eq!(one.post(&holds, &put).await.status, 303);
    let page = format!("/desk/{case}?lang=en");
    says(&decider.get(&page).await, "Order 7");
    assert!(!producer.get(&page).await.text().contains("Order 7"));
    assert!(
        !one.get("/desk/retention")
            .await
            .text()
            .contains(case.as_str())
    );
    says(&one.get("/desk/retention?show=held").await, case);
    let lift = [
        ("act", "lift"),
        ("reference", "Order 7"),
        ("reason", "over"),
    ];
    let own = one.post(&holds, &lift).await;
    assert_eq!(own.status, 422);
    says(&own, "another person lifts it");
    assert_eq!(other.post(&holds, &lift).await.status, 303);
}

/// T-RET-01: a hold on a party is one on all its cases.
#[tokio::test(flavor = "multi_thread")]
async fn a_hold_on_a_party_keeps_its_cases_from_the_list() {
    let Aged { site, ended } = aged().await;
    let case = &ended[0].case;
    let (one, other) = (
        Browser::of(&site, &archivist(1)),
        Browser::of(&site, &archivist(2)),
    );
    let parties = "/desk/retention/holds?lang=en";
    let code = Party::Producer.code();
    let wrong = [
        ("party", "nobody"),
        ("reference", "Order 8"),
        ("reason", "x"),
    ];
    assert_eq!(one.post(parties, &wrong).await.status, 422);
    let put = [
        ("party", code.as_str()),
        ("reference", "Order 8"),
        ("reason", "x"),
    ];
    assert_eq!(one.post(parties, &put).await.status, 303);
    says(&one.get("/desk/retention?show=held").await, "Order 8");
    let due = one.get("/desk/retention").await;
    assert!(!due.text().contains(case.as_str()), "the holder is on hold");
    let lift = [
        ("act", "lift"),
        ("party", code.as_str()),
        ("reference", "Order 8"),
        ("reason", "y"),
    ];
    assert_eq!(other.post(parties, &lift).await.status, 303);
    assert!(
        one.get("/desk/retention")
            .await
            .text()
            .contains(case.as_str())
    );
}

/// OPS-03: programs see the same lists, and are told why a content is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_lists_files_and_is_told_what_is_gone() {
    let Aged { site, ended } = mixed().await;
    let token = site.token(&archivist(1));
    let numbers = |answer: &Answer| -> Vec<String> {
        let json = answer.json();
        let files = json["files"].as_array().unwrap().iter();
        files
            .map(|file| file["case"].as_str().unwrap().to_owned())
            .collect()
    };
    for (show, cases) in [
        ("due", &[1, 2][..]),
        ("proposed", &[1]),
        ("held", &[]),
        ("kept", &[1, 2]),
        ("disposed", &[0]),
    ] {
        let answer = site
            .get_as(&token, &format!("/api/v1/retention?show={show}"))
            .await;
        let expected: Vec<String> = cases.iter().map(|at| ended[*at].case.clone()).collect();
        assert_eq!(numbers(&answer), expected, "{show}");
    }
    let answer = site.get_as(&token, "/api/v1/retention?show=kept").await;
    let file = &answer.json()["files"][0];
    assert_eq!(file["until"], "2036-07-01");
    assert_eq!(file["basis"], "practice/31");
    assert_eq!(
        site.get_as(&token, "/api/v1/retention?show=all")
            .await
            .status,
        404
    );
    let producer = site.token(&site.office.producer());
    assert_eq!(
        site.get_as(&producer, "/api/v1/retention").await.status,
        404
    );
    let path = format!("/api/v1/cases/{}/materials/licence", ended[0].case);
    let gone = site.get_as(&producer, &path).await;
    assert_eq!((gone.status, &gone.json()["code"]), (410, &"gone".into()));
    let rival = site.token(&site.office.rival());
    assert_eq!(site.get_as(&rival, &path).await.status, 404);
}
