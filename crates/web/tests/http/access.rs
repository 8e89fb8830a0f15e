//! Every kind of page as a browser shows it: nothing that WCAG 2.1 (levels A
//! and AA) finds fault with, no need for scripts, every control within reach
//! of the keyboard, and nothing wider than a small telephone.

use crate::chromium::Chromium;
use crate::registers::of_two_regimes;
use crate::retention;
use crate::visitor::{Site, site};
use crate::visits::{Visit, panel_visits, retention_visits, visits};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use web::policy::{ROUTES, Who};

/// What is not a page: files, and answers to programs.
const FILES: [&str; 11] = [
    "/e/{number}/certificate.pdf",
    "/l/{number}/{material}",
    "/e/{number}/{material}",
    "/law/{regime}/{edition}/page.txt",
    "/log/checkpoint",
    "/log/tile/{*tile}",
    "/healthz",
    "/style.css",
    "/robots.txt",
    "/desk/{case}/materials/{material}",
    "/desk/evidence/{number}",
];

/// The rules of axe-core that are asked.
const RULES: &str = r#"["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"#;

/// In what windows each page is looked at: language, width, colours.
const WINDOWS: [(&str, u32, &str); 4] = [
    ("zh", 360, "light"),
    ("en", 360, "dark"),
    ("zh", 1280, "dark"),
    ("en", 1280, "light"),
];

