//! What example organisations are called: their province, that they are an
//! example, and a word that tells them apart or what they are.

use super::places::province;
use std::collections::BTreeSet;

/// Plain words that tell companies apart, in both languages.
const WORDS: [(&str, &str); 24] = [
    ("青松", "Pine"),
    ("白鹭", "Egret"),
    ("红枫", "Maple"),
    ("蓝桥", "Bluebridge"),
    ("石榴", "Pomegranate"),
    ("海棠", "Crabapple"),
    ("北斗", "Dipper"),
    ("南山", "Southhill"),
    ("东湖", "Eastlake"),
    ("西溪", "Westbrook"),
    ("金桂", "Osmanthus"),
    ("银杏", "Ginkgo"),
    ("晨星", "Morningstar"),
    ("晚霞", "Afterglow"),
    ("清泉", "Spring"),
    ("高原", "Plateau"),
    ("平川", "Plain"),
    ("远帆", "Sail"),
    ("近水", "Waterside"),
    ("春雨", "Rain"),
    ("秋实", "Harvest"),
    ("夏荷", "Lotus"),
    ("冬青", "Holly"),
    ("云杉", "Spruce"),
];

/// What kinds of organisations are called, by a word in the name of the kind:
/// the first that fits.
const FORMS: [(&str, &str, &str); 11] = [
    ("实验室", "检测技术有限公司", "Testing"),
    ("检测", "检测技术有限公司", "Testing"),
    ("认证机构", "认证有限公司", "Certification"),
    ("服务机构", "安全服务有限公司", "Security Services"),
    ("第三方机构", "安全评价有限公司", "Evaluation"),
    ("评估机构", "安全评估有限公司", "Assessment"),
    ("代理", "代理服务有限公司", "Agents"),
    ("生产者", "智能设备有限公司", "Devices"),
    ("提供者", "信息技术有限公司", "Technology"),
    ("企业", "网络科技有限公司", "Networks"),
    ("相对人", "电子科技有限公司", "Electronics"),
];

/// The names that were given, so that no two parties have the same.
#[derive(Debug, Default)]
pub(crate) struct Names {
    given: BTreeSet<String>,
    turn: usize,
}

impl Names {
    /// A name in both languages for a new party of a kind, of which there can be
    /// many if it is `pooled`.
    pub(crate) fn of(
        &mut self,
        (kind_zh, kind_en): (&str, &str),
        region: &str,
        pooled: bool,
    ) -> (String, String) {
        let (zh, en) = province(region);
        let (kind_zh, kind_en) = (short(kind_zh), short(kind_en));
        let form = FORMS.iter().find(|(word, ..)| kind_zh.contains(word));
        for round in 1.. {
            let (name_zh, name_en) = match form.filter(|_| pooled) {
                Some((_, form_zh, form_en)) => {
                    let (word_zh, word_en) = self.word(round);
                    (
                        format!("{zh}示例{word_zh}{form_zh}"),
                        format!("{en} Example {word_en} {form_en}"),
                    )
                }
                None if round == 1 => (
                    format!("{zh}示例{kind_zh}"),
                    format!("{en} Example {kind_en}"),
                ),
                None => (
                    format!("{zh}示例{kind_zh}（{}）", numeral(round)),
                    format!("{en} Example {kind_en} {round}"),
                ),
            };
            if self.given.insert(name_zh.clone()) {
                return (name_zh, name_en.trim().to_owned());
            }
        }
        unreachable!("some number is free")
    }

    /// The next word; two where single ones have been tried already.
    fn word(&mut self, round: usize) -> (String, String) {
        let count = WORDS.len();
        let (zh, en) = word(self.turn);
        self.turn += 1;
        if round <= count {
            return (zh.to_owned(), en.to_owned());
        }
        let (more_zh, more_en) = WORDS[(self.turn + round / count) % count];
        (format!("{zh}{more_zh}"), format!("{en} {more_en}"))
    }
}

/// The plain word of one company among others of the same kind, in both
/// languages.
pub(crate) fn word(at: usize) -> (&'static str, &'static str) {
    WORDS[at % WORDS.len()]
}

/// A number below a hundred as it stands in the name of an authority.
fn numeral(number: usize) -> String {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", ONES[tens % 10]),
    };
    format!("{tens}{}", ONES[number % 10])
}

/// A kind without what is added to its name.
fn short(text: &str) -> &str {
    let end = text.find(['（', '、', '(', ',']).unwrap_or(text.len());
    text[..end].trim()
}
