//! Finds the QR codes of a picture and compares what they say.
//!
//! The decoder tries every triple of finder patterns, so a picture full of
//! them would keep it busy for hours. They are counted first.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};
use rqrr::PreparedImage;

use crate::finding::{Finding, quoted};

/// The longer side of the picture that is searched, in pixels. Larger ones
/// are reduced by a whole factor.
const SEARCH_SIDE: usize = 2600;
/// The most finder patterns that are tried. A code has three.
const MAX_FINDERS: usize = 24;

/// A picture in black and white.
struct Bitmap {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Bitmap {
    fn at(&self, x: usize, y: usize) -> bool {
        x < self.width
            && y < self.height
            && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }
}

/// Findings on the codes of `picture`, none if there is exactly one kind of
/// code and it says `expected`.
pub(super) fn compare(picture: &Pixmap, expected: &str) -> Vec<Finding> {
    let bitmap = reduce(picture);
    if MAX_FINDERS < finders(&bitmap) {
        return vec![Finding::look(
            "qr-crowded",
            "图中类似二维码的图形过多，程序无法识别。请人工扫描核对，或只上传单个标识的图样。",
            "The picture has too many shapes like those of QR codes. Scan it by hand, or upload the artwork of one label only.",
        )];
    }
    let mut image =
        PreparedImage::prepare_from_bitmap(bitmap.width, bitmap.height, |x, y| bitmap.at(x, y));
    let texts: Vec<String> = image
        .detect_grids()
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect();
    if texts.is_empty() {
        return vec![Finding::fault(
            "qr-unreadable",
            "未能读出二维码。请检查二维码是否完整、四周留白是否不少于四个模块、分辨率是否不低于 300 dpi，然后重新上传。",
            "No QR code could be read. See that it is whole, has four modules of empty margin on every side and at least 300 dots per inch, and upload it again.",
        )];
    }
    let other = texts
        .iter()
        .find(|text| *text != expected)
        .map(|text| quoted(text));
    let is_there = texts.iter().any(|text| text == expected);
    other
        .map(|other| {
            if is_there {
                another(&other)
            } else {
                differs(&other, expected)
            }
        })
        .into_iter()
        .collect()
}

fn another(other: &str) -> Finding {
    Finding::look(
        "qr-another",
        format!("图中还有另一个二维码，内容为“{other}”。请确认其用途，避免与备案信息码混淆。"),
        format!(
            "There is another QR code, which says `{other}`. Make sure that it cannot be taken for the filing information code."
        ),
    )
}

fn differs(other: &str, expected: &str) -> Finding {
    let expected = quoted(expected);
    Finding::fault(
        "qr-differs",
        format!("二维码内容为“{other}”，应为“{expected}”。请使用本次备案的备案信息码。"),
        format!(
            "The QR code says `{other}`; it must say `{expected}`. Use the code of this filing."
        ),
    )
}

/// The picture on white paper, in black and white, no larger than
/// [`SEARCH_SIDE`].
fn reduce(picture: &Pixmap) -> Bitmap {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let factor = width.max(height).div_ceil(SEARCH_SIDE).max(1);
    let (width, height) = (width / factor, height / factor);
    let pixels = picture.pixels();
    let stride = picture.width() as usize;
    let mut dark = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut sum = 0;
            for row in 0..factor {
                let start = (y * factor + row) * stride + x * factor;
                sum += pixels
                    .get(start..start + factor)
                    .unwrap_or(&[])
                    .iter()
                    .map(brightness)
                    .sum::<usize>();
            }
            dark.push(sum < 128 * factor * factor);
        }
    }
    Bitmap {
        width,
        height,
        dark,
    }
}

/// Brightness on white paper, 0 to 255.
fn brightness(pixel: &PremultipliedColorU8) -> usize {
    let light = usize::from(pixel.red()) * 54
        + usize::from(pixel.green()) * 183
        + usize::from(pixel.blue()) * 19;
    light / 256 + usize::from(u8::MAX - pixel.alpha())
}

/// How many places look like a finder pattern both along their row and along
/// their column. Counts up to a little over [`MAX_FINDERS`] only.
fn finders(bitmap: &Bitmap) -> usize {
    let mut centres: Vec<(usize, usize, usize)> = Vec::new();
    for y in 0..bitmap.height {
        for (x, width) in row_patterns(bitmap, y) {
            let near = |(cx, cy, size): &(usize, usize, usize)| {
                cx.abs_diff(x) <= *size && cy.abs_diff(y) <= *size
            };
            if !centres.iter().any(near) && is_crossed(bitmap, x, y, width) {
                centres.push((x, y, width));
                if MAX_FINDERS < centres.len() {
                    return centres.len();
                }
            }
        }
    }
    centres.len()
}

/// Runs of 1:1:3:1:1 in a row: the centre of each and the width of its middle
/// run.
fn row_patterns(bitmap: &Bitmap, y: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut runs = [0_usize; 5];
    let mut start = 0;
    for x in 1..=bitmap.width {
        if x < bitmap.width && bitmap.at(x, y) == bitmap.at(start, y) {
            continue;
        }
        runs.rotate_left(1);
        runs[4] = x - start;
        if bitmap.at(start, y) && is_finder(runs) {
            found.push((x - runs[4] - runs[3] - runs[2].div_ceil(2), runs[2]));
        }
        start = x;
    }
    found
}

/// Whether five runs are as 1:1:3:1:1, within three quarters of a module.
fn is_finder(runs: [usize; 5]) -> bool {
    let total: usize = runs.iter().sum();
    // Lengths times 28, so that a module is 4 × total and there are no
    // fractions.
    let module = total * 4;
    runs.iter().all(|run| 0 < *run)
        && runs
            .iter()
            .zip([1, 1, 3, 1, 1])
            .all(|(run, share)| (run * 28).abs_diff(share * module) <= module * 3 / 4)
}

/// Whether the column through the centre has runs as of a finder, too.
fn is_crossed(bitmap: &Bitmap, x: usize, y: usize, middle: usize) -> bool {
    let limit = middle * 4;
    let upward = |step: usize| y.checked_sub(step).map(|y| bitmap.at(x, y));
    let downward = |step: usize| (y + step < bitmap.height).then(|| bitmap.at(x, y + step));
    let (up, down) = (arm(upward, limit), arm(downward, limit));
    let runs = [
        up[2],
        up[1],
        (up[0] + down[0]).saturating_sub(1),
        down[1],
        down[2],
    ];
    bitmap.at(x, y) && is_finder(runs)
}

/// Lengths of the first three runs from a centre outwards: dark, light, dark.
fn arm(pixel: impl Fn(usize) -> Option<bool>, limit: usize) -> [usize; 3] {
    let mut runs = [0_usize; 3];
    let mut step = 0;
    for (index, run) in runs.iter_mut().enumerate() {
        while step <= limit && pixel(step) == Some(index % 2 == 0) {
            *run += 1;
            step += 1;
        }
    }
    runs
}
