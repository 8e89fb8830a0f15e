//! What is wrong with a scheme: all of it at once, one function a rule.
//!
//! The loader has seen to the form of each file; here is asked whether the
//! words mean something together. A rule reports, it never mends.

mod agree;
mod article;
mod bases;
mod binding;
mod clock;
mod count;
mod entry;
mod evidence;
mod eyes;
mod field;
mod figure;
mod finding;
mod guard;
mod head;
mod name;
mod quote;
mod reference;
mod register;
mod retention;
mod shape;
mod sheet;
mod start;
mod step;
mod together;
mod used;
mod wording;

pub(crate) use field::TYPES;
pub(crate) use finding::{Findings, Place};
pub(crate) use sheet::Sheet;

use crate::fault::Fault;
use crate::load::Loaded;
use crate::regime::Regime;

/// The rules that look at the regime as a whole.
const REGIME_RULES: &[fn(&Regime, &mut Findings)] = &[
    head::in_force_from_before_until,
    head::calendar_and_zone_are_known,
    head::actors_fit_their_relation,
    head::names_of_the_program_are_not_taken,
    head::party_kinds_and_roles_exist,
    head::qualifications_and_sanctions_have_their_party_kind,
    head::actors_of_one_body_have_roles_of_their_own,
    wording::both_languages_are_there,
    article::every_basis_is_an_article,
    quote::quotes_occur_in_their_article,
    quote::figures_agree_with_their_quote,
    binding::every_article_is_used_or_listed_as_unused,
    binding::figures_of_the_law_are_in_the_scheme,
    binding::reminders_are_those_of_the_law,
    binding::items_of_lists_have_their_counterpart,
    used::parts_of_the_regime_are_used,
    evidence::kinds_are_of_a_party_and_used,
    evidence::freshness_is_counted_in_days_months_or_years,
    count::listed_audiences_have_readers,
    count::nothing_public_comes_of_the_confidential,
    count::numbers_count_nothing_confidential,
    count::public_registers_count_what_they_show,
    count::statistics_count_what_exists,
    register::register_names_exist,
    register::registers_show_what_is_public_and_nothing_else,
    register::what_is_public_is_shown_somewhere,
    register::registers_know_their_level_testers_and_validity,
    register::blanks_of_notices_are_public,
    retention::every_procedure_is_kept_for_one_term,
    retention::rows_name_procedures_and_count_in_days,
    reference::items_name_their_levels,
    reference::levels_are_a_ladder,
    reference::baseline_items_are_of_the_lowest_level,
    reference::catalogues_have_items,
];

/// The rules that look at one procedure.
const PROCEDURE_RULES: &[fn(&Sheet<'_>, &mut Findings)] = &[
    name::heads_name_what_exists,
    name::steps_name_what_exists,
    name::effects_of_steps_exist,
    name::steps_on_other_cases_name_what_exists,
    name::deadlines_name_what_exists,
    name::guards_name_what_exists,
    name::conditions_name_what_exists,
    name::draws_and_opinions_name_what_exists,
    together::opinions_are_given,
    together::rounds_of_opinions_are_called,
    together::draws_are_of_persons_or_samples,
    together::steps_that_return_name_no_state,
    start::cases_start_as_their_procedure_says,
    together::drives_are_of_the_clock,
    together::cases_wait_for_cases,
    together::grants_say_how_long,
    together::transfers_are_to_a_party_that_can_hold,
    together::bodies_can_be_found,
    shape::computed_fields_are_numbers,
    shape::what_a_value_looks_like_fits_its_kind,
    shape::samples_look_as_they_must,
    together::deadlines_repeat_by_the_clock,
    name::states_name_statuses_that_exist,
    used::parts_of_the_procedure_are_used,
    used::fields_are_taken_and_asked,
    used::what_is_asked_was_taken_before,
    field::kinds_have_their_of_and_no_other,
    field::confidential_is_not_public,
    field::material_types_are_known,
    evidence::materials_name_kinds_that_exist,
    evidence::confidential_procedures_rest_on_none,
    evidence::what_many_cases_rest_on_belongs_to_none,
    field::either_groups_have_more_than_one,
    field::one_article_sets_one_condition,
    guard::parameters_are_those_of_the_kind,
    guard::fields_of_guards_are_of_the_right_kind,
    guard::conditional_fields_have_conditional_guards,
    guard::values_of_guards_are_known,
    guard::materials_of_guards_can_be_read,
    guard::bars_are_of_the_party_in_question,
    guard::no_two_guards_say_the_same,
    guard::qualifications_are_asked_in_their_scope,
    guard::changes_are_guarded_by_what_they_change,
    guard::fields_of_guards_are_asked_for,
    guard::nothing_is_compared_before_it_is_there,
    step::somebody_takes_every_step,
    step::opening_steps_lead_somewhere,
    step::steps_that_stay_have_an_effect,
    step::grounds_are_not_for_the_holder,
    step::case_workers_give_an_account,
    step::holders_state_that_materials_are_true,
    step::holders_can_withdraw,
    step::holders_can_give_up_their_entry,
    step::corrections_are_listed_and_only_they_are_edited,
    step::agents_may_do_what_holders_may,
    clock::clock_steps_are_named_and_bare,
    clock::deadlines_have_one_length,
    clock::deadlines_end_in_steps_of_the_clock,
    clock::deadlines_of_reference_data_resolve,
    clock::extensions_and_pauses_are_bounded,
    clock::warnings_come_before_the_end,
    clock::who_must_act_can_act,
    clock::dates_that_start_a_deadline_can_be_changed,
    entry::entries_need_a_register_and_a_number,
    entry::void_is_final_and_valid_is_not,
    entry::entries_do_not_vanish,
    entry::what_is_valid_can_be_taken_away,
    entry::decisions_on_entries_are_announced,
    entry::what_the_holder_saw_has_an_end,
    eyes::decisions_are_marked,
    eyes::decisions_have_a_second_person,
    eyes::decisions_can_go_both_ways,
    eyes::decisions_give_reasons,
    eyes::review_and_decision_are_apart,
    eyes::drawn_persons_are_drawn_before_they_act,
    eyes::drawn_persons_can_stand_aside,
    agree::submissions_agree,
    agree::proposal_and_decision_name_the_same_grounds,
    agree::what_can_change_is_looked_at_again,
    agree::changes_agree,
    agree::driven_cases_can_be_driven,
];

/// All that is wrong with a regime, in the order of files and lines.
pub fn check(loaded: &Loaded) -> Vec<Fault> {
    let mut findings = Findings::default();
    let regime = &loaded.regime;
    for rule in REGIME_RULES {
        rule(regime, &mut findings);
    }
    for procedure in regime.procedures.values() {
        let sheet = Sheet::new(regime, procedure);
        for rule in PROCEDURE_RULES {
            rule(&sheet, &mut findings);
        }
    }
    findings.into_faults(&loaded.lines)
}
