//! Words that reach beyond one step: opinions, draws, cases that start, move
//! or wait for others, qualifications that a step grants.

use super::{Findings, Sheet};
use crate::form::FieldKind;
use crate::guard::GuardKind;
use crate::name::FieldName;
use crate::procedure::{BodyBy, Draw};
use crate::regime::Relation;
use crate::step::Step;

fn kind(sheet: &Sheet<'_>, field: &FieldName) -> Option<FieldKind> {
    sheet.procedure.fields.get(field).map(|field| field.kind)
}

pub(super) fn opinions_are_given(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, opinion) in &sheet.procedure.opinions {
        let given: Vec<&Step> = sheet
            .procedure
            .steps
            .values()
            .filter(|step| step.gives.as_ref() == Some(name))
            .collect();
        let sound = !given.is_empty()
            && given.iter().all(|step| {
                step.by == [opinion.actor.clone()] && step.asks.contains(&opinion.field)
            });
        if !sound {
            findings.add(
                sheet.at("opinion", name),
                "opinion",
                "is given by no step, or by one of another actor or without its field",
                "Write a step with `gives`, `by` its actor, whose `takes` and `asks` hold its field.",
            );
        }
        if opinion.quorum == 0 {
            findings.add(
                sheet.at("opinion", name),
                "opinion",
                "has a quorum of nobody",
                "Say how many opinions must be in.",
            );
        }
    }
    for (name, step) in &sheet.procedure.steps {
        if step.gives.is_some() && (step.decides || step.returns || step.from.is_empty()) {
            findings.add(
                sheet.at("step", name),
                "opinion",
                "gives an opinion and does more than that",
                "Let the decision that rests on the opinions be a step of its own.",
            );
        }
    }
}

/// A round of several opinions has a beginning: what was said before it does
/// not count.
pub(super) fn rounds_of_opinions_are_called(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, opinion) in &sheet.procedure.opinions {
        let mut steps = sheet.procedure.steps.values();
        let called = steps.any(|step| step.calls.as_ref() == Some(name));
        if 1 < opinion.quorum && !called {
            findings.add(
                sheet.at("opinion", name),
                "opinion-called",
                "wants several opinions, but no step calls for them",
                "Give the step that begins the round `calls`.",
            );
        }
    }
}

pub(super) fn draws_are_of_persons_or_samples(sheet: &Sheet<'_>, findings: &mut Findings) {
    let persons = |draw: &Draw| {
        let whole = draw.actor.is_some() && draw.role.is_some();
        whole && draw.from.is_none() && draw.into.is_none() && draw.count_of.is_none()
    };
    let sample = |draw: &Draw| {
        let list = |field: &Option<FieldName>| {
            let field = field
                .as_ref()
                .and_then(|field| sheet.procedure.fields.get(field));
            field
                .filter(|field| field.takes_lists())
                .map(|field| field.kind)
        };
        let bare = draw.actor.is_none() && draw.role.is_none() && draw.kind.is_none();
        let number = |field| kind(sheet, field) == Some(FieldKind::Number);
        bare && list(&draw.from).is_some()
            && list(&draw.from) == list(&draw.into)
            && draw.from != draw.into
            && draw.without.is_empty()
            && draw.count_of.iter().all(number)
            && !(draw.count.is_some() && draw.count_of.is_some())
    };
    for (name, draw) in &sheet.procedure.draws {
        if !persons(draw) && !sample(draw) {
            findings.add(
                sheet.at("draw", name),
                "draw",
                "draws neither persons nor a sample",
                "Write `actor` and `role`, or `from` and `into` with two list fields of one kind.",
            );
        }
    }
}

