//! One small change of a table.

use toml::{Table, Value};

/// What is done at a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edit {
    /// The key is left out.
    Drop,
    /// One entry of a list is left out.
    DropEntry(usize),
    /// One entry of a list is another.
    SetEntry(usize, String),
    /// The value is another.
    Set(Value),
    /// Two keys of one table have each other's values.
    Swap(String),
}

/// Changes what stands at `path`; nothing if there is nothing.
pub(super) fn apply(table: &mut Table, path: &[String], edit: &Edit) -> Option<()> {
    let (last, above) = path.split_last()?;
    let mut at = table;
    for key in above {
        at = at.get_mut(key)?.as_table_mut()?;
    }
    match edit {
        Edit::Drop => {
            at.remove(last)?;
        }
        Edit::Set(value) => {
            at.insert(last.clone(), value.clone());
        }
        Edit::Swap(other) => {
            let (one, two) = (at.get(last)?.clone(), at.get(other)?.clone());
            at.insert(last.clone(), two);
            at.insert(other.clone(), one);
        }
        Edit::DropEntry(index) => {
            let list = at.get_mut(last)?.as_array_mut()?;
            if list.len() <= *index {
                return None;
            }
            list.remove(*index);
        }
        Edit::SetEntry(index, text) => {
            let list = at.get_mut(last)?.as_array_mut()?;
            *list.get_mut(*index)? = Value::String(text.clone());
        }
    }
    Some(())
}
