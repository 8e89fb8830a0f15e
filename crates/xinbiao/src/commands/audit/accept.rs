//! `xinbiao audit --accept-head`: a new head in the place of one that was
//! lost, once everything else was found to agree.
//!
//! A head that is there is never replaced: a database that is behind it is an
//! older copy, and accepting that would hide what is missing.

use crate::trouble::Trouble;
use office::audit::{Report, Rule};
use office::folder::Folder;
use office::opening::Setup;
use office::signed;
use proof::key::SigningKey;
use std::fs;
use store::engine::Engine;
use store::error::StoreError;
use store::headfile::{Head, HeadFile};

/// The lock on the head file whose head is missing.
///
/// # Errors
///
/// That it holds a head, or that an office is open.
pub(super) fn vacant(setup: &Setup) -> Result<HeadFile, Trouble> {
    let file = HeadFile::open(&setup.folder.join("head"))?;
    if file.read()?.is_some() {
        return Err(Trouble::input(
            "文件 head 中有已签名的链头，无须也不得另行确认。",
            "the file `head` holds a signed head: there is nothing to accept",
        ));
    }
    Ok(file)
}

/// Signs the head that the database holds, if the audit found nothing but
/// that the file is without one.
///
/// # Errors
///
/// That something else was found, or that the head cannot be written.
pub(super) fn accept(setup: &Setup, report: &Report, mut file: HeadFile) -> Result<(), Trouble> {
    let other = report
        .findings
        .iter()
        .find(|finding| finding.rule != Rule::HeadFile);
    if let Some(other) = other {
        return Err(Trouble::input(
            format!("除缺少链头外还有不符（{other}），不能确认；请先恢复备份。"),
            format!(
                "more than the head is wrong ({other}), so it is not accepted; restore the backup"
            ),
        ));
    }
    let folder = Folder::open(&setup.folder, setup.database.as_deref())?;
    let head = head(setup, &folder)?;
    // Twice, because the file keeps two: neither may be left torn.
    file.write(&head)?;
    file.write(&head)?;
    Ok(())
}

fn head(setup: &Setup, folder: &Folder) -> Result<Head, Trouble> {
    let path = folder.root().join("keys/log.key");
    let text = fs::read_to_string(&path).map_err(|error| Trouble::file(&path, &error))?;
    let key: SigningKey = text.trim().parse().map_err(unsound)?;
    let mut engine = Engine::open_reader(&folder.database())?;
    Ok(signed::of_database(&mut engine, &setup.origin, &key)?)
}

fn unsound(why: impl std::fmt::Display) -> Trouble {
    StoreError::Unsound(why.to_string()).into()
}
