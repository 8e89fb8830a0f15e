//! One licence, kept once, in the cases of two regimes: consent, expiry, who
//! relies on it, and that the record says so twice.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Given, Order, Supply};
use case::evidence::{Cited, Consent, End, EndCause, EvidenceNumber, Kept, Purpose, Relier};
use case::party::Registration;
use case::refusal::Refusal;
use jiff::civil::{Date, date};
use law::identity::PartyCode;
use law::name::Scoped;
use office::failure::Failure;
use std::collections::BTreeMap;
use testkit::engines::engines;
use testkit::filing::given;
use testkit::office::{TestOffice, office_on};
use testkit::parties::{Party, code};

const CONTENT: &[u8] =
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

fn register(code: PartyCode, kinds: &[&str]) -> Order {
    let registration = Registration {
        code,
        name_zh: "示例科技有限公司".into(),
        name_en: "Example Ltd".into(),
        kinds: kinds.iter().map(|kind| Scoped::from(*kind)).collect(),
        region: "440300".into(),
        domestic_agent: None,
        parent: None,
    };
    Order::Register { registration }
}

fn producer() -> PartyCode {
    Party::Producer.code()
}

fn first() -> Cited {
    Cited {
        party: producer(),
        number: EvidenceNumber("EV-1".into()),
    }
}

/// An office in which the producer is also a client of a certification body
/// and keeps its licence until the end of September.
fn opened(kind: testkit::engines::Kind) -> TestOffice {
    let office = office_on(kind, "2026-07-01");
    office.execute(
        &Actor::Operator,
        register(producer(), &["producer", "client"]),
    );
    office.execute(
        &Actor::Operator,
        register(code(77), &["certification-body"]),
    );
    office.execute(&office.producer(), keep(&office, Some(date(2026, 9, 30))));
    office
}

fn keep(office: &TestOffice, until: Option<Date>) -> Order {
    let kind = "business-licence".into();
    let taken = office
        .office()
        .take_in_evidence(&kind, "licence.pdf", CONTENT);
    let kept = Kept {
        kind,
        title: "营业执照".into(),
        document: taken.unwrap(),
        issuer: "示例市市场监督管理局".into(),
        issued: date(2020, 3, 31),
        until,
    };
    Order::KeepEvidence {
        party: producer(),
        kept,
    }
}

fn purpose(regime: &str, procedure: &str) -> Purpose {
    Purpose {
        regime: regime.into(),
        procedure: Some(procedure.into()),
        relier: Relier::Own,
    }
}

fn consent(office: &TestOffice, regime: &str, procedure: &str) {
    let order = Order::ConsentToEvidence {
        party: producer(),
        evidence: first().number,
        consent: Consent {
            purpose: purpose(regime, procedure),
            until: None,
        },
    };
    office.execute(&office.producer(), order);
}

/// A certification that the producer asks for as a client.
fn entrusted(office: &TestOffice) -> String {
    let mut fields = BTreeMap::new();
    fields.insert("certifier".into(), code(77).as_str().into());
    fields.insert("category".into(), "testing".into());
    let order = Order::Open {
        regime: "certification".into(),
        procedure: "certification".into(),
        holder: Some(producer()),
        step: "open".into(),
        given: Given {
            fields,
            ..Given::default()
        },
    };
    office.execute(&office.producer(), order).case.unwrap()
}

fn met(office: &TestOffice, number: &str) -> Result<(), Failure> {
    let (case, world) = (office.case(number), office.office().world().unwrap());
    let supply = office
        .office()
        .cite(&case, &world, &"licence".into(), &first())?;
    supplied(office, number, supply)
}

fn supplied(office: &TestOffice, number: &str, supply: Supply) -> Result<(), Failure> {
    let order = Order::Supply {
        case: number.to_owned(),
        supplies: vec![supply],
    };
    office.try_execute(&office.producer(), order).map(|_| ())
}

fn submit(office: &TestOffice, number: &str) -> Result<(), Failure> {
    let order = office.step(number, "submit", given(&[], true));
    office.try_execute(&office.producer(), order).map(|_| ())
}

