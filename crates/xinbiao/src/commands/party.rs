//! `xinbiao party …`: who parties are, what they may do, who acts for them.
//!
//! Without `--as` the operator acts, who sets up the first parties.

mod evidence;
mod show;

use crate::answer::Answer;
use crate::desk::{Desk, code_of, stands};
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use case::command::Order;
use case::party::{Bar, Mandate, Member, Membership, PersonId, Qualified, Registration};
use jiff::civil::Date;
use law::name::{Role, Scoped};
use std::collections::BTreeSet;

/// What can be done about parties.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Enter a party, or correct its entry (登记主体)
    #[command(after_long_help = "Examples:\n  \
xinbiao party register 91440300MA5EXAMPLA --zh 示例科技 --en \"Example Technology\" --kind producer --region 440300\n  \
xinbiao party register FI:0000000-0 --zh 示例境外生产者 --en Example --kind producer --region 000000 --agent CODE")]
    Register(RegisterArgs),
    /// Record what a body was found able to do, or end it (登记能力资质)
    #[command(after_long_help = "Examples:\n  \
xinbiao party qualify CODE accreditation --number CMA-1 --from 2026-01-01 --until 2028-12-31 --basis measures/8.6\n  \
xinbiao party qualify CODE accreditation --number CMA-1 --end 2026-09-30 --reason \"certificate returned\"")]
    Qualify(QualifyArgs),
    /// Record that a party lets another act for it, or end it (登记委托)
    #[command(after_long_help = "Examples:\n  \
xinbiao party mandate HOLDER AGENT --regime label --from 2026-07-01 --until 2027-06-30 --basis measures/8.7\n  \
xinbiao party mandate HOLDER AGENT --end 2026-12-31")]
    Mandate(MandateArgs),
    /// Record that a party is barred, or lift it (登记限制)
    #[command(after_long_help = "Examples:\n  \
xinbiao party bar CODE producer-bar --from 2026-10-01 --until 2027-10-01 --because CASE --basis measures/15\n  \
xinbiao party bar CODE producer-bar --lift 2027-01-01 --reason \"decision annulled\"")]
    Bar(BarArgs),
    /// Enter a person as a member of a party, or change their place (登记成员)
    #[command(after_long_help = "Examples:\n  \
xinbiao party member CODE li-na --name 李娜 --role reviewer\n  \
xinbiao party member CODE li-na --name 李娜 --role reviewer --state suspended")]
    Member(MemberArgs),
    /// What a party keeps once for several cases (留存证明)
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Show one party and all that is known of it (查看主体)
    #[command(
        after_long_help = "Examples:\n  xinbiao party show 91440300MA5EXAMPLA\n  xinbiao party show CODE --json"
    )]
    Show {
        /// Code of the party
        code: String,
    },
    /// List the parties (主体一览)
    #[command(
        after_long_help = "Examples:\n  xinbiao party list\n  xinbiao party list --kind laboratory --lang zh"
    )]
    List {
        /// Only parties of this kind
        #[arg(long)]
        kind: Option<String>,
    },
}

/// A party's entry.
#[derive(Debug, clap::Args)]
pub(crate) struct RegisterArgs {
    /// Unified social credit code, or COUNTRY:NUMBER of a foreign party
    code: String,
    /// Name in Chinese
    #[arg(long)]
    zh: String,
    /// Name in English
    #[arg(long)]
    en: String,
    /// Kind: producer, laboratory …; with its regime where several have it, label:authority
    #[arg(long = "kind", required = true)]
    kinds: Vec<String>,
    /// Region: six digits, or a code such as FI or FI-18; 000000 for the whole or for abroad
    #[arg(long)]
    region: String,
    /// Organisation that it belongs to, such as a group
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
    /// Domestic agent of a foreign producer
    #[arg(long, value_name = "CODE")]
    agent: Option<String>,
}

