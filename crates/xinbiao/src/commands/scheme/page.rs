//! `xinbiao scheme page`: a regime as one page.

use super::shelf;
use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use serde_json::{Map, Value};

/// Prints or writes the pages.
///
/// # Errors
///
/// What is wrong with a scheme.
pub(super) fn run(globals: &Globals, which: Option<&str>, write: bool) -> Result<Answer, Trouble> {
    let mut page = Page::new(globals.lang());
    let mut json = Map::new();
    let mut here = globals.clone();
    if write && here.schemes.is_none() && which.is_none() {
        here.schemes = Some(shelf::root(globals)?);
    }
    for shelved in shelf::editions(&here, which)? {
        let text = law::page::page(&shelved.load()?.regime);
        match (write, &shelved.folder) {
            (false, _) => page.line(&text),
            (true, None) => {
                shelf::root(globals)?;
                return Err(Trouble::usage(
                    "随程序发布的制度不能写入，请用 --schemes 指明目录。",
                    "the program's own schemes cannot be written; name a folder with `--schemes DIR`",
                ));
            }
            (true, Some(folder)) => {
                let path = folder.join("page.txt");
                file::write(&path, text.as_bytes())?;
                let shown = path.display();
                page.say(&format!("已写入{shown}"), &format!("Written: {shown}"));
            }
        }
        json.insert(shelved.name, Value::String(text));
    }
    Ok(Answer::new(page.into_text(), json))
}
