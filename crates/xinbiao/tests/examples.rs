//! Example regimes in an office of their own, worked from first to last at the
//! keyboard.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use stage::{Told, xinbiao};
use std::path::Path;
use tempfile::TempDir;

/// An office with one example regime and nothing else.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn of(regime: &str, calendar: &str) -> Desk {
        let desk = Desk {
            folder: tempfile::tempdir().unwrap(),
        };
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        for part in [regime.to_owned(), format!("calendars/{calendar}")] {
            let target = desk.folder.path().join("schemes").join(&part);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            let copied = std::process::Command::new("cp")
                .arg("-r")
                .arg(examples.join(&part))
                .arg(&target)
                .status();
            assert!(copied.unwrap().success());
        }
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, now: &str, args: &[&str]) -> Told {
        let (schemes, data) = (self.path("schemes"), self.path("office"));
        let before = ["--schemes", &schemes, "--data", &data, "--now", now];
        xinbiao(&[&before[..], args].concat())
    }

    fn done(&self, now: &str, args: &[&str]) -> String {
        let told = self.run(now, args);
        assert_eq!(told.code, 0, "{args:?}: {}", told.all());
        told.out
    }

    fn refused(&self, now: &str, args: &[&str], words: &str) {
        let told = self.run(now, args);
        assert_eq!(told.code, 1, "{args:?}: {}", told.all());
        assert!(told.all().contains(words), "{}", told.all());
    }

    /// A party with one member for each role, called like it and the role.
    fn party(&self, now: &str, code: &str, kind: &str, region: &str, roles: &[&str]) {
        let named = ["--zh", "示例单位", "--en", code, "--kind", kind];
        let words = ["party", "register", code, "--region", region];
        self.done(now, &[&words[..], &named[..]].concat());
        for role in roles {
            self.done(
                now,
                &[
                    "party", "member", code, role, "--name", role, "--role", role,
                ],
            );
        }
    }

    /// The number of the case that an act opened.
    fn opened(&self, now: &str, args: &[&str]) -> String {
        let out = self.done(now, args);
        out.split(':').next().unwrap().to_owned()
    }
}

