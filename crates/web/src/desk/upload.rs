//! A file that comes with a form: read piece by piece, never more of it than is
//! allowed (T-DOS-04).

use crate::failure::Failure;
use axum::extract::multipart::{Field, MultipartError};

/// What is wrong with a form that could not be read.
pub(crate) fn broken(error: &MultipartError) -> Failure {
    match error.status().as_u16() {
        413 => Failure::TooLarge,
        _ => Failure::Input(error.body_text()),
    }
}

/// The file in a part of a form, of at most `most` bytes.
///
/// # Errors
///
/// [`Failure::TooLarge`], or what is wrong with the form.
pub(crate) async fn content(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        if most < content.len() + piece.len() {
            return Err(Failure::TooLarge);
        }
        content.extend_from_slice(&piece);
    }
    Ok(content)
}

/// That the form has no file.
pub(crate) fn missing() -> Failure {
    Failure::Input("no file was sent".into())
}