pub(super) fn steps_that_return_name_no_state(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        if step.returns && (step.to.is_some() || step.from.is_empty()) {
            findings.add(
                sheet.at("step", name),
                "step-returns",
                "returns to the state before and names another one, or opens the case",
                "Write `to` or `returns = true`.",
            );
        }
    }
    for (name, state) in &sheet.procedure.states {
        let bare = sheet
            .steps_into(name)
            .find(|(_, step)| state.keeps && step.from.iter().any(|from| !sheet.has_entry(from)));
        if state.keeps && (state.entry.is_some() || state.is_final || bare.is_some()) {
            findings.add(
                sheet.at("state", name),
                "state-keeps",
                "keeps an entry that it does not have, that it names itself, or for ever",
                "Only a passing state between states with an `entry` keeps what the register says.",
            );
        }
    }
}

pub(super) fn drives_are_of_the_clock(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(drive) = &step.drives else { continue };
        let one = drive.field.is_some();
        let many = drive.procedure.is_some();
        let mixed = one == many || (one && (drive.where_field.is_some() || drive.is.is_some()));
        let party = |kind: Option<FieldKind>| kind == Some(FieldKind::Party);
        let parties = drive.is.iter().all(|field| party(kind(sheet, field)));
        let others = super::name::driven(sheet, drive);
        let theirs = others.iter().all(|other| {
            let field = drive.where_field.iter();
            let mut kinds = field.map(|field| other.fields.get(field).map(|field| field.kind));
            kinds.all(party)
        });
        let moved: Vec<_> = others
            .iter()
            .filter_map(|other| {
                Some((
                    Sheet::new(sheet.regime, other),
                    other.steps.get(&drive.step)?,
                ))
            })
            .collect();
        let clock = moved.iter().all(|(theirs, step)| theirs.by_clock(step));
        if mixed || !parties || !theirs || !clock {
            findings.add(
                sheet.at("step", name),
                "drives",
                "moves other cases in a way that cannot be",
                "Write `field`, or `procedure` with `where` and `is` naming party fields; the step there is `by` the clock.",
            );
        }
    }
}

pub(super) fn cases_wait_for_cases(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let waits = step.waits_for.as_ref();
        if waits.is_some_and(|field| kind(sheet, field) != Some(FieldKind::Case)) {
            findings.add(
                sheet.at("step", name),
                "waits-for",
                "waits for what is no case",
                "Name a field of the kind `case`.",
            );
        }
        let barred = step.sanction_on.as_ref().filter(|field| {
            let on = step.sanction.iter().chain(&step.lifts);
            let mut on = on.filter_map(|name| sheet.regime.sanctions.get(name));
            on.any(|sanction| sheet.party_kind(Some(field)).as_ref() != Some(&sanction.on))
        });
        let holder = step.sanction_on.is_none().then(|| {
            let on = step.sanction.iter().chain(&step.lifts);
            let mut on = on.filter_map(|name| sheet.regime.sanctions.get(name));
            on.any(|sanction| sanction.on != sheet.procedure.head.holder)
        });
        if barred.is_some() || holder == Some(true) {
            findings.add(
                sheet.at("step", name),
                "sanction-on",
                "bars a party of another kind than the sanction is for",
                "Name in `sanction_on` the field with a party of the sanction's kind.",
            );
        }
    }
}

pub(super) fn grants_say_how_long(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let fits = |on: Option<&FieldName>, qualification: &crate::name::QualificationName| {
            let of = sheet
                .regime
                .qualifications
                .get(qualification)
                .map(|q| &q.of);
            sheet.party_kind(on).as_ref() == of
        };
        let granted = step.qualifies.as_ref().is_none_or(|grant| {
            let scope = grant.scope.as_ref().map(|field| kind(sheet, field));
            fits(grant.on.as_ref(), &grant.qualification)
                && grant.within.is_some() != grant.until.is_some()
                && scope.is_none_or(|kind| kind == Some(FieldKind::Reference))
                && grant
                    .until
                    .iter()
                    .all(|field| kind(sheet, field) == Some(FieldKind::Date))
        });
        let lost = step
            .disqualifies
            .as_ref()
            .is_none_or(|lost| fits(step.disqualifies_on.as_ref(), lost));
        if !granted || !lost {
            findings.add(
                sheet.at("step", name),
                "qualifies",
                "grants or ends a qualification of another kind of party, without a term, or for a scope that is none",
                "Write `within` or a date field in `until`, and a reference field in `scope`; the party is of the qualification's kind.",
            );
        }
    }
}

