//! A review with a result for a few, under the regimes that come with the
//! program: everything public answers the same, byte for byte, before and
//! after (T-CNF-01, T-LOG-11); those for whom it is see it.

use crate::desk::encoded;
use crate::outside::{Output, addresses, differences, output, told};
use crate::visitor::{Site, site_of};
use case::case::Case;
use case::command::Order;
use case::event::View;
use jiff::civil::{Date, date};
use law::name::NumberName;
use office::opening::Office;
use office::publish::publish_log;
use std::collections::BTreeSet;
use store::row::bind;
use store::statements as sql;
use testkit::filing::{Filed, given};
use testkit::office::moment;
use testkit::scene::{Played, Stage};
use web::limits::Options;

const REGIME: &str = "review-2017";
/// A review from its opening to a circular for two buyers.
const LIMITED: (&str, &str) = ("results", "circulated-within-limits");
/// The same review, but its result is published.
const PUBLISHED: (&str, &str) = ("results", "published");
/// The product of the review, its supplier, and the version.
const SEARCHED: [&str; 3] = ["示例核心交换平台", "supplier", "EX-9000"];
const FIRST: Date = date(2026, 9, 7);
/// Everything is looked at as on this day, before and after.
const DAY: &str = "2026-09-28";
/// A site with public content of several regimes.
struct Scene {
    site: Site,
    review: Stage,
    label: Filed,
    /// Numbers that are public.
    public: Vec<String>,
}

/// A label, one that is void, a certificate, a recognised body and a published
/// result, each with its announcement.
async fn scene() -> Scene {
    let office = testkit::office::office("2026-07-01");
    let label = office.file_label("EX-CAM-1");
    let over = office.file_label("EX-CAM-2");
    office.take(&office.producer(), &over.case, "cancel", given(&[], false));
    let mut certification = Stage::of(&office, "certification/2023-03", 1000);
    let scenario = ("certification", "from-the-entrustment-to-the-certificate");
    let certified = certification.play(&office, scenario, date(2026, 7, 6));
    let mut review = Stage::of(&office, "review-2017/2017-02", 2000);
    let recognised = ("recognition", "applied-for-and-recognised");
    let recognised = review.play(&office, recognised, date(2026, 7, 20));
    let published = review.play(&office, PUBLISHED, date(2026, 7, 27));
    review.set(&office, LIMITED);
    // Another buyer, who is told nothing.
    review.set(&office, ("results", "who-is-no-recipient-sees-no-circular"));
    let entries = [certified.entries, recognised.entries, published.entries].concat();
    let public = [vec![label.number.clone(), over.number], entries].concat();
    // A published result is circulated too, under a number for the listed.
    let circular = |number: &String| number.starts_with("SCTB-");
    let numbers: BTreeSet<String> = public
        .into_iter()
        .filter(|number| !circular(number))
        .collect();
    Scene {
        site: site_of(office, Options::default()).await,
        review,
        label,
        public: numbers.into_iter().collect(),
    }
}

impl Scene {
    /// A number of a series.
    fn number(&self, series: &str, serial: u64) -> String {
        let mut editions = self.site.office.office().library().all();
        let (_, edition) = editions.find(|(id, _)| id.regime == REGIME).unwrap();
        let series = &edition.regime.numbers[&NumberName::from(series)];
        series.pattern.number(2026, serial)
    }

    /// The number that a series gives next.
    fn coming(&self, series: &str) -> String {
        let office = &self.site.office;
        let page = [i64::MAX.into(), 1000_i64.into()];
        let cases = office.read(&bind(sql::CASE_PAGE, page));
        let cases = cases.iter().map(|row| office.case(row.text(0)));
        let entry = |case: Case| case.entry.map(|entry| entry.number);
        let given: BTreeSet<String> = cases
            .flat_map(|case| [Some(case.number.clone()), entry(case)])
            .flatten()
            .collect();
        let mut numbers = (1..).map(|serial| self.number(series, serial));
        numbers.find(|number| !given.contains(number)).unwrap()
    }

