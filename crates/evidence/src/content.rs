//! Says what an uploaded file is, by its content, and refuses what could do
//! harm. It looks only: it never unpacks, renders or follows anything, and
//! its cost is linear in the bytes it is given.

mod archive;
mod fault;
mod image;
mod kind;
mod name;
mod pdf;
mod svg;
mod text;

pub use fault::ContentFault;
pub use kind::Kind;
pub use name::check_name;

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    pub kind: Kind,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// What a reviewer should know; sentences.
    pub remarks: Vec<String>,
}

/// Inspects a whole file of the given name. The kind is found by content; the
/// ending of the name must agree with it, and the kind must be `allowed`.
///
/// # Errors
///
/// [`ContentFault`]: the first thing that is wrong, and what to do.
pub fn inspect(
    name: &str,
    bytes: &[u8],
    allowed: &[Kind],
    max_bytes: u64,
) -> Result<Inspected, ContentFault> {
    check_name(name)?;
    let size = bytes.len() as u64;
    if size == 0 {
        return Err(ContentFault::Empty);
    }
    if max_bytes < size {
        return Err(ContentFault::TooLarge {
            bytes: size,
            max: max_bytes,
        });
    }
    let named = Kind::of_name(name).ok_or_else(|| ContentFault::UnknownEnding {
        allowed: allowed.to_vec(),
    })?;
    let kind = kind::of_content(bytes, named)?;
    if kind != named {
        return Err(ContentFault::Disagrees { named, kind });
    }
    if !allowed.contains(&kind) {
        return Err(ContentFault::NotAllowed {
            kind,
            allowed: allowed.to_vec(),
        });
    }
    let remarks = match kind {
        Kind::Pdf => pdf::inspect(bytes)?,
        Kind::Png => image::png(bytes).map(|()| Vec::new())?,
        Kind::Jpeg => image::jpeg(bytes).map(|()| Vec::new())?,
        Kind::Zip => archive::inspect(bytes).map(|()| Vec::new())?,
        Kind::Svg | Kind::Json | Kind::Csv | Kind::Text | Kind::Markdown | Kind::Toml => {
            text::inspect(kind, bytes)?
        }
    };
    Ok(Inspected {
        kind,
        bytes: size,
        remarks,
    })
}
