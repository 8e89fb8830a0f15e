//! PNG and JPEG: their dimensions from the header, and that nothing follows
//! their end. Pixels are never decoded.

use super::{ContentFault, Kind};

/// The longest side of a picture, in pixels.
const MAX_SIDE: u32 = 20_000;
/// The most pixels of a picture.
const MAX_PIXELS: u64 = 40_000_000;

pub(super) fn png(bytes: &[u8]) -> Result<(), ContentFault> {
    let damaged = |wrong| ContentFault::Damaged {
        kind: Kind::Png,
        wrong,
    };
    let mut rest = bytes.get(8..).unwrap_or_default();
    let mut first = true;
    loop {
        let (head, after) = rest
            .split_first_chunk::<8>()
            .ok_or(damaged(("内容不完整", "it ends too early")))?;
        let [a, b, c, d, name @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let body = after
            .get(..length)
            .ok_or(damaged(("内容不完整", "it ends too early")))?;
        if first {
            let sides = body
                .first_chunk::<8>()
                .filter(|_| &name == b"IHDR" && length == 13);
            let [a, b, c, d, e, f, g, h] =
                *sides.ok_or(damaged(("缺少文件头", "the header is missing")))?;
            size(
                Kind::Png,
                u32::from_be_bytes([a, b, c, d]),
                u32::from_be_bytes([e, f, g, h]),
            )?;
            first = false;
        }
        // Four bytes of check sum follow the body.
        rest = after
            .get(length..)
            .and_then(|after| after.get(4..))
            .ok_or(damaged(("内容不完整", "it ends too early")))?;
        if &name == b"IEND" {
            return end(Kind::Png, rest);
        }
    }
}

pub(super) fn jpeg(bytes: &[u8]) -> Result<(), ContentFault> {
    let damaged = |wrong| ContentFault::Damaged {
        kind: Kind::Jpeg,
        wrong,
    };
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut sized = false;
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            return Err(damaged(("缺少标记", "a marker is missing")));
        };
        match marker {
            0xFF => rest = &rest[1..],
            0xD9 if sized => return end(Kind::Jpeg, after),
            0xD9 => return Err(damaged(("没有尺寸", "it has no dimensions"))),
            0x01 | 0xD0..=0xD7 => rest = after,
            _ => {
                let length = after
                    .first_chunk::<2>()
                    .map_or(0, |length| usize::from(u16::from_be_bytes(*length)));
                let body = after
                    .get(2..length)
                    .ok_or(damaged(("内容不完整", "it ends too early")))?;
                if is_frame(*marker) {
                    let [_, a, b, c, d, ..] = *body else {
                        return Err(damaged(("文件头过短", "the header is short")));
                    };
                    let (height, width) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
                    size(Kind::Jpeg, width.into(), height.into())?;
                    sized = true;
                }
                rest = after.get(length..).unwrap_or_default();
                if *marker == 0xDA {
                    rest = after_scan(rest);
                }
            }
        }
    }
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// What follows the compressed data of a scan: in it, FF stands only before
/// zero or a restart mark.
fn after_scan(bytes: &[u8]) -> &[u8] {
    let next = bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7));
    next.map_or(&[], |at| &bytes[at..])
}

fn size(kind: Kind, width: u32, height: u32) -> Result<(), ContentFault> {
    if width == 0 || height == 0 {
        return Err(ContentFault::Damaged {
            kind,
            wrong: ("边长为零", "a side has no pixels"),
        });
    }
    if MAX_SIDE < width.max(height) || MAX_PIXELS < u64::from(width) * u64::from(height) {
        return Err(ContentFault::Pixels { width, height });
    }
    Ok(())
}

fn end(kind: Kind, rest: &[u8]) -> Result<(), ContentFault> {
    if rest.is_empty() {
        Ok(())
    } else {
        Err(ContentFault::Polyglot {
            kind,
            what: ("文件末尾之后还有内容", "something follows its end"),
        })
    }
}