fn refusal(outcome: Result<(), Failure>) -> Refusal {
    match outcome {
        Err(Failure::Refused { refusal, .. }) => *refusal,
        other => panic!("{other:?}"),
    }
}

fn relying(office: &TestOffice) -> Vec<(String, String)> {
    let found = office.office().relying_on(&first()).unwrap();
    found
        .into_iter()
        .map(|one| (one.case, one.material.to_string()))
        .collect()
}

/// LBL-08.3e, CRT-05.1: the licence was handed in once; a filing and a
/// certification rest on it, each with a consent of its own, and both are
/// found by it.
#[test]
fn one_licence_serves_two_regimes_and_both_cases_are_found_by_it() {
    for kind in engines() {
        let office = opened(kind);
        let (filing, entrusted) = (office.draft("EX-CAM-1"), entrusted(&office));
        consent(&office, "label", "filing");
        met(&office, &filing).unwrap();
        let refused = refusal(met(&office, &entrusted));
        assert_eq!(refused.code(), "evidence-not-consented", "{refused}");
        consent(&office, "certification", "certification");
        met(&office, &entrusted).unwrap();
        let mut both = vec![
            (filing.clone(), "licence".to_owned()),
            (entrusted.clone(), "licence".to_owned()),
        ];
        both.sort();
        assert_eq!(relying(&office), both, "{kind}");
        let documents = [&filing, &entrusted].map(|number| office.case(number).documents);
        let [ours, theirs] = documents.map(|held| held["licence"].sha256.clone());
        assert_eq!(ours, theirs);
        assert!(office.office().is_kept_as_evidence(&ours).unwrap());
        // A consent that is withdrawn lets no new use begin and undoes none.
        let order = Order::WithdrawConsent {
            party: producer(),
            evidence: first().number,
            purpose: purpose("label", "filing"),
        };
        office.execute(&office.producer(), order);
        let refused = refusal(met(&office, &office.draft("EX-CAM-2")));
        assert_eq!(refused.code(), "evidence-not-consented", "{refused}");
        submit(&office, &filing).unwrap();
        assert_eq!(relying(&office), both, "{kind}");
        office.replay();
        office.audit();
    }
}

/// LBL-08.3e, CRT-05.1: the licence runs out, and no case of either regime goes
/// on resting on it; a file of its own takes its place.
#[test]
fn what_has_run_out_carries_no_case_of_any_regime() {
    for kind in engines() {
        let office = opened(kind);
        let (filing, entrusted) = (office.draft("EX-CAM-1"), entrusted(&office));
        consent(&office, "label", "filing");
        consent(&office, "certification", "certification");
        met(&office, &filing).unwrap();
        met(&office, &entrusted).unwrap();
        let plain = ["contract", "description"].map(|name| Supply {
            material: name.into(),
            document: office.document(name, "pdf", name),
            findings: None,
            evidence: None,
        });
        for supply in plain {
            supplied(&office, &entrusted, supply).unwrap();
        }
        office.on("2026-10-01");
        let producer = producer();
        let flawed = |body: &PartyCode| {
            let found = office.office().flawed(body, date(2026, 10, 1)).unwrap();
            found.into_iter().map(|one| one.case).collect::<Vec<_>>()
        };
        assert_eq!(flawed(&Party::FilingBody.code()), [filing.as_str()]);
        assert_eq!(flawed(&code(77)), [entrusted.as_str()]);
        assert!(flawed(&producer).is_empty());
        let mut form = BTreeMap::new();
        for (name, value) in [
            ("provider-name", "示例安全服务有限公司"),
            ("provider-address", "示例市示例路2号"),
            ("scope", "安全检测"),
            ("standard", "GB/T 32914-2023"),
            ("fee-schedule", filing.as_str()),
            ("person-days", "8"),
            ("day-rate", "3000"),
            ("contact", "office@provider.example"),
        ] {
            form.insert(name.into(), value.into());
        }
        let order = Order::Fill {
            case: entrusted.clone(),
            fields: form,
        };
        office.execute(&office.producer(), order);
        for number in [&filing, &entrusted] {
            let refused = refusal(submit(&office, number));
            let Refusal::EvidenceNotGood { since, .. } = &refused else {
                panic!("{number}: {refused}");
            };
            assert_eq!(*since, date(2026, 10, 1));
            let refused = refusal(met(&office, number));
            assert_eq!(refused.code(), "evidence-not-good", "{refused}");
        }
        let supply = Supply {
            material: "licence".into(),
            document: office.document("licence", "pdf", "renewed\n"),
            findings: None,
            evidence: None,
        };
        supplied(&office, &filing, supply).unwrap();
        submit(&office, &filing).unwrap();
        assert_eq!(relying(&office), [(entrusted, "licence".to_owned())]);
        office.replay();
        office.audit();
    }
}

