//! Reads a report from a folder, a table or JSON, and says what was in it.

use super::laboratory;
use crate::file;
use crate::trouble::Trouble;
use case::wording::words;
use evidence::dossier::{
    DossierFacts, EN_303_645_V3_1_3, MAX_ALL_BYTES, MAX_FILE_BYTES, MAX_FILES, Remark, read_dossier,
};
use evidence::fault::Fault;
use evidence::read::{self, MAX_BYTES};
use evidence::report::{Day, Facts, Laboratory, Product, Provision, Standard, TestReport};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is true of a report as a whole, where the source does not say it.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct About {
    /// Number under which the laboratory keeps the report
    #[arg(long, value_name = "NUMBER")]
    pub(crate) report_number: Option<String>,
    /// Name of the producer
    #[arg(long, value_name = "NAME")]
    pub(crate) producer: Option<String>,
    /// Model that was tested
    #[arg(long)]
    pub(crate) model: Option<String>,
    /// Version of the firmware on the samples
    #[arg(long, value_name = "VERSION")]
    pub(crate) firmware: Option<String>,
    /// Laboratory, with its code, its name and its role: own, third-party or penetration
    #[arg(long = "laboratory", value_name = "CODE:NAME:ROLE", value_parser = laboratory)]
    pub(crate) laboratories: Vec<Laboratory>,
    /// First day of testing; none: the last
    #[arg(long, value_name = "DATE")]
    pub(crate) tested_from: Option<Day>,
    /// Last day of testing
    #[arg(long, value_name = "DATE")]
    pub(crate) tested_to: Option<Day>,
    /// Standard
    #[arg(long, default_value = "ETSI EN 303 645", value_name = "ID")]
    pub(crate) standard: String,
    /// Edition of the standard
    #[arg(long, default_value = "V3.1.3", value_name = "EDITION")]
    pub(crate) standard_edition: String,
    /// Samples that were tested
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) samples: u32,
}

/// A report, and what it was made of.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) report: TestReport,
    pub(crate) ixits: Option<usize>,
    pub(crate) groups: Option<usize>,
    pub(crate) remarks: Vec<Remark>,
}

/// Reads a report.
///
/// # Errors
///
/// Everything that is wrong with the source, or what is missing beside it.
pub(crate) fn read(source: &Path, about: &About) -> Result<Read, Trouble> {
    if source.is_dir() {
        return dossier(source, facts(about)?);
    }
    let name = file::name(source).to_ascii_lowercase();
    let bytes = file::read(source, MAX_BYTES as u64)?;
    let report = if name.ends_with(".csv") {
        read::read_csv(&bytes, facts(about)?)
    } else if name.ends_with(".json") {
        read::read_json(&bytes)
    } else {
        return Err(Trouble::usage(
            "只能导入Markdown目录、CSV或者JSON文件。",
            "name a folder of Markdown, a .csv or a .json file",
        ));
    };
    let report = report.map_err(|found| faults(source, &found))?;
    Ok(Read {
        report,
        ixits: None,
        groups: None,
        remarks: Vec::new(),
    })
}

fn dossier(folder: &Path, facts: Facts) -> Result<Read, Trouble> {
    let files = markdown(folder)?;
    let expected = expected(&facts);
    let about = DossierFacts {
        report: facts,
        expected,
    };
    let texts = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let dossier = read_dossier(texts, about).map_err(|found| faults(folder, &found))?;
    Ok(Read {
        report: dossier.to_report(),
        ixits: Some(dossier.ixits.len()),
        groups: Some(dossier.groups.len()),
        remarks: dossier.remarks,
    })
}

/// The provisions of which a dossier for this standard should have a group.
fn expected(facts: &Facts) -> BTreeSet<Provision> {
    let known = facts.standard.id == "ETSI EN 303 645" && facts.standard.edition == "V3.1.3";
    let all = EN_303_645_V3_1_3.iter().filter(|_| known);
    all.filter_map(|number| number.parse().ok()).collect()
}

/// The Markdown files of a folder, by name; no more than a dossier may have.
fn markdown(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let items = fs::read_dir(folder).map_err(|error| Trouble::file(folder, &error))?;
    let mut paths: Vec<PathBuf> = items
        .flatten()
        .map(|item| item.path())
        .filter(|path| ends_in_md(path))
        .collect();
    paths.sort();
    let mut files = Vec::new();
    let mut left = MAX_ALL_BYTES as u64;
    for path in paths.iter().take(MAX_FILES + 1) {
        // One byte more than a file may have is let through, so that the
        // reader can say which file is too large.
        let bytes = file::read(path, left.min(MAX_FILE_BYTES as u64 + 1))?;
        left = left.saturating_sub(bytes.len() as u64);
        files.push((file::name(path), bytes));
    }
    Ok(files)
}

fn ends_in_md(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
        && path.is_file()
}

fn facts(about: &About) -> Result<Facts, Trouble> {
    let mut missing = Vec::new();
    let mut text = |value: &Option<String>, option: &'static str| {
        if value.is_none() {
            missing.push(option);
        }
        value.clone().unwrap_or_default()
    };
    let number = text(&about.report_number, "--report-number");
    let producer = text(&about.producer, "--producer");
    let model = text(&about.model, "--model");
    let firmware = text(&about.firmware, "--firmware");
    if about.laboratories.is_empty() {
        missing.push("--laboratory");
    }
    let Some(tested_to) = about.tested_to.filter(|_| missing.is_empty()) else {
        if about.tested_to.is_none() {
            missing.push("--tested-to");
        }
        let missing = missing.join(" ");
        return Err(Trouble::usage(
            format!("材料本身没有写明，请补充：{missing}"),
            format!("the source does not say it itself; add: {missing}"),
        ));
    };
    Ok(Facts {
        number,
        product: Product {
            producer,
            model,
            firmware,
        },
        standard: Standard {
            id: about.standard.clone(),
            edition: about.standard_edition.clone(),
        },
        laboratories: about.laboratories.clone(),
        tested_from: about.tested_from.unwrap_or(tested_to),
        tested_to,
        samples: about.samples,
        penetration: None,
    })
}

fn faults(source: &Path, found: &[Fault]) -> Trouble {
    Trouble::faults_in_both(
        source.display().to_string(),
        found
            .iter()
            .map(|fault| words(fault.zh(), fault.to_string())),
    )
}
