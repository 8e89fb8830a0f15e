//! Where stories play: scenarios name places of one province, the
//! demonstration moves them to several.

/// The provinces in which a story can play: how a region of the scenarios
/// begins, and how one of the demonstration.
const PLACES: [[(&str, &str); 3]; 4] = [
    [("44", "44"), ("11", "11"), ("35", "35")],
    [("44", "33"), ("11", "31"), ("35", "36")],
    [("44", "51"), ("11", "50"), ("35", "52")],
    [("44", "37"), ("11", "12"), ("35", "41")],
];

/// The names of the provinces, by the first two signs of their codes.
const PROVINCES: [(&str, &str, &str); 13] = [
    ("00", "", "National"),
    ("11", "北京", "Beijing"),
    ("12", "天津", "Tianjin"),
    ("31", "上海", "Shanghai"),
    ("33", "浙江", "Zhejiang"),
    ("35", "福建", "Fujian"),
    ("36", "江西", "Jiangxi"),
    ("37", "山东", "Shandong"),
    ("41", "河南", "Henan"),
    ("44", "广东", "Guangdong"),
    ("50", "重庆", "Chongqing"),
    ("51", "四川", "Sichuan"),
    ("52", "贵州", "Guizhou"),
];

/// The region of a story that plays at `place` instead of where its scenario does.
pub(crate) fn region(region: &str, place: usize) -> String {
    let moved = PLACES[place % PLACES.len()]
        .iter()
        .find_map(|(from, to)| Some(format!("{to}{}", region.strip_prefix(from)?)));
    moved.unwrap_or_else(|| region.to_owned())
}

/// The name of the province in which a region lies, in both languages.
pub(crate) fn province(region: &str) -> (&'static str, &'static str) {
    let found = PROVINCES.iter().find(|(code, ..)| region.starts_with(code));
    found.map_or(("", ""), |(_, zh, en)| (*zh, *en))
}
