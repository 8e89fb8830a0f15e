//! Which duty of which regime is met by what, and shown by which scenario or
//! test: a line for each.
//!
//! A duty counts as covered if a scenario or a test names it. What does it is
//! read from there: the steps that the scenario takes, the part of the program
//! that the test tries.

mod duties;
mod named;
mod played;
mod row;
mod shown;

use crate::checkout::Checkout;
use anyhow::Result;
use duties::Duties;
use row::Row;
use shown::Shown;
use std::io::IsTerminal;

/// In what form the rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Lines,
    Json,
}

/// Prints a row for each duty; whether every duty is covered or stands on the
/// list of open ones, and no open one is covered.
pub(crate) fn print(checkout: &Checkout, form: Form) -> Result<bool> {
    let duties = Duties::read(checkout)?;
    let shown = Shown::find(checkout)?;
    let rows: Vec<Row> = duties
        .iter()
        .map(|d| Row::new(d, &duties, &shown))
        .collect();
    let faults = faults(&duties, &shown);
    match form {
        Form::Json => print!("{}", row::json(&rows, &faults)),
        Form::Lines => {
            print!("{}", row::lines(&rows, std::io::stdout().is_terminal()));
            for fault in &faults {
                println!("{fault}");
            }
            println!("{}", row::sum(&rows));
        }
    }
    Ok(faults.is_empty())
}

/// Duties that nothing shows and nobody has explained, open ones that are
/// shown by now, and names of duties that there are not.
fn faults(duties: &Duties, shown: &Shown) -> Vec<String> {
    let mut faults = duties.faults();
    for duty in duties.iter() {
        let id = &duty.id;
        match (shown.proofs(id).is_empty(), duties.open(id)) {
            (true, None) => faults.push(format!(
                "{id}: no scenario or test names it; add one, or a line with the reason to {}",
                duties::OPEN
            )),
            (false, Some(_)) => faults.push(format!(
                "{id}: is shown by now; take it off {}",
                duties::OPEN
            )),
            (false, None) | (true, Some(_)) => (),
        }
    }
    for (id, proof) in shown.named().filter(|(id, _)| !duties.has(id)) {
        faults.push(format!(
            "{}: there is no duty `{id}` in {}",
            proof.place,
            duties::ALL
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkout::Text;

    const HEAD: &str = "id\tregime\tclause\tduty\n";

    fn duties(ids: &[&str], open: &str) -> Duties {
        let rows: Vec<String> = ids
            .iter()
            .map(|id| format!("{id}\tr\tArt.1\tDuty"))
            .collect();
        let all = format!("{HEAD}{}\n", rows.join("\n"));
        Duties::of(&all, &format!("id\treason\n{open}"), ids.len()).unwrap()
    }

    fn shown(scenarios: &str) -> Shown {
        let path = "schemes/r/2026/scenarios/a.txt".to_owned();
        let text = scenarios.to_owned();
        Shown::of(&[Text { path, text }], &[], &[])
    }

    const ONE: &str = "procedure p\ncase one\n# req: REV-01.1\nd0  office  grant  -> granted\n";

    #[test]
    fn every_duty_is_shown_by_a_test_or_stands_on_the_open_list() {
        let checkout = Checkout::of_this_build();
        let duties = Duties::read(&checkout).expect("the list of duties can be read");
        let shown = Shown::find(&checkout).expect("the checkout can be read");
        let faults = faults(&duties, &shown);
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    }

    #[test]
    fn a_duty_whose_only_scenario_is_removed_is_a_fault() {
        let duties = duties(&["REV-01.1"], "");
        assert_eq!(faults(&duties, &shown(ONE)), [""; 0]);
        let without = ONE.replace("# req: REV-01.1", "");
        let said = faults(&duties, &shown(&without));
        assert!(said[0].starts_with("REV-01.1: no scenario or test names it"));
    }

    #[test]
    fn an_open_duty_is_none_and_one_that_is_shown_is_not_open() {
        let duties = duties(&["REV-01.1"], "REV-01.1\tby hand\n");
        assert_eq!(faults(&duties, &shown("")), [""; 0]);
        let said = faults(&duties, &shown(ONE));
        assert_eq!(
            said,
            ["REV-01.1: is shown by now; take it off docs/coverage-open.tsv"]
        );
    }

    #[test]
    fn a_duty_that_there_is_not_is_told_with_its_place() {
        let duties = duties(&["REV-01.1"], "");
        let both = ONE.replace("REV-01.1", "REV-01.1 REV-99.9");
        let said = faults(&duties, &shown(&both));
        assert!(
            said[0].starts_with("r/2026/a: one: there is no duty `REV-99.9`"),
            "{said:?}"
        );
    }
}
