//! The desk, as somebody at a browser works with it: pages, links and forms.

use crate::visitor::{Answer, Site, site};
use case::command::Actor;
use web::policy::{ROUTES, Who};

/// Somebody at a browser: keeps the cookie, fills in forms.
pub(crate) struct Browser<'s> {
    site: &'s Site,
    cookie: String,
}

impl<'s> Browser<'s> {
    pub(crate) fn of(site: &'s Site, actor: &Actor) -> Self {
        Browser {
            site,
            cookie: format!("__Host-xinbiao={}", site.token(actor)),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.site
            .ask("GET", path, &[("cookie", &self.cookie)], b"")
            .await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(form);
        self.post_raw(path, &all, Some("https://xinbiao.example"))
            .await
    }

    pub(crate) async fn post_raw(
        &self,
        path: &str,
        form: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Answer {
        let body = form
            .iter()
            .map(|(key, value)| format!("{key}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let mut head = vec![
            ("cookie", self.cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        head.extend(origin.map(|origin| ("origin", origin)));
        self.site.ask("POST", path, &head, body.as_bytes()).await
    }

    /// Sends a body of another type than a plain form.
    pub(crate) async fn upload(&self, path: &str, of: &str, body: &str) -> Answer {
        let head = [
            ("cookie", self.cookie.as_str()),
            ("content-type", of),
            ("origin", "https://xinbiao.example"),
        ];
        self.site.ask("POST", path, &head, body.as_bytes()).await
    }

    /// The token that stands in every form of the person.
    pub(crate) async fn csrf(&self) -> String {
        let text = self.get("/desk").await.text();
        let after = text
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .expect("a form bears a token");
        after.split('"').next().unwrap().to_owned()
    }
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn version(page: &Answer) -> String {
    let text = page.text();
    text.split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

/// Opens a filing of `model` by its form; the case's number.
async fn open_by_form(producer: &Browser<'_>, model: &str) -> String {
    let form = testkit::filing::form(model);
    let texts: Vec<(String, String)> = form
        .iter()
        .map(|(name, value)| (format!("field.{name}"), value.to_string()))
        .collect();
    let mut fields: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let holder = testkit::parties::Party::Producer.code();
    fields.push(("holder", holder.as_str()));
    let opened = producer.post("/desk/new/label/filing", &fields).await;
    assert_eq!(opened.status, 303, "{}", opened.words());
    let place = opened.head("location").unwrap();
    place.split(['/', '?']).nth(2).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_goes_from_the_first_form_to_a_decision_by_forms_alone() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let case = open_by_form(&producer, "EX-1").await;
    let path = format!("/desk/{case}");

    let refused = producer
        .post(
            &format!("{path}/steps/submit?lang=en"),
            &[("statement", "yes")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.words().contains("still missing: Test report"),
        "{}",
        refused.words()
    );
    site.office.execute(
        &site.office.producer(),
        case::command::Order::Supply {
            case: case.clone(),
            supplies: site.office.supplies("EX-1"),
        },
    );
    let page = producer.get(&path).await;
    let seen = version(&page);
    assert_eq!(
        producer
            .post(
                &format!("{path}/steps/submit"),
                &[("statement", "yes"), ("version", "1")]
            )
            .await
            .status,
        409
    );
    let done = producer
        .post(
            &format!("{path}/steps/submit"),
            &[("statement", "yes"), ("version", &seen)],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());

    let reviewer = Browser::of(&site, &site.office.reviewer_of(&case));
    let page = reviewer.get(&format!("{path}?lang=en")).await;
    insta::assert_snapshot!("reviewer", page.words().replace(&case, "CASE"));
    let done = reviewer
        .post(
            &format!("{path}/steps/accept"),
            &[("check", "all-present"), ("check", "no-conflict")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    assert_eq!(site.office.case(&case).state.as_str(), "review");
    site.office.audit();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_stays_in_the_form_that_was_refused() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let case = site.office.draft("EX-1");
    let form = [("field.tested-on", "tomorrow"), ("field.firmware", "9.9.9")];
    let refused = producer
        .post(&format!("/desk/{case}/fields?lang=en"), &form)
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("value=\"9.9.9\"")
            && refused.words().contains("`tomorrow` is not a date")
    );
}

/// T-ATN-04: no form is taken without its token, nor from elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn every_form_needs_its_token_and_its_own_origin() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let case = site.office.draft("EX-1");
    let csrf = producer.csrf().await;
    let forms = ROUTES
        .iter()
        .filter(|route| route.method == "POST" && route.who == Who::Person);
    for route in forms {
        let path = route
            .path
            .replace("{case}", &case)
            .replace("{step}", "withdraw")
            .replace("{material}", "report")
            .replace("{regime}", "label")
            .replace("{procedure}", "filing");
        let own = Some("https://xinbiao.example");
        for (form, origin) in [
            (vec![], own),
            (vec![("csrf", "x")], own),
            (vec![("csrf", csrf.as_str())], Some("https://evil.example")),
            (vec![("csrf", csrf.as_str())], Some("null")),
        ] {
            let answer = producer.post_raw(&path, &form, origin).await;
            assert!(
                matches!(answer.status, 403 | 400),
                "{path} {form:?} {origin:?}: {}",
                answer.status
            );
        }
        let nobody = Browser {
            site: &site,
            cookie: "__Host-xinbiao=x".into(),
        };
        assert_eq!(
            nobody.post_raw(&path, &[("csrf", &csrf)], own).await.status,
            401,
            "{path}"
        );
    }
    assert_eq!(site.office.case(&case).state.as_str(), "draft");
    let body = serde_json::json!({"key": "k"}).to_string();
    let api = format!("/api/v1/cases/{case}/steps/withdraw");
    let head = [
        ("cookie", producer.cookie.as_str()),
        ("content-type", "application/json"),
    ];
    assert_eq!(
        site.ask("POST", &api, &head, body.as_bytes()).await.status,
        401,
        "a cookie alone changes nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_with_a_constant_answer_and_out_again() {
    let site = site("2026-07-01").await;
    let person = case::party::PersonId("producer-1".into());
    let people = site.people.clone();
    site.office.aside(move |_| {
        people
            .set_account(&person, "wang", "王小明", "a long password")
            .unwrap();
    });
    let nobody = Browser {
        site: &site,
        cookie: String::new(),
    };
    let own = Some("https://xinbiao.example");
    let mut answers = Vec::new();
    for login in ["wang", "nobody"] {
        let answer = nobody
            .post_raw("/sign-in", &[("login", login), ("password", "wrong")], own)
            .await;
        answers.push((answer.status, answer.text().replace(login, "")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 401);
    let right = [("login", " WANG "), ("password", "a long password")];
    assert_eq!(
        nobody
            .post_raw("/sign-in", &right, Some("https://evil.example"))
            .await
            .status,
        403
    );
    let answer = nobody.post_raw("/sign-in", &right, own).await;
    assert_eq!(
        (answer.status, answer.head("location")),
        (303, Some("/desk?lang=zh"))
    );
    let set = answer.head("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let browser = Browser {
        site: &site,
        cookie: set.split(';').next().unwrap().to_owned(),
    };
    let desk = browser.get("/desk").await;
    assert!(desk.text().contains("王小明"));
    assert_eq!(desk.head("cache-control"), Some("private, no-store"));
    assert_eq!(browser.post("/sign-out", &[]).await.status, 303);
    assert_eq!(
        browser.get("/desk").await.head("location"),
        Some("/sign-in")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_case_looks_like_none_at_the_desk_too() {
    let site = site("2026-07-01").await;
    let case = site.office.draft("EX-1");
    for who in [
        site.office.rival(),
        site.office.decider(),
        site.office.laboratory(),
    ] {
        let browser = Browser::of(&site, &who);
        let (there, nowhere) = (
            browser.get(&format!("/desk/{case}")).await,
            browser.get("/desk/BA999999999999").await,
        );
        assert_eq!(
            (there.status, there.text()),
            (nowhere.status, nowhere.text())
        );
        assert_eq!(there.status, 404);
        assert!(!browser.get("/desk").await.text().contains(&case));
    }
}

/// T-AUZ-04: who reviews, and what the body writes to itself, is its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_holder_does_not_see_who_reviews_nor_internal_reasons() {
    let site = site("2026-07-01").await;
    let case = site.office.proposed("EX-1");
    let given = case::command::Given {
        reasons: Some("INTERNAL-NOTE".into()),
        ..Default::default()
    };
    site.office
        .take(&site.office.decider(), &case, "send-back", given);
    let path = format!("/desk/{case}");
    let producer = Browser::of(&site, &site.office.producer())
        .get(&path)
        .await
        .text();
    assert!(
        !producer.contains("INTERNAL-NOTE") && !producer.contains("reviewer-"),
        "{producer}"
    );
    assert!(
        Browser::of(&site, &site.office.decider())
            .get(&path)
            .await
            .text()
            .contains("INTERNAL-NOTE")
    );
    let token = site.token(&site.office.producer());
    let seen = site
        .get_as(&token, &format!("/api/v1/cases/{case}"))
        .await
        .text();
    assert!(!seen.contains("reviewer-"), "{seen}");
}

/// What stands on the desk under a heading.
fn under(desk: &str, heading: &str) -> String {
    let after = desk.split(heading).nth(1).unwrap_or_default();
    let others = ["Waiting for you", "Under way or in force", "Closed\n"];
    let end = others.iter().filter_map(|other| after.find(other)).min();
    after[..end.unwrap_or(after.len())].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_says_first_what_waits_for_the_person() {
    let site = site("2026-07-01").await;
    let office = &site.office;
    let (draft, submitted) = (office.draft("EX-1"), office.submitted("EX-2"));
    let (filed, given_up) = (office.file_label("EX-3").case, office.draft("EX-4"));
    office.take(
        &office.producer(),
        &given_up,
        "withdraw",
        case::command::Given::default(),
    );
    let desk = async |who: &Actor| {
        let browser = Browser::of(&site, who);
        browser.get("/desk?lang=en").await.words() + "\n"
    };
    let producer = desk(&office.producer()).await;
    let waiting = under(&producer, "Waiting for you");
    assert!(
        waiting.contains(&draft) && !waiting.contains(&submitted),
        "{producer}"
    );
    let underway = under(&producer, "Under way or in force");
    assert!(
        underway.contains(&submitted) && underway.contains(&filed),
        "{producer}"
    );
    assert!(under(&producer, "Closed\n").contains(&given_up));
    let reviewer = desk(&office.reviewer_of(&submitted)).await;
    assert!(
        under(&reviewer, "Waiting for you").contains(&submitted),
        "{reviewer}"
    );
    let authority = desk(&office.authority()).await;
    assert!(
        authority.contains("Nothing waits for you at present."),
        "{authority}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_corrected_stands_first_with_its_reasons() {
    let site = site("2026-07-01").await;
    let office = &site.office;
    let case = office.submitted("EX-1");
    let told = case::command::Given {
        grounds: vec!["unclear".into()],
        reasons: Some("PAGE 3 CANNOT BE READ".into()),
        list: ["model", "report"].map(str::to_owned).into(),
        ..Default::default()
    };
    office.take(
        &office.reviewer_of(&case),
        &case,
        "request-correction",
        told,
    );
    let producer = Browser::of(&site, &office.producer());
    let words = producer.get(&format!("/desk/{case}?lang=en")).await.words();
    let first = words.split("On this page").next().unwrap_or_default();
    let told = first.split("What you can do now").next().unwrap();
    for part in [
        "To be corrected",
        "PAGE 3 CANNOT BE READ",
        "Model",
        "Test report",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    let firmware = words.find("Firmware").unwrap();
    assert!(words.find("PAGE 3").unwrap() < firmware);
}
