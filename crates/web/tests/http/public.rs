//! The other pages for everybody.

use crate::visitor::site;

#[tokio::test(flavor = "multi_thread")]
async fn every_public_page_is_small_has_its_language_and_no_script() {
    let site = site("2026-07-01").await;
    site.office.file_label("EX-CAM-200");
    for path in [
        "/",
        "/register",
        "/notices",
        "/law",
        "/log/",
        "/sign-in",
        "/nothing",
    ] {
        for (lang, tag) in [("zh", "lang=\"zh-CN\""), ("en", "<html lang=\"en\"")] {
            let answer = site.get(&format!("{path}?lang={lang}")).await;
            let text = answer.text();
            assert!(
                text.contains(tag) && text.len() < 20_000,
                "{path} {lang}: {}",
                text.len()
            );
            assert!(
                !text.contains("<script") && !text.contains("style="),
                "{path}"
            );
            let policy = answer.head("content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'none'"), "{path}");
            assert_eq!(text.matches("<h1").count(), 1, "{path}: one first heading");
        }
    }
}

/// LBL-03.3: anybody finds a label by its number and reads what its level means.
#[tokio::test(flavor = "multi_thread")]
async fn a_misread_number_is_told_so_and_a_right_one_is_shown_on_the_same_page() {
    let site = site("2026-07-01").await;
    let label = site.office.file_label("EX-CAM-200");
    let find = |number: String| {
        let site = &site;
        async move {
            site.get(&format!("/?lang=en&number={number}"))
                .await
                .words()
        }
    };
    assert!(
        find(label.number.to_lowercase())
            .await
            .contains("This label is valid")
    );
    let (body, digit) = label.number.split_at(label.number.len() - 1);
    let wrong = (digit.parse::<u8>().unwrap() + 1) % 10;
    assert!(
        find(format!("{body}{wrong}"))
            .await
            .contains("check digit does not fit")
    );
    assert!(
        find("hello".into())
            .await
            .contains("not a number of a register")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_chooses_the_language_unless_the_address_does() {
    let site = site("2026-07-01").await;
    let english = [("accept-language", "en-GB,en;q=0.8")];
    assert!(
        site.ask("GET", "/", &english, b"")
            .await
            .text()
            .contains("Check an entry")
    );
    assert!(
        site.ask("GET", "/?lang=zh", &english, b"")
            .await
            .text()
            .contains("查询登记是否有效")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_log_is_served_as_files_and_nothing_else_is() {
    let site = site("2026-07-01").await;
    site.office.file_label("EX-CAM-200");
    assert_eq!(
        site.get("/log/checkpoint").await.status,
        404,
        "not published yet"
    );
    site.office
        .aside(|office| office::publish::publish_log(office).unwrap());
    let checkpoint = site.get("/log/checkpoint").await;
    assert!(checkpoint.text().starts_with("xinbiao.example/log\n"));
    let size = checkpoint.text().lines().nth(1).unwrap().to_owned();
    assert_eq!(
        site.get(&format!("/log/tile/0/000.p/{size}")).await.status,
        200
    );
    for path in [
        "/log/tile/../../keys/log.key",
        "/log/tile/%2e%2e/checkpoint",
        "/log/.lock",
        "/log/tile/0/0",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
    let proof = site.get("/api/v1/events/1/proof").await.json();
    let bundle: proof::bundle::Bundle = proof["proof"].as_str().unwrap().parse().unwrap();
    let keys = [proof["key"].as_str().unwrap().parse().unwrap()];
    assert!(
        bundle
            .verify(proof["leaf"].as_str().unwrap().as_bytes(), &keys)
            .is_ok()
    );
}

/// LBL-19.1, LBL-01.1, LBL-00.1: readers find what security capability means
/// (measures/21), for what purpose there is a label (measures/1), and which
/// text this is: its number and day, and the draft before it.
#[tokio::test(flavor = "multi_thread")]
async fn the_law_is_there_with_an_anchor_for_each_article() {
    let site = site("2026-07-01").await;
    let answer = site.get("/law/label/2026-07?lang=en").await;
    assert!(answer.text().contains("id=\"measures/9\""));
    assert!(answer.text().contains("id=\"measures/21\""));
    assert!(answer.text().contains("id=\"measures/1\""));
    assert!(answer.text().contains("protect consumers"));
    assert!(answer.text().contains("国信办发文〔2026〕4号, 2026-04-02"));
    assert!(answer.text().contains("征求意见稿, 2025-11-21"));
    assert!(answer.body.len() < 60_000, "{}", answer.body.len());
    assert!(site.get("/law/label/2026-07/page.txt").await.text().len() > 10_000);
    assert_eq!(site.get("/law/label/1999-01").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_address_is_a_page_that_says_so() {
    let site = site("2026-07-01").await;
    for path in ["/register?before=x", "/law/%ff/x"] {
        let answer = site
            .get(&format!(
                "{path}{}",
                if path.contains('?') {
                    "&lang=en"
                } else {
                    "?lang=en"
                }
            ))
            .await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(
            answer.text().contains("Something is wrong"),
            "{path}: {}",
            answer.text()
        );
    }
    let answer = site.get("/api/v1/entries?before=x").await;
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (400, Some("malformed"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_parameter_is_named_with_what_to_do() {
    let site = site("2026-07-01").await;
    for (path, zh, en) in [
        (
            "/api/v1/entries?before=abc",
            "地址中的参数“before”不能是“abc”：请写不带符号的整数，或者去掉该参数",
            "the parameter `before` in the address cannot be `abc`: write a whole number without a sign, or leave \
             the parameter out",
        ),
        (
            "/api/v1/entries?limit=100000",
            "地址中的参数“limit”不能是“100000”：数值过大，请写较小的整数",
            "the parameter `limit` in the address cannot be `100000`: the number is too large; write a smaller one",
        ),
        (
            "/api/v1/entries?befor=1",
            "地址中的参数“befor”不存在，可用的参数有：before、limit；请去掉或者改正",
            "the address has a parameter `befor`, which is not known; there are: before, limit; leave it out or \
             correct it",
        ),
        (
            "/api/v1/entries?limit=1&limit=2",
            "地址中的参数“limit”出现多次，请只保留一个",
            "the parameter `limit` stands more than once in the address; keep one",
        ),
        (
            "/api/v1/events/x/proof",
            "地址中的“x”有误：请写不带符号的整数",
            "`x` in the address is wrong: write a whole number without a sign",
        ),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        let told = answer.json();
        let (detail_zh, detail) = (told["detail_zh"].as_str(), told["detail"].as_str());
        assert_eq!(detail_zh, Some(&*format!("内容有误：{zh}")), "{path}");
        let en = format!("Something is wrong with what was sent: {en}");
        assert_eq!(detail, Some(&*en), "{path}");
    }
    let page = site.get("/notices?before=abc").await;
    assert!(
        page.text().contains("“before”不能是“abc”"),
        "{}",
        page.text()
    );
}