    /// Lives through a scenario. Twice what strangers got before and what they
    /// got after, all as on one day: of servers that have kept nothing ready,
    /// and of one that has.
    async fn through(
        &mut self,
        scenario: (&str, &str),
        asked: &[String],
    ) -> (Played, [[Output; 2]; 2]) {
        let office = &self.site.office;
        office.aside(|office| publish_log(office).unwrap());
        let addresses = addresses(&self.site, &[&self.public[..], asked].concat(), &SEARCHED);
        let then = office.now();
        office.at(moment(DAY));
        let fresh = output(&self.site, &addresses, asked).await;
        let before = output(&self.site, &addresses, asked).await;
        self.site.office.at(then);
        let played = self.review.play(&self.site.office, scenario, FIRST);
        for case in &played.cases {
            self.read(case);
        }
        let publish = |office: &Office| publish_log(office).unwrap();
        self.site.office.aside(publish);
        assert!(self.site.office.now() < moment(DAY));
        self.site.office.at(moment(DAY));
        let after = output(&self.site, &addresses, asked).await;
        self.site.serve_anew().await;
        let anew = output(&self.site, &addresses, asked).await;
        (played, [[fresh, anew], [before, after]])
    }

    /// A handler of the office looks a case up, which is on record.
    fn read(&self, case: &str) {
        let handler = self
            .review
            .person("review-office", "review-office-handler-1");
        let order = Order::Read {
            case: case.to_owned(),
            what: View::Page,
        };
        self.site.office.execute(&handler, order);
    }
}

/// REV-08.3, T-CNF-01, T-LOG-11: a review under the text of 2017 whose result
/// is circulated within limits, from its opening to the receipts, leaves
/// everything public byte for byte as it was, and its numbers show no gap.
#[tokio::test(flavor = "multi_thread")]
async fn a_review_with_a_limited_result_changes_nothing_that_is_public() {
    let mut scene = scene().await;
    let (case, circular) = (scene.coming("case"), scene.coming("circular"));
    let never = ["case", "circular"].map(|series| scene.number(series, 9999));
    let more = [&[case.clone(), circular.clone()][..], &never].concat();
    let head = scene.site.office.office().advanced().borrow().clone();
    let (played, outputs) = scene.through(LIMITED, &more).await;
    assert_eq!(played.cases[0], case);
    assert!(played.entries.contains(&circular), "{played:?}");
    assert!(30 < played.done && played.refused == 2, "{played:?}");
    for [before, after] in &outputs {
        assert_eq!(differences(before, after), Vec::<String>::new());
    }
    let [_, [before, after]] = outputs;
    let good = before
        .answers
        .values()
        .filter(|answer| answer.0 == 200)
        .count();
    assert!(500 < good && 3 < before.files.len(), "{good} answers");
    for number in &scene.public {
        let page = &before.answers[&format!("/e/{number}")];
        assert_eq!(page.0, 200, "{number}");
    }
    // What was never given and what was given to this case are told alike.
    for (given, never) in [(&case, &never[0]), (&circular, &never[1])] {
        let of = |number: &String| {
            let (status, head, body) = &after.answers[&format!("/e/{number}")];
            (
                *status,
                head.clone(),
                String::from_utf8_lossy(body).replace(number, "N"),
            )
        };
        assert_eq!(of(given), of(never));
        assert_eq!(of(given).0, 404);
    }
    let now = scene.site.office.office().advanced().borrow().clone();
    assert_eq!((now.size, &now.checkpoint), (head.size, &head.checkpoint));
    assert!(head.position + 40 < now.position);
    scene.site.office.audit();
    scene.site.office.replay();
}

