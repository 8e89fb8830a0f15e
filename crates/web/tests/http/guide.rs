//! The guides: what to prepare, what each level requires, and the pre-check.

use crate::visitor::{Answer, Site, site};
use evidence::report::TestReport;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const CHECK: &str = "/guide/label/category/camera/check";

/// The sample report, changed into one that shows every provision that
/// cameras need at `level`.
fn report(site: &Site, level: &str) -> TestReport {
    let text = include_bytes!("../../../evidence/samples/report.json");
    let mut report = evidence::read::read_json(text).unwrap();
    let mut one = report.items.remove(0);
    one.units.clear();
    let editions = site.office.office().library();
    let (_, edition) = editions.all().find(|(id, _)| id.regime == "label").unwrap();
    let rule = edition.regime.reference("category", "camera").unwrap();
    let level = law::name::LevelName::from(level);
    let demanded = rule.demanded(&level);
    let provisions: BTreeSet<&String> = demanded.flat_map(|(_, item)| &item.provisions).collect();
    report.items = provisions
        .into_iter()
        .map(|provision| {
            let mut item = one.clone();
            item.provision = provision.parse().unwrap();
            item.case = format!("{provision}-1").parse().unwrap();
            item
        })
        .collect();
    report
}

/// Every file of a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.extend([path]),
        }
    }
    found
}

async fn look_at(site: &Site, text: &str) -> Answer {
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"report\"; filename=\"r.json\"\r\n\r\n{text}\r\n--x--\r\n"
    );
    let head = [("content-type", "multipart/form-data; boundary=x")];
    site.ask("POST", &format!("{CHECK}?lang=en"), &head, body.as_bytes())
        .await
}

/// LBL-03.2: a producer reads what to prepare, under what conditions and
/// terms, and on what article each rests.
#[tokio::test(flavor = "multi_thread")]
async fn the_guide_names_every_material_condition_and_term_with_its_article() {
    let site = site("2026-07-01").await;
    let list = site.get("/guide?lang=en").await.text();
    for link in [
        "/guide/label/filing?",
        "/guide/label/category/camera?",
        "/guide/label/category/gateway?",
    ] {
        assert!(list.contains(link), "{link}");
    }
    let editions = site.office.office().library();
    let (_, edition) = editions.all().find(|(id, _)| id.regime == "label").unwrap();
    let procedure = &edition.regime.procedures["filing"];
    let page = site.get("/guide/label/filing?lang=en").await;
    let (words, text) = (page.words(), page.text());
    let submit = &procedure.steps["submit"];
    let materials = submit.needs.iter().map(|name| &procedure.materials[name]);
    let guards = submit.guards.iter().map(|name| &procedure.guards[name]);
    let terms = procedure.deadlines.values();
    let told = materials
        .map(|material| (&material.en, &material.basis))
        .chain(guards.map(|guard| (&guard.en, &guard.basis)))
        .chain(terms.map(|term| (&term.en, &term.basis)));
    let mut count = 0;
    for (title, basis) in told {
        count += 1;
        assert!(words.contains(title.as_str()), "{title} is not in\n{words}");
        let link = format!("href=\"/law/label/2026-07?lang=en#{basis}\"");
        assert!(text.contains(&link), "{link}");
    }
    assert!(30 < count);
    assert!(words.contains("20 working days") && words.contains("24 months"));
    assert!(words.contains("(where “Capability level” is “Leading”)"));
    insta::assert_snapshot!("guide", words);
}

/// LBL-03.2: the requirements of each level are listed with the provisions
/// that show them.
#[tokio::test(flavor = "multi_thread")]
async fn the_requirements_of_each_level_are_listed_with_their_provisions() {
    let site = site("2026-07-01").await;
    let editions = site.office.office().library();
    let (_, edition) = editions.all().find(|(id, _)| id.regime == "label").unwrap();
    for item in ["camera", "gateway"] {
        let page = site
            .get(&format!("/guide/label/category/{item}?lang=zh"))
            .await;
        let words = page.words();
        let rule = edition.regime.reference("category", item).unwrap();
        assert!(words.contains("示例数据，并非官方规则"));
        for level in rule.levels.values() {
            assert!(words.contains(&level.meaning_zh));
        }
        for item in rule.items.values() {
            let provisions = item.provisions.join("\n、\n");
            assert!(
                words.contains(&item.zh) && words.contains(&provisions),
                "{}",
                item.zh
            );
        }
        for parameter in rule.parameters.values() {
            assert!(words.contains(&parameter.zh), "{}", parameter.zh);
        }
    }
    for path in [
        "/guide/label/category/nothing",
        "/guide/nothing/filing",
        "/guide/label/nothing",
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

/// LBL-03.2: a report can be looked at before it is filed; nothing is kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_looked_at_before_it_is_filed_and_nothing_is_kept() {
    let site = site("2026-07-01").await;
    let before = (site.office.audit().events, files(site.office.folder.path()));
    let mut report = report(&site, "enhanced");
    let text = serde_json::to_string(&report).unwrap();
    let answer = look_at(&site, &text).await;
    assert_eq!(answer.status, 200, "{}", answer.words());
    let words = answer.words();
    assert!(words.contains("Reaches the level “Enhanced”"), "{words}");
    assert!(words.contains("not shown as met"), "{words}");
    report
        .items
        .retain(|item| item.provision.to_string() != "5.1-1");
    let text = serde_json::to_string(&report).unwrap();
    let words = look_at(&site, &text).await.words();
    assert!(words.contains("Reaches no level"), "{words}");
    assert!(
        words.contains("No weak or universal default passwords"),
        "{words}"
    );
    let words = look_at(&site, "{\"facts\": 1}").await.words();
    assert!(words.contains("The report cannot be read"), "{words}");
    let large = look_at(&site, &" ".repeat(2 << 20)).await;
    assert_eq!(large.status, 413);
    let after = (site.office.audit().events, files(site.office.folder.path()));
    assert_eq!(before, after);
}
