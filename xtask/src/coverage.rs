//! Which duty of which regime is shown by which test: a line for each.
//!
//! A duty counts as covered if a scenario or a test names it. That an element
//! of a scheme names it is told, but proves nothing.

mod duties;
mod shown;

use crate::checkout::Checkout;
use anyhow::Result;
use duties::Duties;
use shown::Shown;
use std::io::IsTerminal;

/// What is asked: the duties in scope, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    InScope,
    All,
}

/// Prints a line for each duty; whether every duty in scope is covered or
/// stands on the list of open ones.
pub(crate) fn print(checkout: &Checkout, wanted: Wanted) -> Result<bool> {
    let duties = Duties::read(checkout)?;
    let shown = Shown::find(checkout)?;
    let (mut covered, mut all) = (0, 0);
    let (red, plain) = if std::io::stdout().is_terminal() {
        ("\x1b[31m", "\x1b[0m")
    } else {
        ("", "")
    };
    for duty in duties
        .iter()
        .filter(|duty| wanted == Wanted::All || duty.in_scope)
    {
        all += 1;
        let tests = shown.tests(&duty.id);
        let head = format!("{:<10} {:<14} {:<12}", duty.id, duty.regime, duty.clause);
        if let Some(first) = tests.first() {
            covered += 1;
            let more = tests.len() - 1;
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {more} more")
            };
            println!("{head} {first}{more}");
        } else {
            let place = match (duties.open(&duty.id), shown.scheme(&duty.id)) {
                (Some(reason), _) => format!("open: {reason}"),
                (None, Some(scheme)) => format!("only in {scheme}"),
                (None, None) => duty.short().to_owned(),
            };
            println!("{red}{head} no test: {place}{plain}");
        }
    }
    let faults = faults(&duties, &shown);
    for fault in &faults {
        println!("{fault}");
    }
    println!("covered {covered} of {all}");
    Ok(faults.is_empty())
}

/// Duties in scope that nothing shows and nobody has explained, open ones that
/// are shown by now, and names of duties that there are not.
fn faults(duties: &Duties, shown: &Shown) -> Vec<String> {
    let mut faults = Vec::new();
    for duty in duties.iter().filter(|duty| duty.in_scope) {
        let tested = !shown.tests(&duty.id).is_empty();
        match (tested, duties.open(&duty.id)) {
            (false, None) => faults.push(format!(
                "{}: no scenario or test names it; add one, or a line with the reason to {}",
                duty.id,
                duties::OPEN
            )),
            (true, Some(_)) => faults.push(format!(
                "{}: is shown by now; take it off {}",
                duty.id,
                duties::OPEN
            )),
            (true, None) | (false, Some(_)) => (),
        }
    }
    let unknown = shown.tested().filter(|(id, _)| !duties.has(id));
    faults.extend(
        unknown.map(|(id, place)| format!("{place}: there is no duty `{id}` in {}", duties::ALL)),
    );
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duty_in_scope_is_shown_by_a_test_or_stands_on_the_open_list() {
        let checkout = Checkout::of_this_build();
        let duties = Duties::read(&checkout).expect("the list of duties can be read");
        let shown = Shown::find(&checkout).expect("the checkout can be read");
        let faults = faults(&duties, &shown);
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    }
}