/// REV-08.3, REV-13.2: the recipients of a circular are told of it and find it
/// in their register; to anybody else it is like a number that was never given.
#[tokio::test(flavor = "multi_thread")]
async fn whom_a_limited_result_is_for_sees_it_and_others_are_told_nothing() {
    let mut scene = scene().await;
    let circular = scene.coming("circular");
    let played = scene.review.play(&scene.site.office, LIMITED, FIRST);
    let (site, review) = (&scene.site, &scene.review);
    let circulated = |number: &&String| site.office.case(number).entry.is_some();
    let case = played.cases.iter().find(circulated).unwrap();
    let bank = site.token(&review.person("bank", "bank-buyer-1"));
    let path = format!("/api/v1/cases/{case}");
    assert_eq!(site.get_as(&bank, &path).await.status, 200);
    assert_eq!(
        site.office
            .aside(|office| office.readings(case).unwrap())
            .len(),
        1
    );
    let cookie = format!("__Host-xinbiao={bank}");
    for page in [
        "/desk/circulars".to_owned(),
        format!("/desk/registers/{REGIME}/purchases"),
        format!("/desk/registers/{REGIME}/purchases?check={circular}"),
    ] {
        let page = site.ask("GET", &page, &[("cookie", &cookie)], b"").await;
        assert!(page.text().contains(&circular), "{}", page.words());
    }
    let stranger = site.office.rival();
    let other = review.person("other-bank", "other-bank-buyer-1");
    for who in [&stranger, &other] {
        let token = site.token(who);
        let mut told = Vec::new();
        for number in [case, &scene.number("case", 9999)] {
            for path in ["", "/events", "/materials/report"] {
                let path = format!("/api/v1/cases/{number}{path}");
                let (status, head, body) = self::told(site.get_as(&token, &path).await);
                let body = String::from_utf8_lossy(&body).replace(number, "N");
                told.push((status, head, body));
            }
        }
        assert!(told.iter().all(|answer| answer.0 == 404), "{told:?}");
        assert_eq!(told[..3], told[3..]);
        let cookie = format!("__Host-xinbiao={token}");
        let head = [("cookie", cookie.as_str())];
        let page = site.ask("GET", "/desk/circulars", &head, b"");
        assert!(!page.await.text().contains(&circular));
    }
    // Buyers may look into the register, others are not told that it is there.
    let cookie = format!("__Host-xinbiao={}", site.token(&stranger));
    let path = format!("/desk/registers/{REGIME}/purchases");
    let page = site.ask("GET", &path, &[("cookie", &cookie)], b"").await;
    assert_eq!(page.status, 404);
}

/// What was compared is not always the same: a published result is noticed
/// everywhere, and so is what comes after a limited one, with the next numbers.
#[tokio::test(flavor = "multi_thread")]
async fn a_published_result_is_noticed_and_no_number_skips_a_limited_one() {
    let mut scene = scene().await;
    let tip = report(&scene.site).await;
    let day = date(2026, 8, 17);
    scene.review.play(&scene.site.office, LIMITED, day);
    let (open, result) = (scene.coming("open-case"), scene.coming("result"));
    assert!(open.starts_with("SG2026000003"), "{open}");
    assert!(result.starts_with("SCJG-2026-00002"), "{result}");
    let size = scene.site.office.office().advanced().borrow().size;
    let filed = scene.site.office.draft("EX-CAM-3");
    let case = |number: &str| number[2..13].parse::<u64>().unwrap();
    assert_eq!(case(&filed), case(&scene.label.case) + 2);
    let logged = scene.site.office.office().advanced().borrow().size;
    assert_eq!(logged, size + 2, "opened, and documents handed in");
    // Also who sends tips learns of tips alone.
    let next = report(&scene.site).await;
    assert_eq!(
        tip[2..12].parse::<u64>().unwrap() + 1,
        next[2..12].parse::<u64>().unwrap()
    );

    let asked = [open.clone(), result.clone()];
    let (played, outputs) = scene.through(PUBLISHED, &asked).await;
    assert!(played.cases.contains(&open), "{played:?}");
    assert!(played.entries.contains(&result), "{played:?}");
    for [before, after] in &outputs {
        let told = differences(before, after);
        for address in [
            format!("/register/{REGIME}/results"),
            format!(
                "/register/{REGIME}/results?lang=en&q={}",
                encoded("supplier")
            ),
            format!("/statistics/{REGIME}/results.json"),
            format!("/statistics/{REGIME}/results.csv"),
            format!("/?lang=en&number={result}"),
            format!("/e/{result}.json"),
            "/notices".to_owned(),
            "/log/checkpoint".to_owned(),
            "/api/v1/entries".to_owned(),
        ] {
            assert!(told.contains(&address), "{address} is not among {told:?}");
        }
        assert!(
            told.iter().any(|path| path.ends_with("log/checkpoint")),
            "{told:?}"
        );
    }
}

/// The number of a tip that somebody sends without an account.
async fn report(site: &Site) -> String {
    let tip = serde_json::json!({
        "regime": REGIME,
        "procedure": "tip",
        "fields": {"about": "示例核心交换平台", "account": "升级程序上传配置。"},
    });
    let head = [("content-type", "application/json")];
    let body = tip.to_string();
    let answer = site.ask("POST", "/api/v1/reports", &head, body.as_bytes());
    let answer = answer.await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["case"].as_str().unwrap().to_owned()
}