/// A qualification, or its end.
#[derive(Debug, clap::Args)]
pub(crate) struct QualifyArgs {
    /// Code of the party
    code: String,
    /// Kind: accreditation, penetration-test …; with its regime where several have it
    kind: String,
    /// Number of the certificate
    #[arg(long)]
    number: String,
    /// Items that it covers, such as categories; none: all
    #[arg(long = "scope", value_name = "ITEM")]
    scope: Vec<String>,
    /// First day
    #[arg(long, required_unless_present = "end", value_name = "DATE")]
    from: Option<Date>,
    /// Last day
    #[arg(long, required_unless_present = "end", value_name = "DATE")]
    until: Option<Date>,
    /// Article on which it rests
    #[arg(long, default_value = "measures/8.6")]
    basis: String,
    /// End it: the last day on which it holds
    #[arg(long, value_name = "DATE", requires = "reason", conflicts_with_all = ["from", "until"])]
    end: Option<Date>,
    /// Why it ends
    #[arg(long)]
    reason: Option<String>,
}

/// A mandate, or its end.
#[derive(Debug, clap::Args)]
pub(crate) struct MandateArgs {
    /// Code of the party that gives it
    holder: String,
    /// Code of the agent
    agent: String,
    /// Regimes that it covers; none: all
    #[arg(long = "regime", value_name = "REGIME")]
    scope: Vec<String>,
    /// First day
    #[arg(long, required_unless_present = "end", value_name = "DATE")]
    from: Option<Date>,
    /// Last day
    #[arg(long, required_unless_present = "end", value_name = "DATE")]
    until: Option<Date>,
    /// Article on which it rests
    #[arg(long, default_value = "measures/8.7")]
    basis: String,
    /// End it: the last day on which it holds
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "until"])]
    end: Option<Date>,
}

/// A bar, or its lifting.
#[derive(Debug, clap::Args)]
pub(crate) struct BarArgs {
    /// Code of the party
    code: String,
    /// Sanction: producer-bar, laboratory-bar …
    sanction: String,
    /// First day
    #[arg(long, required_unless_present = "lift", value_name = "DATE")]
    from: Option<Date>,
    /// First day without it
    #[arg(long, required_unless_present = "lift", value_name = "DATE")]
    until: Option<Date>,
    /// Case or document on which it rests
    #[arg(long, required_unless_present = "lift")]
    because: Option<String>,
    /// Article on which it rests
    #[arg(long, default_value = "measures/15")]
    basis: String,
    /// Lift it: the first day without it
    #[arg(long, value_name = "DATE", requires = "reason", conflicts_with_all = ["from", "until", "because"])]
    lift: Option<Date>,
    /// Why it is lifted
    #[arg(long)]
    reason: Option<String>,
}

/// A person's place in a party.
#[derive(Debug, clap::Args)]
pub(crate) struct MemberArgs {
    /// Code of the party
    code: String,
    /// Id of the person, which means nothing outside
    person: String,
    /// Name under which the person states and signs
    #[arg(long)]
    name: String,
    /// Role: filer, reviewer, decider, registrar, administrator, archivist …
    #[arg(long = "role")]
    roles: Vec<String>,
    /// How far the membership has come; only the confirmed act
    #[arg(long, value_enum, default_value = "confirmed")]
    state: State,
}

/// How far a membership has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum State {
    Invited,
    Accepted,
    Confirmed,
    Suspended,
    Removed,
}

impl From<State> for Membership {
    fn from(state: State) -> Self {
        match state {
            State::Invited => Membership::Invited,
            State::Accepted => Membership::Accepted,
            State::Confirmed => Membership::Confirmed,
            State::Suspended => Membership::Suspended,
            State::Removed => Membership::Removed,
        }
    }
}

/// Carries out one of the commands.
///
/// # Errors
///
/// Why it is refused.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Evidence(command) => evidence::run(globals, command),
        Command::Show { code } => show::one(globals, code),
        Command::List { kind } => show::list(globals, kind.as_deref()),
        Command::Register(args) => record(globals, &args.code, register(args)?),
        Command::Qualify(args) => record(globals, &args.code, qualify(args)?),
        Command::Mandate(args) => record(globals, &args.holder, mandate(args)?),
        Command::Bar(args) => record(globals, &args.code, bar(args)?),
        Command::Member(args) => record(globals, &args.code, member(args)?),
    }
}

