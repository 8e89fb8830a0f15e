//! An imagined amendment of the label measures: the shipped edition, with a
//! dozen changes such as a new edition would bring.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test may fail by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// File, words that stand in it, words in their place.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "regime.toml",
        "edition  = \"2026-07\"",
        "edition  = \"2027-01\"",
    ),
    ("regime.toml", "= 2026-07-01", "= 2027-01-01"),
    // A status gets another name.
    ("regime.toml", "[status.refiling]", "[status.renewal]"),
    ("filing.toml", "entry = \"refiling\"", "entry = \"renewal\""),
    // A shorter and a longer term.
    (
        "filing.toml",
        "in = [\"correction\"]\nwithin = \"20 working days\"",
        "in = [\"correction\"]\nwithin = \"15 working days\"",
    ),
    (
        "filing.toml",
        "quote = \"20个工作日\"\n\n# The clock of Article 9",
        "quote = \"15个工作日\"\n\n# The clock of Article 9",
    ),
    (
        "law/practice.md",
        "申请人自收到补正通知之日起有20个工作日",
        "申请人自收到补正通知之日起有15个工作日",
    ),
    (
        "law/practice.md",
        "The applicant has 20 working days",
        "The applicant has 15 working days",
    ),
    (
        "filing.toml",
        "within = \"5 working days\"\nwarn = [\"1 working day\"]",
        "within = \"8 working days\"\nwarn = [\"1 working day\"]",
    ),
    // A new material and a new field, both demanded at submission.
    (
        "filing.toml",
        "declaration    = {",
        "components     = { zh = \"软件物料清单\", en = \"Software bill of materials\", types = [\"json\"], max_mib = 8, basis = \"measures/8.2\" }\ndeclaration    = {",
    ),
    (
        "filing.toml",
        "contact        = {",
        "reporting      = { zh = \"漏洞报告渠道\", en = \"Channel for reporting vulnerabilities\", kind = \"text\", max = 120, basis = \"measures/8.1\", sample = \"security@producer.example\" }\ncontact        = {",
    ),
    (
        "filing.toml",
        "needs = [\"report-data\", ",
        "needs = [\"report-data\", \"components\", ",
    ),
    (
        "filing.toml",
        "\"support-until\", \"contact\"]",
        "\"support-until\", \"reporting\", \"contact\"]",
    ),
    (
        "filing.toml",
        "\"contact\", \"replaces\"]",
        "\"reporting\", \"contact\", \"replaces\"]",
    ),
    // A stricter guard, another one for the decision, and a ground less.
    (
        "filing.toml",
        "kind = \"recent\", field = \"tested-on\", within = \"1 year\"",
        "kind = \"recent\", field = \"tested-on\", within = \"30 days\"",
    ),
    (
        "filing.toml",
        "guards = [\"no-bar\", \"lab-no-bar\", \"pen-no-bar\", \"one-filing\"]",
        "guards = [\"tested-recent\", \"no-bar\", \"lab-no-bar\", \"pen-no-bar\", \"one-filing\"]",
    ),
    (
        "filing.toml",
        "\"support-end\", \"other\"]",
        "\"support-end\"]",
    ),
    // A decision on refusals is not proposed any more: the state is gone.
    (
        "filing.toml",
        "refusing    = { zh = \"拟不予备案，待决定\", en = \"Closing without filing proposed\" }\n",
        "",
    ),
];

/// The folder of the label regime as it is shipped.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/label/2026-07")
}

/// Writes both editions below `root`; gives the folder of the new one.
pub fn write(root: &Path) -> PathBuf {
    copy(&shipped(), &root.join("label/2026-07"));
    let new = root.join("label/2027-01");
    copy(&shipped(), &new);
    for (file, old, with) in CHANGES {
        let path = new.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} does not say `{old}` any more");
        fs::write(&path, text.replace(old, with)).unwrap();
    }
    new
}

/// A copy of a folder, without what is made from it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let path = item.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