/// The text of axe-core, which `cargo xtask test` fetches.
fn axe() -> String {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let kept = cache.map(|cache| cache.join("xinbiao/axe-core/node_modules/axe-core/axe.min.js"));
    let path = std::env::var_os("XINBIAO_TEST_AXE").map(PathBuf::from);
    let path = path.or(kept).unwrap_or_default();
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test` fetches it", path.display())
    })
}

/// What is wrong with the page that the browser shows.
fn faults(browser: &mut Chromium, axe: &str) -> Vec<String> {
    let mut found = Vec::new();
    for fault in browser.ask(include_str!("page.js")).as_array().unwrap() {
        found.push(fault.as_str().unwrap().to_owned());
    }
    browser.ask(&format!("{axe};0"));
    let run = format!("axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations)");
    for rule in browser.ask(&run).as_array().unwrap() {
        for node in rule["nodes"].as_array().unwrap() {
            found.push(format!("{}: {}", rule["id"], node["html"]));
        }
    }
    found
}

/// What the tab key does not reach, or reaches unseen.
fn out_of_reach(browser: &mut Chromium) -> Vec<String> {
    browser.ask("document.activeElement.blur(), scrollTo(0, 0), 0");
    let count = browser.ask(include_str!("controls.js")).as_i64().unwrap();
    let (mut next, mut found) = (0, Vec::new());
    // A date has several fields of its own within it.
    for _ in 0..count * 5 {
        browser.press("Tab");
        let focused = browser.ask("focused()");
        let at = focused[0].as_i64().unwrap();
        if at == next && focused[1] != true {
            found.push(format!("one cannot see the focus on {}", focused[2]));
        }
        if at == next {
            next += 1;
        } else if at != next - 1 {
            found.push(format!("after {} controls comes {}", next, focused[2]));
            return found;
        }
        if next == count {
            return found;
        }
    }
    found.push(format!("only {next} of {count} controls are reached"));
    found
}

fn show(browser: &mut Chromium, site: &Site, visit: &Visit, lang: &str) -> String {
    let sign = if visit.path.contains('?') { '&' } else { '?' };
    let token = visit.who.as_ref().map(|who| site.token(who));
    let home = format!("http://localhost:{}", site.port);
    browser.bear(
        &home,
        "__Host-xinbiao",
        &token.unwrap_or_else(|| "nobody".into()),
    );
    browser.open(&format!("{home}{}{sign}lang={lang}", visit.path));
    let came = browser
        .ask("[location.pathname, performance.getEntriesByType('navigation')[0].responseStatus]");
    let path = visit.path.split('?').next();
    assert_eq!(came[0].as_str(), path, "the page sends elsewhere");
    let nothing = visit.path == "/nothing" || visit.path.ends_with("/AAAA");
    let status = match visit.path.contains("/materials/") {
        _ if nothing => 404,
        // Only what was disposed of is a page.
        true => 410,
        false => 200,
    };
    assert_eq!(came[1], status, "{}", visit.path);
    if !visit.does.is_empty() {
        browser.ask(&visit.does);
        browser.settled(&visit.path);
    }
    let does: String = visit.does.chars().take(40).collect();
    format!("{} {lang} {does}", visit.path)
}

/// Keeps a picture of the page where `XINBIAO_TEST_SHOTS` names a folder, for
/// whoever wants to look at them.
fn picture(browser: &mut Chromium, name: &str, width: u32) {
    let Some(folder) = std::env::var_os("XINBIAO_TEST_SHOTS") else {
        return;
    };
    let part = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = name.chars().take(80).map(part).collect();
    let path = PathBuf::from(folder).join(format!("{name}-{width}.png"));
    std::fs::write(path, browser.picture(width)).unwrap();
}

/// What is wrong with the pages of these visits, in every window.
fn look(browser: &mut Chromium, axe: &str, site: &Site, visits: &[Visit]) -> Vec<String> {
    let mut wrong = Vec::new();
    for visit in visits {
        for (lang, width, colours) in WINDOWS {
            browser.look(width, colours);
            let name = show(browser, site, visit, lang);
            picture(browser, &name, width);
            let mut found = faults(browser, axe);
            if (lang, width) == ("zh", 360) {
                found.extend(out_of_reach(browser));
            }
            wrong.extend(found.iter().map(|fault| format!("{name} {width}: {fault}")));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_page_is_accessible_in_both_languages_on_small_and_large_windows() {
    let site = of_two_regimes("2026-07-01").await;
    let mut visits = visits(&site);
    visits.extend(panel_visits(&site).await);
    visits.extend(crate::evidence::visits(&site).await);
    let aged = retention::mixed().await;
    let later = retention_visits(&aged);
    tokio::task::block_in_place(|| {
        let (mut browser, axe) = (Chromium::start(), axe());
        let mut wrong = look(&mut browser, &axe, &site, &visits);
        wrong.extend(look(&mut browser, &axe, &aged.site, &later));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
    let visited: BTreeSet<&str> = visits
        .iter()
        .chain(&later)
        .filter_map(|visit| route(&visit.path))
        .collect();
    let pages = ROUTES.iter().filter(|route| {
        let program = route.who == Who::Token || route.path.starts_with("/api/");
        route.method == "GET" && !program && !FILES.contains(&route.path)
    });
    let missed: Vec<&str> = pages
        .map(|route| route.path)
        .filter(|path| !visited.contains(path))
        .collect();
    assert!(missed.is_empty(), "nobody looked at {missed:?}");
}

/// The route that an address takes.
fn route(address: &str) -> Option<&'static str> {
    let path = address.split('?').next()?;
    let fits = |pattern: &str| {
        let (mut asked, mut parts) = (path.split('/'), pattern.split('/'));
        loop {
            match (asked.next(), parts.next()) {
                (None, None) => return true,
                (Some(text), Some(part)) if text == part || part.starts_with('{') => (),
                _ => return false,
            }
        }
    };
    // What is said in so many words comes before what is a blank.
    let mut routes: Vec<_> = ROUTES.iter().filter(|route| fits(route.path)).collect();
    routes.sort_by_key(|route| route.path.matches('{').count());
    routes.first().map(|route| route.path)
}

/// A page on which each of the checks finds its fault.
const FAULTY: &str = r##"<!DOCTYPE html><html lang="en"><head><title>Faulty</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<a href="/">Home</a><main id="main"><h1>Faulty</h1>
<p style="color: #bbb; background: #fff">Hardly to be read</p>
<form action="/"><input name="nameless"><button type="submit">Go</button></form>
<form action="/"><label for="a">A</label><input id="a" name="a"></form>
<div style="width: 500px">Wide</div><a href="#nowhere">Nowhere</a><a onclick="go()" href="/x">Go</a>
<button type="button" tabindex="-1">Never</button></main></body></html>"##;

#[tokio::test(flavor = "multi_thread")]
async fn the_checks_find_what_is_wrong_with_a_faulty_page() {
    tokio::task::block_in_place(|| {
        let mut browser = Chromium::start();
        browser.look(360, "light");
        let frame =
            browser.call("Page.getFrameTree", json!({}))["frameTree"]["frame"]["id"].clone();
        let content = json!({"frameId": frame, "html": FAULTY});
        browser.call("Page.setDocumentContent", content);
        let found = faults(&mut browser, &axe()).join("\n");
        for fault in [
            "\"color-contrast\": \"<p style",
            "\"label\": \"<input name=\\\"nameless\\\">",
            "has no label: <input name=\"nameless\">",
            "has no button: <form",
            "wider than the window of 360: <div",
            "leads nowhere: <a href=\"#nowhere\">",
            "needs a script: <a onclick",
            "the first link does not lead to the content",
        ] {
            assert!(found.contains(fault), "{fault} is not in\n{found}");
        }
        let unreached = out_of_reach(&mut browser).join("\n");
        assert!(unreached.contains("controls"), "{unreached}");
    });
}

/// Goes on with the tab key to the control with this id.
fn tab_to(browser: &mut Chromium, id: &str) {
    for _ in 0..100 {
        browser.press("Tab");
        if browser.ask("document.activeElement.id") == id {
            return;
        }
    }
    panic!("the tab key does not lead to {id}");
}

fn heading(browser: &mut Chromium) -> Value {
    browser.ask("document.querySelector('h1').textContent")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_is_opened_with_the_keyboard_alone_and_without_scripts() {
    let site = site("2026-07-01").await;
    let person = case::party::PersonId("producer-1".into());
    let people = site.people.clone();
    site.office.aside(move |_| {
        let set = people.set_account(&person, "wang", "王小明", "a long password");
        set.unwrap();
    });
    tokio::task::block_in_place(|| {
        let mut browser = Chromium::start();
        browser.look(360, "light");
        browser.without_scripts();
        let home = format!("http://localhost:{}", site.port);
        browser.open(&format!("{home}/sign-in?lang=en"));
        tab_to(&mut browser, "login");
        browser.write("wang");
        tab_to(&mut browser, "password");
        browser.write("a long password");
        browser.press("Enter");
        browser.settled("signing in");
        assert_eq!(heading(&mut browser), "My cases");
        browser.open(&format!("{home}/desk/new/label/filing?lang=en"));
        tab_to(&mut browser, "open-model");
        browser.write("EX-KEYS-1");
        browser.press("Enter");
        browser.settled("opening the case");
        assert_eq!(heading(&mut browser), "EX-KEYS-1");
        let done = browser.ask("document.querySelector('[role=status]').textContent");
        assert!(done.as_str().unwrap().contains("Open a filing"), "{done}");
    });
    site.office.audit();
}