#[test]
fn what_is_handed_over_stands_on_the_register_under_its_new_holder() {
    let desk = Desk::of("contacts", "sg");
    let day = "2026-01-05T10:00";
    let told = desk.done(day, &["init", "--rehearsal"]);
    assert!(told.contains("--kind contacts:registry"), "{told}");
    desk.party(day, "SG:REGISTRY", "registry", "000000", &["clerk", "head"]);
    desk.party(day, "SG:NET-0001", "network", "SG-01", &["owner"]);
    desk.party(day, "SG:NET-0002", "network", "SG-02", &["owner"]);
    let (one, two) = (["--as", "owner@SG:NET-0001"], ["--as", "owner@SG:NET-0002"]);
    let with = |who: &[&str], args: &[&str]| -> Vec<String> {
        let words = who.iter().chain(args);
        words.map(|word| (*word).to_owned()).collect()
    };
    let done = |now: &str, who: &[&str], args: &[&str]| {
        let words = with(who, args);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        desk.done(now, &words)
    };
    let fields = [
        "--field",
        "office=Desk",
        "--field",
        "address=desk@one.example",
    ];
    let case = desk.opened(
        day,
        &[
            &one[..],
            &["case", "open", "contacts", "registration"],
            &fields[..],
        ]
        .concat(),
    );
    std::fs::write(desk.path("letter.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    let letter = format!("letter={}", desk.path("letter.pdf"));
    done(day, &one, &["case", "supply", &case, &letter]);
    done(day, &one, &["case", "step", &case, "submit", "--statement"]);
    let (clerk, head) = (["--as", "clerk@SG:REGISTRY"], ["--as", "head@SG:REGISTRY"]);
    done(
        day,
        &clerk,
        &["case", "step", &case, "propose", "--check", "all"],
    );
    done(
        day,
        &head,
        &["case", "step", &case, "register", "--check", "all"],
    );
    let later = "2026-01-12T10:00";
    let over = ["--field", "successor=SG:NET-0002"];
    done(
        later,
        &one,
        &[&["case", "step", &case, "hand-over"], &over[..]].concat(),
    );
    done(later, &two, &["case", "step", &case, "accept"]);
    let cancel = [&one[..], &["case", "step", &case, "cancel"]].concat();
    desk.refused(later, &cancel, "there is no case");
    let shown = desk.done(later, &["case", "show", &case]);
    assert!(shown.contains("now held by SG:NET-0002"), "{shown}");
    let entries = desk.done(later, &["entry", "list", "--json"]);
    assert!(
        entries.contains("SG:NET-0002") && !entries.contains("SG:NET-0001"),
        "{entries}"
    );
    desk.done(later, &["audit"]);
    desk.done(later, &["replay"]);
    nothing_holds_any_more(&desk, &case, two);
}

/// Two years later nobody acts as if the registration still held.
fn nothing_holds_any_more(desk: &Desk, case: &str, holder: [&str; 2]) {
    let past = "2028-02-01T10:00";
    let listed = desk.done(past, &["--lang", "en", "entry", "list"]);
    assert!(listed.contains("Expired"), "{listed}");
    let cancel = [&holder[..], &["case", "step", case, "cancel"]].concat();
    desk.refused(past, &cancel, "Expired");
    let shown = desk.done(past, &["--lang", "en", "case", "show", case]);
    assert!(shown.contains("Expired"), "{shown}");
    desk.done(past, &["audit"]);
}

/// The words with which the maker opens a report.
fn report(aware: &str, contact: &str, place: &str) -> Vec<String> {
    let fields = [
        format!("establishment={place}"),
        "subject=vulnerability".into(),
        "product=Gateway".into(),
        "countries=FI,SE".into(),
        format!("aware={aware}"),
        format!("contact={contact}"),
    ];
    let fields = fields
        .into_iter()
        .flat_map(|field| ["--field".to_owned(), field]);
    let words = [
        "--as",
        "contact@FI:MAKER",
        "case",
        "open",
        "reporting",
        "report",
    ];
    words.into_iter().map(str::to_owned).chain(fields).collect()
}

#[test]
fn hours_run_from_the_moment_in_the_zone_of_the_regime() {
    let desk = Desk::of("reporting", "eu");
    let day = "2026-09-14T09:00";
    desk.done("2026-09-14T08:00", &["init", "--rehearsal"]);
    desk.party(day, "FI:CERT", "csirt", "FI", &["analyst", "head"]);
    desk.party(day, "FI:MAKER", "manufacturer", "FI-18", &["contact"]);
    let maker = ["--as", "contact@FI:MAKER"];
    for (aware, contact, place, why) in [
        (
            "2026-09-14 07:30",
            "psirt",
            "FI",
            "this is no e-mail address",
        ),
        (
            "2026-09-14",
            "psirt@maker.example",
            "FI",
            "not a date and time",
        ),
        (
            "2026-09-14T09:30",
            "psirt@maker.example",
            "FI",
            "later than now",
        ),
        (
            "2026-09-14T07:30",
            "psirt@maker.example",
            "SE",
            "whose region holds SE",
        ),
    ] {
        let words = report(aware, contact, place);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        desk.refused(day, &words, why);
    }
    let words = report("2026-09-14 07:30", "psirt@maker.example", "FI-18");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let case = desk.opened(day, &words);
    let shown = desk.done(day, &["case", "show", &case]);
    for said in [
        "until 2026-09-15 07:30, running",
        "24 hours from 2026-09-14 07:30, to the minute",
        "opened   2026-09-14 09:00",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let filled = [
        &maker[..],
        &["case", "fill", &case, "aware=2026-09-13T20:00"],
    ]
    .concat();
    desk.done(day, &filled);
    let shown = desk.done(day, &["case", "show", &case]);
    assert!(shown.contains("until 2026-09-14 20:00, running"), "{shown}");
    desk.done(
        day,
        &[&maker[..], &["case", "step", &case, "warn", "--statement"]].concat(),
    );
    desk.done(day, &["audit"]);
    desk.done(day, &["replay"]);
}