pub(super) fn transfers_are_to_a_party_that_can_hold(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, step) in &sheet.procedure.steps {
        let Some(field) = &step.transfers else {
            continue;
        };
        let definition = sheet.procedure.fields.get(field);
        let holds = definition.is_some_and(|definition| {
            definition.kind == FieldKind::Party
                && definition.of.as_deref() == Some(sheet.procedure.head.holder.as_str())
                && definition.max == Some(1)
        });
        let known = step.asks.contains(field) || step.takes.contains(field);
        if !holds || !known || step.from.is_empty() || step.gives.is_some() {
            findings.add(
                sheet.at("step", name),
                "step-transfers",
                "transfers the case to what cannot hold it, or to nobody who is named by then",
                "Name a party field of the kind `holder` with `max = 1`, and ask for it in the step; the step does not open the case and gives no opinion.",
            );
        }
        let mut guards = sheet.procedure.guards.values();
        if guards.any(|guard| guard.kind == GuardKind::Unshared) {
            findings.add(
                sheet.at("step", name),
                "step-transfers",
                "transfers a case whose materials are bound to its holder by a guard `unshared`",
                "Let the new holder open a case of its own, and end this one by `drives`.",
            );
        }
    }
}

pub(super) fn bodies_can_be_found(sheet: &Sheet<'_>, findings: &mut Findings) {
    let head = &sheet.procedure.head;
    let of = head.body_field.as_ref();
    let field = of.and_then(|field| sheet.procedure.fields.get(field));
    let sound = match head.body_by {
        BodyBy::Sole | BodyBy::Opener => of.is_none(),
        BodyBy::Region => of.is_none() || field.is_some_and(|f| f.kind == FieldKind::Region),
        BodyBy::Field => field.is_some_and(|field| {
            field.kind == FieldKind::Party && field.of.as_deref() == Some(head.body.as_str())
        }),
    };
    let taken = of.is_none_or(|name| {
        let mut openings = sheet
            .procedure
            .steps
            .values()
            .filter(|step| step.from.is_empty());
        openings.all(|step| step.takes.contains(name) || sheet.by_clock(step))
    });
    if !sound || !taken {
        findings.add(
            sheet.top("body_by"),
            "body-by",
            "does not say how the body is found",
            "`region` takes a region field in `body_field` (or none), `field` one with a party of the kind `body`; the opening step takes it.",
        );
    }
    let same = head.holder_by == crate::procedure::HolderBy::Given || head.holder == head.body;
    if !same {
        findings.add(
            sheet.top("holder_by"),
            "body-by",
            "makes the body the holder, which is of another kind",
            "Name the same party kind in `holder` and `body`.",
        );
    }
    let anyone = sheet.procedure.steps.iter().find(|(_, step)| {
        let mut by = step.by.iter();
        by.any(|actor| sheet.relation(actor) == Some(Relation::Anyone))
            && (!step.from.is_empty() || head.holder_by == crate::procedure::HolderBy::Given)
    });
    if let Some((name, _)) = anyone {
        findings.add(
            sheet.at("step", name),
            "step-anyone",
            "can be taken by anybody in the midst of a case, or about any party",
            "Anybody may only open a case, and only where `holder_by = \"body\"`.",
        );
    }
}

pub(super) fn deadlines_repeat_by_the_clock(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, deadline) in &sheet.procedure.deadlines {
        let step = deadline
            .then
            .as_ref()
            .and_then(|then| sheet.procedure.steps.get(then));
        let stays = step.is_some_and(|step| {
            step.to
                .as_ref()
                .is_none_or(|to| deadline.within_states.contains(to))
        });
        if deadline.repeats && !stays {
            findings.add(
                sheet.at("deadline", name),
                "deadline-repeats",
                "repeats without a step of the clock that lets it go on",
                "Name in `then` a step of the clock that stays in, or leads to, a state in `in`.",
            );
        }
    }
}
