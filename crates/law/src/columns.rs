//! Columns of text: how wide it is and where its lines may break.

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(sign_width).sum()
}

fn sign_width(sign: char) -> usize {
    match sign {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{33ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' => 2,
        _ => 1,
    }
}

/// Breaks a text into lines of at most `limit` columns: between words, and
/// between Chinese characters, but never before a closing sign.
pub(crate) fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let fits = width(&line) + width(piece.trim_end()) <= limit;
        if !fits && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        let piece = if line.is_empty() {
            piece.trim_start()
        } else {
            piece
        };
        line.push_str(piece);
        while limit < width(line.trim_end()) {
            let cut = cut_at(&line, limit);
            let rest = line.split_off(cut);
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The pieces between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut before: Option<char> = None;
    for (at, sign) in text.char_indices() {
        let wide = sign_width(sign) == 2;
        let breaks = match before {
            None => false,
            Some(' ') => sign != ' ',
            Some(before) => (wide || sign_width(before) == 2) && !closes(sign) && !opens(before),
        };
        if breaks {
            starts.push(at);
        }
        before = Some(sign);
    }
    starts.push(text.len());
    starts
        .windows(2)
        .filter_map(|pair| text.get(*pair.first()?..*pair.last()?))
        .collect()
}

fn closes(sign: char) -> bool {
    "，。、；：）》〕”’！？,.;:)]}%".contains(sign)
}

fn opens(sign: char) -> bool {
    "（《〔“‘([{".contains(sign)
}

/// The byte at which a line that is one long piece is cut.
fn cut_at(line: &str, limit: usize) -> usize {
    let mut columns = 0;
    for (at, sign) in line.char_indices() {
        columns += sign_width(sign);
        if limit < columns && 0 < at {
            return at;
        }
    }
    line.len()
}
