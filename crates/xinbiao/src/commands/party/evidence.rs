//! `xinbiao party evidence …`: what a party keeps once for several cases, to
//! what use it consents, and which cases rest on it.

use crate::answer::{Answer, written};
use crate::desk::{Desk, code_of};
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use case::command::Order;
use case::decide::told;
use case::evidence::{
    Cited, Consent, End, EndCause, Evidence, EvidenceNumber, Kept, Purpose, Relier,
};
use case::refusal::Refusal;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The largest file that is read at all; its kind says what is admitted.
const LARGEST: u64 = 1 << 30;

/// What can be done about evidence.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Put a document on record for several cases (留存证明)
    #[command(after_long_help = "Examples:\n  \
xinbiao party evidence add CODE business-licence licence.pdf --title 营业执照 --issuer 示例市市场监督管理局 --issued 2024-03-31 --as filer@CODE")]
    Add(AddArgs),
    /// List what a party keeps, its consents, and the cases that rest on it (留存证明一览)
    #[command(
        after_long_help = "Examples:\n  xinbiao party evidence list CODE\n  xinbiao party evidence list CODE --json"
    )]
    List {
        /// Code of the party
        code: String,
    },
    /// Consent to a use of evidence (同意使用)
    #[command(after_long_help = "Examples:\n  \
xinbiao party evidence consent CODE EV-1 label --procedure filing --as filer@CODE\n  \
xinbiao party evidence consent CODE EV-1 label --to anyone --until 2027-06-30")]
    Consent {
        #[command(flatten)]
        purpose: PurposeArgs,
        /// Last day on which it can be made use of
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
    },
    /// Withdraw a consent: no new use begins (撤回同意)
    #[command(after_long_help = "Examples:\n  \
xinbiao party evidence withdraw CODE EV-1 label --procedure filing --as filer@CODE")]
    Withdraw {
        #[command(flatten)]
        purpose: PurposeArgs,
    },
    /// End evidence: nothing rests on it any more (终止使用)
    #[command(after_long_help = "Examples:\n  \
xinbiao party evidence end CODE EV-1 --from 2026-10-01 --reason \"a new licence was issued\" --as filer@CODE\n  \
xinbiao party evidence end CODE EV-1 --from 2026-10-01 --reason forged --found-false --as registrar@CODE")]
    End(EndArgs),
}

/// A document to be kept.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArgs {
    /// Code of the party
    code: String,
    /// Kind of evidence, such as business-licence
    kind: String,
    /// The file
    file: PathBuf,
    /// What it is called
    #[arg(long)]
    title: String,
    /// Who issued it: a name, or the code of a party
    #[arg(long)]
    issuer: String,
    /// Day of issue
    #[arg(long, value_name = "DATE")]
    issued: Date,
    /// Last day on which it holds
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

/// For what evidence may be used.
#[derive(Debug, clap::Args)]
pub(crate) struct PurposeArgs {
    /// Code of the party
    code: String,
    /// Number of the evidence
    number: String,
    /// Regime
    regime: String,
    /// Procedure; none: all of the regime
    #[arg(long, value_name = "PROCEDURE")]
    procedure: Option<String>,
    /// Whose cases: own, anyone, or the code of a party
    #[arg(long, default_value = "own", value_name = "PARTY")]
    to: String,
}

/// An end.
#[derive(Debug, clap::Args)]
pub(crate) struct EndArgs {
    /// Code of the party
    code: String,
    /// Number of the evidence
    number: String,
    /// First day on which it counts no more
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// Why
    #[arg(long)]
    reason: String,
    /// It was found not to be what it says
    #[arg(long)]
    found_false: bool,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Add(args) => add(globals, args),
        Command::List { code } => list(globals, code),
        Command::Consent { purpose, until } => {
            let order = Order::ConsentToEvidence {
                party: code_of(&purpose.code)?,
                evidence: number(&purpose.number),
                consent: Consent {
                    purpose: purpose_of(purpose)?,
                    until: *until,
                },
            };
            super::record(globals, &purpose.code, order)
        }
        Command::Withdraw { purpose } => {
            let order = Order::WithdrawConsent {
                party: code_of(&purpose.code)?,
                evidence: number(&purpose.number),
                purpose: purpose_of(purpose)?,
            };
            super::record(globals, &purpose.code, order)
        }
        Command::End(args) => end(globals, args),
    }
}

fn number(text: &str) -> EvidenceNumber {
    EvidenceNumber(text.to_owned())
}

fn purpose_of(args: &PurposeArgs) -> Result<Purpose, Trouble> {
    Ok(Purpose {
        regime: args.regime.clone(),
        procedure: args.procedure.as_deref().map(Into::into),
        relier: match args.to.as_str() {
            "own" => Relier::Own,
            "anyone" => Relier::Anyone,
            code => Relier::Party(code_of(code)?),
        },
    })
}

