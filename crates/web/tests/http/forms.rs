//! Forms of the desk that are sent twice, by two, or by somebody who is not the
//! holder.

use crate::desk::Browser;
use crate::visitor::{Answer, site, site_of};
use case::command::Actor;
use testkit::scene::Stage;

/// A form that is sent twice opens one case, a changed one another case.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_opens_one_case() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let page = producer.get("/desk/new/label/filing").await.text();
    let key = page.split("name=\"key\" value=\"").nth(1).unwrap();
    let key = key.split('"').next().unwrap();
    let holder = testkit::parties::Party::Producer.code();
    let open = async |model: &str| {
        let form = [
            ("holder", holder.as_str()),
            ("key", key),
            ("field.model", model),
        ];
        let opened = producer.post("/desk/new/label/filing", &form).await;
        assert_eq!(opened.status, 303, "{}", opened.words());
        opened.head("location").unwrap().to_owned()
    };
    let first = open("EX-1").await;
    assert_eq!(open("EX-1").await, first);
    assert_ne!(open("EX-2").await, first);
}

/// What was done is what the record says, not the address.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_does_not_say_what_was_done() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let case = site.office.submitted("EX-1");
    let said = |page: &Answer, step: &str| page.words().contains(&format!("Done: {step}"));
    let page = producer
        .get(&format!("/desk/{case}?lang=en&done=submit"))
        .await;
    assert!(said(&page, "Submit"), "{}", page.words());
    let page = producer
        .get(&format!("/desk/{case}?lang=en&done=withdraw"))
        .await;
    assert!(!page.words().contains("Done: "), "{}", page.words());
}

/// Of two who change one form at the same time neither overwrites the other.
#[tokio::test(flavor = "multi_thread")]
async fn what_another_changed_meanwhile_is_not_overwritten() {
    let site = site("2026-07-01").await;
    let producer = Browser::of(&site, &site.office.producer());
    let case = site.office.draft("EX-1");
    let was = site.office.case(&case);
    let version = was.version.to_string();
    let stood = was.fields["firmware"].to_string();
    let path = format!("/desk/{case}/fields?lang=en");
    let first = [("version", version.as_str()), ("field.firmware", "9.9.9")];
    assert_eq!(producer.post(&path, &first).await.status, 303);
    // The second window shows the old firmware still.
    let second = [
        ("version", version.as_str()),
        ("field.firmware", stood.as_str()),
        ("field.product-name", "示例摄像头乙"),
    ];
    let done = producer.post(&path, &second).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let case_now = site.office.case(&case);
    assert_eq!(case_now.text("firmware"), Some("9.9.9"));
    assert_eq!(case_now.text("product-name"), Some("示例摄像头乙"));
    // Both wrote the same field: whoever comes second is told, and nothing of
    // what the other wrote elsewhere is in that form.
    let third = [
        ("version", version.as_str()),
        ("field.firmware", "8.8.8"),
        ("field.product-name", "示例摄像头丙"),
    ];
    let refused = producer.post(&path, &third).await;
    assert_eq!(refused.status, 409, "{}", refused.words());
    assert!(refused.text().contains("value=\"8.8.8\""));
    assert_eq!(site.office.case(&case).text("firmware"), Some("9.9.9"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_hands_in_what_the_next_step_needs() {
    let office = testkit::office::office("2026-07-06");
    let mut stage = Stage::of(&office, "label/2026-07", 3000);
    stage.set(&office, ("inspection", "who-records-does-not-conclude"));
    let site = site_of(office, web::limits::Options::default()).await;
    let inspector = stage.person("inspectorate", "jo");
    let browser = Browser::of(&site, &inspector);
    let Actor::Person { party: subject, .. } = stage.person("subject", "nobody") else {
        unreachable!("a person acts for a party");
    };
    let fields = [("holder", subject.as_str()), ("field.product", "EX-CAM-9")];
    let opened = browser.post("/desk/new/label/inspection", &fields).await;
    assert_eq!(opened.status, 303, "{}", opened.words());
    let place = opened.head("location").unwrap();
    let case = place.split(['/', '?']).nth(2).unwrap().to_owned();

    let page = browser.get(&format!("/desk/{case}")).await.text();
    let place = format!("/desk/{case}/materials/record");
    assert!(page.contains(&format!("action=\"{place}?")), "{page}");
    let csrf = browser.csrf().await;
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"record.pdf\"\r\n\r\n{}\r\n--x--\r\n",
        crate::evidence::PDF
    );
    let done = browser
        .upload(&place, "multipart/form-data; boundary=x", &body)
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let page = browser.get(&format!("/desk/{case}")).await.words();
    assert!(page.contains("record.pdf"), "{page}");
}
