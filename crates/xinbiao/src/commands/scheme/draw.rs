//! `xinbiao scheme draw`: a procedure as a picture.

use super::shelf;
use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use law::name::ProcedureName;
use serde_json::json;
use std::path::Path;

/// Draws the procedure.
///
/// # Errors
///
/// That there is none of the name.
pub(super) fn run(
    globals: &Globals,
    procedure: &str,
    edition: Option<&str>,
    output: &Path,
) -> Result<Answer, Trouble> {
    let name = ProcedureName::from(procedure);
    for shelved in shelf::editions(globals, edition)? {
        let loaded = shelved.load()?;
        let Some(found) = loaded.regime.procedures.get(&name) else {
            continue;
        };
        let svg = law::draw::svg(&loaded.regime, found, globals.lang().is_zh());
        file::write(output, svg.as_bytes())?;
        let mut page = Page::new(globals.lang());
        let shown = output.display();
        page.say(&format!("已写入{shown}"), &format!("Written: {shown}"));
        let json = json!({"edition": shelved.name, "procedure": procedure, "file": output, "bytes": svg.len()});
        return Ok(Answer::new(page.into_text(), json));
    }
    Err(Trouble::usage(
        format!("没有程序“{procedure}”，请核对名称。"),
        format!("there is no procedure `{procedure}`; compare the name"),
    ))
}