fn add(globals: &Globals, args: &AddArgs) -> Result<Answer, Trouble> {
    let party = code_of(&args.code)?;
    let content = file::read(&args.file, LARGEST)?;
    let kind = args.kind.as_str().into();
    let name = file::name(&args.file);
    let desk = Desk::open(globals)?;
    let document = desk.office.take_in_evidence(&kind, &name, &content)?;
    let kept = Kept {
        kind,
        title: args.title.clone(),
        document,
        issuer: args.issuer.clone(),
        issued: args.issued,
        until: args.until,
    };
    let order = Order::KeepEvidence {
        party: party.clone(),
        kept,
    };
    let receipt = desk.ask(desk.actor()?, order)?;
    let world = desk.office.world()?;
    let held = world.party(&party).map(|party| &party.evidence);
    let last = held.and_then(|held| held.len().checked_sub(1));
    let number = last.map(EvidenceNumber::after).map(|number| number.0);
    let number = number.unwrap_or_default();
    let mut page = Page::new(globals.lang());
    page.say(
        &format!("已留存：{party}/{number}"),
        &format!("Kept as {party}/{number}"),
    );
    let mut json = written(&receipt);
    if let Some(map) = json.as_object_mut() {
        map.insert("evidence".into(), number.into());
    }
    Ok(Answer::new(page.into_text(), json))
}

fn end(globals: &Globals, args: &EndArgs) -> Result<Answer, Trouble> {
    let order = Order::EndEvidence {
        party: code_of(&args.code)?,
        evidence: number(&args.number),
        end: End {
            from: args.from,
            cause: if args.found_false {
                EndCause::FoundFalse
            } else {
                EndCause::Withdrawn
            },
            reason: args.reason.clone(),
        },
    };
    super::record(globals, &args.code, order)
}

fn list(globals: &Globals, code: &str) -> Result<Answer, Trouble> {
    let code = code_of(code)?;
    let desk = Desk::open(globals)?;
    let party = desk.world.party(&code).ok_or_else(|| {
        let party = code.to_string();
        Trouble::from(Refusal::NoSuchParty { party })
    })?;
    let now = desk.office.clock().now();
    let calendar = desk.world.calendars.values().next();
    let today = calendar.map(|calendar| calendar.day(now));
    let today = today.unwrap_or_default();
    let mut page = Page::new(globals.lang());
    let mut json = Vec::new();
    for (number, evidence) in &party.evidence {
        let cited = Cited {
            party: code.clone(),
            number: number.clone(),
        };
        let reliances = desk.office.relying_on(&cited)?;
        let cases: Vec<String> = reliances.into_iter().map(|one| one.case).collect();
        tell(&mut page, number, evidence, today, &cases);
        json.push(line(number, evidence, today, &cases));
    }
    if party.evidence.is_empty() {
        page.say("该主体未留存证明。", "This party keeps no evidence.");
    }
    Ok(Answer::new(page.into_text(), json))
}

fn line(number: &EvidenceNumber, evidence: &Evidence, today: Date, cases: &[String]) -> Value {
    let flaw = evidence.flaw(today).map(|flaw| told(flaw).0);
    json!({
        "number": number,
        "kept": evidence.kept,
        "consents": evidence.consents,
        "ended": evidence.ended,
        "not_good_since": flaw,
        "cases": cases,
    })
}

fn tell(
    page: &mut Page,
    number: &EvidenceNumber,
    evidence: &Evidence,
    today: Date,
    cases: &[String],
) {
    let lang = page.lang;
    let kept = &evidence.kept;
    page.line(&format!("{number}  {}  {}", kept.kind, kept.title));
    let standing = match evidence.flaw(today) {
        None => lang.of("有效", "good").to_owned(),
        Some(flaw) => {
            let (_, why) = told(flaw);
            lang.of(&why.zh, &why.en).to_owned()
        }
    };
    let until = kept.until.map(|until| until.to_string());
    let term = format!("{} – {}", kept.issued, until.unwrap_or_default());
    let consents = evidence.consents.iter().map(|consent| {
        let purpose = &consent.purpose;
        let procedure = purpose.procedure.as_ref().map_or("*", |name| name.as_str());
        let until = consent.until.map(|until| format!(" – {until}"));
        let until = until.unwrap_or_default();
        format!("{}/{procedure} ({}{until})", purpose.regime, purpose.relier)
    });
    let consents: Vec<String> = consents.collect();
    let pair = |zh: &str, en: &str, text: String| (lang.of(zh, en).to_owned(), text);
    page.pairs(&[
        pair("出具单位", "issued by", kept.issuer.clone()),
        pair("有效期", "holds", term),
        pair("状态", "today", standing),
        pair("同意用于", "may be used for", consents.join("; ")),
        pair("据以办理的办件", "cases that rest on it", cases.join(", ")),
    ]);
}
