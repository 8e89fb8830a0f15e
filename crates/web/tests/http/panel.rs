//! Cases behind a door, opinions that are given blind, and what is told to
//! some only.

use crate::desk::Browser;
use crate::registers::of_two_regimes;
use crate::visitor::Site;
use case::command::Actor;
use testkit::parties::Party;

pub(crate) fn clerk() -> Actor {
    Party::FilingBody.person("reviewer-1")
}

pub(crate) fn experts() -> [Actor; 2] {
    [
        Party::Laboratory.person("laboratory-1"),
        Party::Tester.person("tester-1"),
    ]
}

/// A panel, begun by its form: the case's number.
pub(crate) async fn begin(site: &Site, product: &str, more: &[(&str, &str)]) -> String {
    let clerk = Browser::of(site, &clerk());
    let mut form = vec![("step", "ask"), ("field.product", product)];
    form.extend(more);
    let opened = clerk.post("/desk/new/panel/hearing", &form).await;
    assert_eq!(opened.status, 303, "{}", opened.words());
    let place = opened.head("location").unwrap();
    place.split(['/', '?']).nth(2).unwrap().to_owned()
}

/// The panel comes to its end by forms alone.
pub(crate) async fn end(site: &Site, case: &str) {
    for expert in experts() {
        let expert = Browser::of(site, &expert);
        for (step, form) in [
            ("undertake", ("statement", "yes")),
            ("give", ("field.view", "bad")),
        ] {
            let path = format!("/desk/{case}/steps/{step}?lang=en");
            let done = expert.post(&path, &[form]).await;
            assert_eq!(done.status, 303, "{step}: {}", done.words());
        }
    }
    let decider = Browser::of(site, &site.office.decider());
    let done = decider
        .post(&format!("/desk/{case}/steps/tell?lang=en"), &[])
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_cases_and_computed_fields_are_filled_in_by_form_and_nobody_names_the_holder() {
    let site = of_two_regimes("2026-07-01").await;
    let clerk = Browser::of(&site, &clerk());
    let form = clerk.get("/desk/new/panel/hearing?step=ask&lang=en").await;
    let text = form.text();
    assert!(
        !text.contains("name=\"holder\"") && !text.contains("field.cost"),
        "{text}"
    );
    let first = begin(&site, "EX-1", &[]).await;
    end(&site, &first).await;
    let flag = site.office.case(&first).label.unwrap();
    let codes = format!("{}\r\n", Party::Rival.code());
    let case = begin(
        &site,
        "EX-2",
        &[
            ("field.recipients", Party::Producer.code().as_str()),
            ("field.recipients", &codes),
            ("field.earlier", &flag),
            ("field.reports", "2"),
            ("field.tests", "3"),
        ],
    )
    .await;
    let held = site.office.case(&case);
    assert_eq!(held.holder, held.body);
    let recipients = &held.fields[&law::name::FieldName::from("recipients")];
    assert_eq!(recipients.items().len(), 2, "{recipients:?}");
    assert_eq!(
        held.text("earlier"),
        Some(first.as_str()),
        "the entry stands for its case"
    );
    let page = clerk.get(&format!("/desk/{case}?lang=en")).await.words();
    assert!(page.contains("Tests in all\n6"), "{page}");
}

async fn undertake(expert: &Browser<'_>, case: &str) {
    let step = format!("/desk/{case}/steps/undertake");
    let done = expert.post(&step, &[("statement", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_is_its_givers_alone_until_all_are_in_but_their_number_is_told() {
    let site = of_two_regimes("2026-07-01").await;
    let case = begin(&site, "EX-1", &[]).await;
    let path = format!("/desk/{case}?lang=en");
    let [one, other] = experts();
    let (first, second) = (Browser::of(&site, &one), Browser::of(&site, &other));
    for browser in [&first, &second] {
        undertake(browser, &case).await;
    }
    let give = format!("/desk/{case}/steps/give");
    assert_eq!(
        first.post(&give, &[("field.view", "bad")]).await.status,
        303
    );
    let own = first.get(&path).await.words();
    assert!(own.contains("1 given, 2 needed") && own.contains("yours") && own.contains("Bad"));
    let twice = first.get(&path).await.text().contains("/steps/give");
    assert!(!twice, "nobody gives two: {own}");
    let decider = Browser::of(&site, &site.office.decider());
    for browser in [&second, &decider] {
        let page = browser.get(&path).await.words();
        let opinions = page.split("Views of the bodies").nth(1).unwrap();
        let opinions = opinions.split("History").next().unwrap();
        let opinions = opinions.split("Form").next().unwrap();
        assert!(opinions.contains("1 given, 2 needed"), "{page}");
        assert!(
            !opinions.contains("Bad") && !opinions.contains("Laboratory"),
            "{opinions}"
        );
    }
    let api = format!("/api/v1/cases/{case}");
    let token = site.token(&site.office.decider());
    let views = site.get_as(&token, &api).await.json()["opinions"]["views"].clone();
    assert_eq!(views["in"], 1);
    assert_eq!(views["given"], serde_json::json!([]));
    assert_eq!(
        second.post(&give, &[("field.view", "good")]).await.status,
        303
    );
    let page = decider.get(&path).await.words();
    assert!(
        page.contains("2 given, 2 needed") && page.contains("Example Laboratory Ltd"),
        "{page}"
    );
    let views = site.get_as(&token, &api).await.json()["opinions"]["views"].clone();
    assert_eq!(views["given"][1]["fields"]["view"], "good");
    // Who sits on the panel is for the body to know, not for the others.
    let seen = first.get(&path).await.words();
    assert!(
        seen.contains("laboratory-1") && !seen.contains("tester-1"),
        "{seen}"
    );
    assert!(page.contains("tester-1"), "{page}");
    // Back to where it came from, with a new round.
    let again = format!("/desk/{case}/steps/look-again");
    assert_eq!(
        decider.post(&again, &[("reasons", "unclear")]).await.status,
        303
    );
    assert_eq!(site.office.case(&case).state.as_str(), "asked");
    assert!(
        decider
            .get(&path)
            .await
            .words()
            .contains("0 given, 2 needed")
    );
}

/// REV-13.2: an undertaking before access, need-to-know, and the mark of who
/// reads.
#[tokio::test(flavor = "multi_thread")]
async fn who_must_undertake_first_sees_number_and_procedure_and_nothing_else() {
    let site = of_two_regimes("2026-07-01").await;
    let case = begin(&site, "EX-SECRET-1", &[]).await;
    let [expert, _] = experts();
    let expert = Browser::of(&site, &expert);
    let path = format!("/desk/{case}?lang=en");
    let door = expert.get(&path).await;
    assert_eq!(door.status, 200);
    assert!(door.words().contains(&case) && door.words().contains("Panel on a product"));
    assert!(door.words().contains("Undertake to keep it confidential"));
    for hidden in [
        "EX-SECRET-1",
        "Views asked for",
        "History",
        "Example Filing Body",
    ] {
        assert!(!door.text().contains(hidden), "{hidden}");
    }
    assert!(
        expert
            .get("/desk?lang=en")
            .await
            .words()
            .contains("First to be undertaken")
    );
    let refused = expert
        .post(&format!("/desk/{case}/steps/undertake?lang=en"), &[])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert!(!refused.text().contains("EX-SECRET-1"));
    let give = expert
        .post(
            &format!("/desk/{case}/steps/give"),
            &[("field.view", "bad")],
        )
        .await;
    assert_eq!(give.status, 404);
    let token = site.token(&Party::Laboratory.person("laboratory-1"));
    let api = format!("/api/v1/cases/{case}");
    assert_eq!(site.get_as(&token, &api).await.status, 404);
    let stranger = Browser::of(&site, &site.office.rival());
    assert_eq!(stranger.get(&path).await.status, 404);
    let step = format!("/desk/{case}/steps/undertake");
    assert_eq!(
        expert.post(&step, &[("statement", "yes")]).await.status,
        303
    );
    let page = expert.get(&path).await.text();
    assert!(page.contains("EX-SECRET-1"));
    // The mark: the reader's name, the party and the time, over and over.
    let mark = page.split("class=\"watermark\"").nth(1).unwrap();
    let mark = mark.split("</div>").next().unwrap();
    assert!(
        20 < mark
            .matches("laboratory-1 · 示例检测有限公司 · 2026-07-01 10:00")
            .count(),
        "{mark}"
    );
    let open = site.office.draft("EX-CAM-1");
    let producer = Browser::of(&site, &site.office.producer());
    let page = producer.get(&format!("/desk/{open}")).await.text();
    assert!(
        !page.contains("watermark"),
        "what is not confidential bears none"
    );
}

/// REV-10.2: who buys checks a product against what was told to some only.
#[tokio::test(flavor = "multi_thread")]
async fn circulars_and_registers_for_some_are_on_their_desks_and_on_no_other() {
    let site = of_two_regimes("2026-07-01").await;
    let case = begin(
        &site,
        "EX-BAD-1",
        &[("field.recipients", Party::Producer.code().as_str())],
    )
    .await;
    end(&site, &case).await;
    let flag = site.office.case(&case).label.unwrap();
    let authority = Browser::of(&site, &site.office.authority());
    let named = Browser::of(&site, &site.office.producer());
    let other = Browser::of(&site, &site.office.rival());
    let circulars = "/desk/circulars?lang=en";
    for browser in [&authority, &named] {
        let page = browser.get(circulars).await.words();
        assert!(page.contains("EX-BAD-1 has failed."), "{page}");
    }
    assert!(!other.get(circulars).await.text().contains("EX-BAD-1"));
    let register = "/desk/registers/panel/flagged";
    for browser in [&named, &other] {
        assert_eq!(browser.get(register).await.status, 404);
    }
    assert!(
        authority
            .get("/desk?lang=en")
            .await
            .text()
            .contains(register)
    );
    let check = |what: String| {
        let authority = &authority;
        async move {
            let path = format!("{register}?lang=en&check={what}");
            authority.get(&path).await.words()
        }
    };
    for what in [flag.clone(), "ex-bad-1".into(), "EX-BAD".into()] {
        let page = check(what).await;
        assert!(
            page.contains("Failed") && page.contains("It must not be bought."),
            "{page}"
        );
    }
    let none = check("EX-GOOD-1".into()).await;
    assert!(
        none.contains("“EX-GOOD-1” is not in this register."),
        "{none}"
    );
    assert!(!none.contains(&flag));
    for path in [
        "/notices",
        "/register",
        "/",
        "/api/v1/entries",
        "/statistics",
    ] {
        assert!(!site.get(path).await.text().contains("EX-BAD"), "{path}");
    }
    assert_eq!(site.get(&format!("/e/{flag}")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn circulars_are_paged_to_their_end_by_cursors_that_tell_nothing() {
    let site = of_two_regimes("2026-07-01").await;
    for at in 0..52 {
        let case = begin(&site, &format!("EX-{at:03}"), &[]).await;
        end(&site, &case).await;
    }
    let authority = Browser::of(&site, &site.office.authority());
    for (path, each) in [
        ("/desk/circulars", "has failed"),
        ("/desk/registers/panel/flagged", "must not be bought"),
    ] {
        let first = authority.get(&format!("{path}?lang=en")).await.text();
        assert_eq!(first.matches(each).count(), 50, "{path}");
        let next = first
            .split("href=\"")
            .find(|link| link.contains("before="))
            .unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let rest = authority.get(&next).await.text();
        assert_eq!(rest.matches(each).count(), 2, "{path}");
        assert!(rest.contains("EX-000") && !first.contains("EX-000") && !rest.contains("Older"));
        assert_eq!(authority.get(&format!("{path}?before=1")).await.status, 404);
    }
}
