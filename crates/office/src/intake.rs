//! Materials come in: looked at, kept, read.

use crate::failure::Failure;
use crate::opening::Office;
use ::evidence::content::{self, Kind};
use ::evidence::fault::Fault;
use ::evidence::report::TestReport;
use artwork::check as artwork_check;
use artwork::finding::Severity;
use case::case::{Case, Document};
use case::command::Supply;
use case::findings::{ArtworkCheck, Findings, Report, Verdict};
use case::refusal::Refusal;
use case::wording::words;
use case::world::World;
use law::form::{Material, Reads};
use law::name::MaterialName;
use std::collections::BTreeMap;

/// A file that somebody hands in.
#[derive(Debug)]
pub struct Upload<'a> {
    pub material: MaterialName,
    /// The file's name: data only, never a path.
    pub name: &'a str,
    pub content: &'a [u8],
}

impl Office {
    /// Looks at files, keeps their contents and reads what can be read. The
    /// contents are kept before anything is recorded; the record then names
    /// them by their digests.
    ///
    /// # Errors
    ///
    /// What is wrong with a file and what to do about it; none is kept then
    /// that comes after it, and nothing is recorded.
    pub fn take_in(
        &self,
        case: &Case,
        world: &World,
        uploads: &[Upload<'_>],
    ) -> Result<Vec<Supply>, Failure> {
        let edition = self.edition(case)?;
        let procedure = edition.procedure(&case.procedure);
        let mut supplies = Vec::new();
        for upload in uploads {
            let material =
                procedure.and_then(|procedure| procedure.materials.get(&upload.material));
            let material = material.ok_or_else(|| Refusal::NoSuchMaterial {
                material: upload.material.clone(),
            })?;
            let kind = inspected(material, upload.name, upload.content)?;
            let findings = match material.reads {
                Some(Reads::Artwork) => {
                    Some(Findings::Artwork(self.look_at(case, world, kind, upload)?))
                }
                Some(Reads::TestReport) | None => findings_of(material, kind, upload.content)?,
            };
            supplies.push(Supply {
                material: upload.material.clone(),
                document: self.kept(material, upload.name, upload.content)?,
                findings,
                evidence: None,
            });
        }
        Ok(supplies)
    }

    /// Looks at a content and keeps it, under the name of its file.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or a failure of the store.
    pub(crate) fn kept(
        &self,
        material: &Material,
        name: &str,
        content: &[u8],
    ) -> Result<Document, Failure> {
        let kind = inspected(material, name, content)?;
        let digests = self.blobs().keep(content)?;
        Ok(Document {
            sha256: digests.sha256,
            sm3: digests.sm3,
            bytes: digests.bytes,
            kind: type_word(kind).to_owned(),
            name: name.to_owned(),
        })
    }

    fn look_at(
        &self,
        case: &Case,
        world: &World,
        kind: Kind,
        upload: &Upload<'_>,
    ) -> Result<ArtworkCheck, Failure> {
        let label = self.label(case, world)?;
        let kind = match kind {
            Kind::Svg => artwork_check::Kind::Svg,
            Kind::Png => artwork_check::Kind::Png,
            _ => artwork_check::Kind::Pdf,
        };
        let findings = artwork_check::check(kind, upload.content, &label.facts);
        let faults = findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Fault);
        let said = self.printed(case)?;
        Ok(ArtworkCheck {
            said,
            faults: faults
                .map(|finding| words(finding.zh, finding.en))
                .collect(),
        })
    }
}

/// The type of a content, if the material admits it.
///
/// # Errors
///
/// What is wrong with the content.
pub(crate) fn inspected(material: &Material, name: &str, content: &[u8]) -> Result<Kind, Failure> {
    let allowed: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| material.types.iter().any(|word| word == type_word(*kind)))
        .collect();
    let most = u64::from(material.max_mib) << 20;
    let inspected = content::inspect(name, content, &allowed, most);
    let inspected = inspected.map_err(|fault| Refusal::MaterialWrong {
        material: words(&material.zh, &material.en),
        why: words(fault.said().zh, fault.said().en),
    })?;
    Ok(inspected.kind)
}

/// What the program reads out of a content by itself, without the case.
///
/// # Errors
///
/// What is wrong in it.
pub(crate) fn findings_of(
    material: &Material,
    kind: Kind,
    content: &[u8],
) -> Result<Option<Findings>, Failure> {
    let wrong = |zh: String, en: String| Refusal::MaterialWrong {
        material: words(&material.zh, &material.en),
        why: words(zh, en),
    };
    match material.reads {
        Some(Reads::TestReport) => brief(kind, content, &wrong)
            .map(Findings::TestReport)
            .map(Some),
        Some(Reads::Artwork) | None => Ok(None),
    }
}

/// The word that schemes use for a type.
fn type_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Pdf => "pdf",
        Kind::Png => "png",
        Kind::Jpeg => "jpeg",
        Kind::Svg => "svg",
        Kind::Json => "json",
        Kind::Csv => "csv",
        Kind::Text => "text",
        Kind::Markdown => "markdown",
        Kind::Zip => "zip",
        Kind::Toml => "toml",
    }
}

/// A test report in brief.
fn brief(
    kind: Kind,
    content: &[u8],
    wrong: &dyn Fn(String, String) -> Refusal,
) -> Result<Report, Failure> {
    if kind != Kind::Json {
        let refusal = wrong(
            "结构化检测报告应当为JSON文件，请用`xinbiao import`转换".into(),
            "the structured report must be JSON; convert a table with `xinbiao import`".into(),
        );
        return Err(refusal.into());
    }
    let report = ::evidence::read::read_json(content).map_err(|faults| {
        let zh: Vec<String> = faults.iter().map(Fault::zh).collect();
        let en: Vec<String> = faults.iter().map(ToString::to_string).collect();
        wrong(
            format!("共{}处错误：{}", faults.len(), zh.join("；")),
            en.join("; "),
        )
    })?;
    report_of(&report).map_err(|why| wrong("检测结束日不是日期".into(), why).into())
}

/// What decisions rest on in a report.
///
/// # Errors
///
/// A date that cannot be read.
pub fn report_of(report: &TestReport) -> Result<Report, String> {
    let facts = &report.facts;
    let verdicts: BTreeMap<String, Verdict> = report
        .provisions()
        .into_iter()
        .filter_map(|provision| {
            Some((
                provision.to_string(),
                verdict(report.verdict_of(provision)?),
            ))
        })
        .collect();
    Ok(Report {
        number: facts.number.clone(),
        model: facts.product.model.clone(),
        standard: format!("{} {}", facts.standard.id, facts.standard.edition),
        laboratories: facts
            .laboratories
            .iter()
            .map(|laboratory| laboratory.code.clone())
            .collect(),
        tested_on: facts
            .tested_to
            .to_string()
            .parse()
            .map_err(|_| format!("`{}` is not a date", facts.tested_to))?,
        cases: u32::try_from(report.items.len()).unwrap_or(u32::MAX),
        verdicts,
        penetration: facts.penetration.as_ref().map(|test| verdict(test.verdict)),
    })
}

fn verdict(verdict: ::evidence::report::Verdict) -> Verdict {
    match verdict {
        ::evidence::report::Verdict::Pass => Verdict::Pass,
        ::evidence::report::Verdict::Fail => Verdict::Fail,
        ::evidence::report::Verdict::Inconclusive => Verdict::Inconclusive,
        ::evidence::report::Verdict::NotApplicable => Verdict::NotApplicable,
    }
}
