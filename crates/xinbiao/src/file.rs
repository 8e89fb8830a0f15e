//! Files of the machine: never read before their size is known, never
//! overwritten by half.

use crate::trouble::Trouble;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The content of a file of at most `most` bytes. The size is asked for
/// first: what is larger is not read at all (T-UPL-10).
///
/// # Errors
///
/// That it is missing, no file, or too large.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    let about = fs::metadata(path).map_err(|error| Trouble::file(path, &error))?;
    let shown = path.display();
    if !about.is_file() {
        return Err(Trouble::usage(
            format!("“{shown}”不是文件。"),
            format!("`{shown}` is not a file; name one"),
        ));
    }
    if most < about.len() {
        let (bytes, mib) = (about.len(), most >> 20);
        return Err(Trouble::input(
            format!("“{shown}”有{bytes}字节，超过上限{most}字节（{mib} MiB），请缩小或者拆分。"),
            format!(
                "`{shown}` has {bytes} bytes, more than the {most} ({mib} MiB) that are read; make it smaller or split it"
            ),
        ));
    }
    fs::read(path).map_err(|error| Trouble::file(path, &error))
}

/// The text of a file of at most `most` bytes.
///
/// # Errors
///
/// As [`read`], or that it is not UTF-8.
pub(crate) fn read_text(path: &Path, most: u64) -> Result<String, Trouble> {
    String::from_utf8(read(path, most)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let shown = path.display();
        Trouble::input(
            format!("“{shown}”第{at}字节起不是UTF-8文本，请另存为UTF-8。"),
            format!("`{shown}` is not UTF-8 from byte {at} on; save it in UTF-8"),
        )
    })
}

/// Writes a file: beside it first, then under its name.
///
/// # Errors
///
/// Why it cannot be written.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Trouble> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = fs::File::create(beside)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(beside, path));
    written.map_err(|error| {
        // What lies there by half is of no use; that it cannot be removed
        // either is said by the error that is returned.
        let _ = fs::remove_file(beside);
        Trouble::unwritten(path, &error)
    })
}

/// The name of a file, as data.
pub(crate) fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
