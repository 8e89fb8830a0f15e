//! The interface for programs.

use crate::visitor::site;
use serde_json::json;
use testkit::parties::Party;

fn opening(model: &str) -> serde_json::Value {
    let fields = testkit::filing::form(model);
    json!({"ask": "open", "regime": "label", "procedure": "filing", "holder": Party::Producer.code(), "step": "open",
        "given": {"fields": fields}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_opens_and_reads_a_case_and_a_repeated_key_gets_the_first_answer() {
    let site = site("2026-07-01").await;
    let token = site.token(&site.office.producer());
    let body = json!({"key": "k1", "order": opening("EX-1")});
    let first = site
        .send_as(&token, "POST", "/api/v1/commands", &body)
        .await;
    assert_eq!(first.status, 200, "{}", first.text());
    let case = first.json()["case"].as_str().unwrap().to_owned();
    let again = site
        .send_as(&token, "POST", "/api/v1/commands", &body)
        .await
        .json();
    assert_eq!(
        (again["case"].as_str(), again["repeated"].as_bool()),
        (Some(case.as_str()), Some(true))
    );

    let seen = site.get_as(&token, &format!("/api/v1/cases/{case}")).await;
    assert_eq!(seen.json()["state"], "draft");
    assert_eq!(seen.head("cache-control"), Some("private, no-store"));
    let filled = json!({"key": "k2", "expected": 1, "fields": {"firmware": "2.0"}});
    let path = format!("/api/v1/cases/{case}/fields");
    assert_eq!(
        site.send_as(&token, "PATCH", &path, &filled).await.status,
        200
    );
    let stale = json!({"key": "k3", "expected": 1, "fields": {"firmware": "3.0"}});
    let stale = site.send_as(&token, "PATCH", &path, &stale).await;
    assert_eq!(
        (stale.status, stale.json()["version"].as_u64()),
        (409, Some(2))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_a_problem_with_its_article_in_both_languages() {
    let site = site("2026-07-01").await;
    let case = site.office.draft("EX-1");
    let token = site.token(&site.office.producer());
    let path = format!("/api/v1/cases/{case}/steps/submit");
    let refused = site
        .send_as(&token, "POST", &path, &json!({"key": "k"}))
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.head("content-type"),
        Some("application/problem+json")
    );
    insta::assert_snapshot!(
        "refused",
        serde_json::to_string_pretty(&refused.json()).unwrap()
    );
}

/// T-AUZ-03: the actor, and whatever else is not asked for, is refused.
#[tokio::test(flavor = "multi_thread")]
async fn unknown_members_and_findings_made_elsewhere_are_refused() {
    let site = site("2026-07-01").await;
    let token = site.token(&site.office.producer());
    let mut body = json!({"key": "k", "order": opening("EX-1")});
    body["actor"] = json!("operator");
    assert_eq!(
        site.send_as(&token, "POST", "/api/v1/commands", &body)
            .await
            .status,
        400
    );
    let mut body = json!({"key": "k", "order": opening("EX-1")});
    body["order"]["state"] = json!("filed");
    assert_eq!(
        site.send_as(&token, "POST", "/api/v1/commands", &body)
            .await
            .status,
        400
    );
    let case = site.office.draft("EX-1");
    let supplies = site.office.supplies("EX-1");
    let body = json!({"key": "s", "order": {"ask": "supply", "case": case, "supplies": supplies}});
    let refused = site
        .send_as(&token, "POST", "/api/v1/commands", &body)
        .await;
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (422, Some("findings-given"))
    );
}

/// T-AUZ-09: what one may not know answers like what does not exist.
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_and_a_foreign_case_give_identical_answers() {
    let site = site("2026-07-01").await;
    let case = site.office.draft("EX-1");
    let rival = site.token(&site.office.rival());
    let body = json!({"key": "k", "fields": {}});
    let step = json!({"key": "k2"});
    for (method, tail, body) in [
        ("GET", "", None),
        ("GET", "/events", None),
        ("GET", "/materials/report", None),
        ("PATCH", "/fields", Some(&body)),
        ("POST", "/steps/submit", Some(&step)),
        ("POST", "/steps/none", Some(&step)),
    ] {
        let mut answers = Vec::new();
        for number in [case.as_str(), "BA999999999999"] {
            let path = format!("/api/v1/cases/{number}{tail}");
            let answer = match body {
                None => site.get_as(&rival, &path).await,
                Some(body) => site.send_as(&rival, method, &path, body).await,
            };
            answers.push((
                answer.status,
                answer.text(),
                answer
                    .head
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect::<Vec<_>>(),
            ));
        }
        assert_eq!(answers[0], answers[1], "{method} {tail}");
        assert_eq!(answers[0].0, 404, "{method} {tail}");
    }
    let listed = site.get_as(&rival, "/api/v1/cases").await.json();
    assert_eq!(listed["cases"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_material_is_handed_in_looked_at_and_read_back() {
    let site = site("2026-07-01").await;
    let receipt = site
        .office
        .execute(&site.office.producer(), site.office.opening("EX-1"));
    let case = receipt.case.unwrap();
    let token = site.token(&site.office.producer());
    let path = format!("/api/v1/cases/{case}/materials/report");
    let bearer = format!("Bearer {token}");
    let head = [
        ("authorization", bearer.as_str()),
        ("idempotency-key", "u1"),
        ("x-file-name", "%E6%8A%A5%E5%91%8A.pdf"),
    ];
    let no_pdf = site.ask("PUT", &path, &head, b"hello").await;
    assert_eq!(
        (no_pdf.status, no_pdf.json()["code"].as_str()),
        (422, Some("material-wrong")),
        "{}",
        no_pdf.text()
    );
    let told = no_pdf.json()["detail_zh"].as_str().unwrap().to_owned();
    assert_eq!(
        told,
        "材料“网络安全能力等级检测报告”有误：文件扩展名表示PDF，内容却是纯文本，请使用与内容相符的扩展名。"
    );
    let drawn = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    let done = site.ask("PUT", &path, &head, drawn).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let back = site.get_as(&token, &path).await;
    assert_eq!(back.body, drawn);
    let rival = site.token(&site.office.rival());
    let foreign = [
        ("authorization", &*format!("Bearer {rival}")),
        ("idempotency-key", "u2"),
        ("x-file-name", "a.pdf"),
    ];
    assert_eq!(site.ask("PUT", &path, &foreign, drawn).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_a_token_or_with_a_wrong_one() {
    let site = site("2026-07-01").await;
    for route in web::policy::ROUTES
        .iter()
        .filter(|route| route.who == web::policy::Who::Token)
    {
        let path = route.path.replace(['{', '}'], "");
        for head in [
            vec![],
            vec![("authorization", "Bearer x")],
            vec![("authorization", "Basic eDp4")],
        ] {
            let answer = site.ask(route.method, &path, &head, b"").await;
            assert_eq!(answer.status, 401, "{} {}", route.method, route.path);
        }
    }
}