#[test]
fn a_party_alone_decides_on_its_evidence_and_a_registrar_may_find_it_false() {
    let office = opened(engines()[0]);
    let end = |cause| Order::EndEvidence {
        party: producer(),
        evidence: first().number,
        end: End {
            from: date(2026, 7, 1),
            cause,
            reason: "As the registry says.".into(),
        },
    };
    let registrar = office.administrator();
    for (actor, order) in [
        (office.rival(), keep(&office, None)),
        (office.rival(), end(EndCause::Withdrawn)),
        (office.rival(), end(EndCause::FoundFalse)),
        (registrar.clone(), end(EndCause::Withdrawn)),
    ] {
        let refused = refusal(office.try_execute(&actor, order).map(|_| ()));
        assert_eq!(refused.code(), "not-allowed", "{actor:?}: {refused}");
    }
    let sha256 = {
        let world = office.office().world().unwrap();
        let party = world.party(&producer()).unwrap();
        party.evidence[&first().number].kept.document.sha256.clone()
    };
    assert!(office.office().is_kept_as_evidence(&sha256).unwrap());
    office.execute(&registrar, end(EndCause::FoundFalse));
    assert!(office.office().is_kept_as_evidence(&sha256).unwrap());
    let again = office.try_execute(&office.producer(), end(EndCause::Withdrawn));
    assert_eq!(refusal(again.map(|_| ())).code(), "wrong");
    office.audit();
}

/// REV-13.3: no consent makes a review rest on what a party keeps, and nothing
/// of a review is a kind of evidence.
#[test]
fn nothing_is_consented_to_for_a_confidential_procedure() {
    let office = opened(engines()[0]);
    let mut confidential = 0;
    for (_, edition) in office.office().library().all() {
        let regime = &edition.regime;
        for procedure in regime.procedures.values() {
            if !procedure.head.confidential {
                continue;
            }
            let order = Order::ConsentToEvidence {
                party: producer(),
                evidence: first().number,
                consent: Consent {
                    purpose: purpose(&regime.head.id, procedure.head.id.as_str()),
                    until: None,
                },
            };
            let refused = refusal(office.try_execute(&office.producer(), order).map(|_| ()));
            assert_eq!(refused.code(), "wrong", "{refused}");
            confidential += 1;
        }
    }
    assert!(5 <= confidential, "{confidential}");
}

/// T-REG-01: a table that was changed behind the record is found.
#[test]
fn a_reliance_that_was_taken_away_is_found() {
    let mut office = opened(testkit::engines::Kind::Sqlite);
    let filing = office.draft("EX-CAM-1");
    consent(&office, "label", "filing");
    met(&office, &filing).unwrap();
    office.audit();
    let setup = office.setup();
    office.close();
    let database = rusqlite::Connection::open(setup.folder.join("xinbiao.db")).unwrap();
    for (statement, table) in [
        ("DELETE FROM reliance", "reliance"),
        (
            "UPDATE kept_evidence SET until_day = '2099-12-31'",
            "kept_evidence",
        ),
    ] {
        database.execute(statement, []).unwrap();
        let report = office.report();
        let mut findings = report.findings.iter().map(ToString::to_string);
        assert!(findings.any(|found| found.contains(table)), "{table}");
    }
}
