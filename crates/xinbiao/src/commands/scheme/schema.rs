//! `xinbiao scheme schema`: the JSON schema for editors.

use super::shelf;
use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;

/// Prints or writes the schema.
///
/// # Errors
///
/// That it cannot be written.
pub(super) fn run(globals: &Globals, write: bool) -> Result<Answer, Trouble> {
    let text = law::schema::text();
    let schema = law::schema::schema();
    if !write {
        return Ok(Answer::new(text, schema));
    }
    let path = shelf::root(globals)?.join("scheme.schema.json");
    file::write(&path, text.as_bytes())?;
    let mut page = Page::new(globals.lang());
    let shown = path.display();
    page.say(&format!("已写入{shown}"), &format!("Written: {shown}"));
    Ok(Answer::new(page.into_text(), schema))
}