fn record(globals: &Globals, code: &str, order: Order) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let receipt = desk.ask(desk.actor()?, order)?;
    let world = desk.office.world()?;
    let name = world
        .party_text(code)
        .map(|party| {
            let named = &party.registration;
            globals.lang().of(&named.name_zh, &named.name_en).to_owned()
        })
        .unwrap_or_default();
    let mut page = Page::new(globals.lang());
    let at = stands(&receipt);
    page.say(
        &format!("已记录（{}）：{code} {name}", at.zh),
        &format!("Recorded, {}: {code} {name}", at.en),
    );
    Ok(Answer::new(page.into_text(), &receipt))
}

fn register(args: &RegisterArgs) -> Result<Order, Trouble> {
    let kinds = args.kinds.iter();
    let registration = Registration {
        code: code_of(&args.code)?,
        name_zh: args.zh.clone(),
        name_en: args.en.clone(),
        kinds: kinds.map(|kind| Scoped::from(kind.as_str())).collect(),
        region: args.region.clone(),
        domestic_agent: args.agent.as_deref().map(code_of).transpose()?,
        parent: args.parent.as_deref().map(code_of).transpose()?,
    };
    Ok(Order::Register { registration })
}

fn qualify(args: &QualifyArgs) -> Result<Order, Trouble> {
    let party = code_of(&args.code)?;
    let kind = args.kind.as_str().into();
    if let Some(last_day) = args.end {
        return Ok(Order::EndQualification {
            party,
            kind,
            number: args.number.clone(),
            last_day,
            reason: args.reason.clone().unwrap_or_default(),
        });
    }
    let (from, until) = days(args.from, args.until)?;
    let qualification = Qualified {
        kind,
        number: args.number.clone(),
        scope: args.scope.iter().cloned().collect(),
        from,
        until,
    };
    Ok(Order::Qualify {
        party,
        qualification,
        basis: args.basis.clone(),
    })
}

fn mandate(args: &MandateArgs) -> Result<Order, Trouble> {
    let (party, agent) = (code_of(&args.holder)?, code_of(&args.agent)?);
    if let Some(last_day) = args.end {
        return Ok(Order::EndMandate {
            party,
            agent,
            last_day,
        });
    }
    let (from, until) = days(args.from, args.until)?;
    let mandate = Mandate {
        agent,
        scope: args.scope.iter().cloned().collect(),
        from,
        until,
    };
    Ok(Order::Mandate {
        party,
        mandate,
        basis: args.basis.clone(),
    })
}

fn bar(args: &BarArgs) -> Result<Order, Trouble> {
    let party = code_of(&args.code)?;
    let sanction = args.sanction.as_str().into();
    if let Some(first_free_day) = args.lift {
        return Ok(Order::LiftBar {
            party,
            sanction,
            first_free_day,
            reason: args.reason.clone().unwrap_or_default(),
        });
    }
    let (from, until) = days(args.from, args.until)?;
    let bar = Bar {
        sanction,
        from,
        until,
        because: args.because.clone().unwrap_or_default(),
    };
    Ok(Order::Bar {
        party,
        bar,
        basis: args.basis.clone(),
    })
}

fn member(args: &MemberArgs) -> Result<Order, Trouble> {
    let roles: BTreeSet<Scoped<Role>> = args
        .roles
        .iter()
        .map(|role| Scoped::from(role.as_str()))
        .collect();
    let member = Member {
        name: args.name.clone(),
        roles,
        state: args.state.into(),
    };
    Ok(Order::SetMember {
        party: code_of(&args.code)?,
        person: PersonId(args.person.clone()),
        member,
    })
}

fn days(from: Option<Date>, until: Option<Date>) -> Result<(Date, Date), Trouble> {
    from.zip(until).ok_or_else(|| {
        Trouble::usage(
            "请写明起止日期（--from、--until）。",
            "give the days with `--from` and `--until`",
        )
    })
}
