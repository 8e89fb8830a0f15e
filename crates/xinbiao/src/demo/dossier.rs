//! The public dossier of a real product, read whole into a test report.

use anyhow::bail;
use evidence::dossier::{DossierFacts, read_dossier};
use evidence::report::{Facts, Laboratory, LaboratoryRole, Product, Standard};
use rust_embed::RustEmbed;
use std::collections::BTreeSet;

/// The product's model.
pub(crate) const MODEL: &str = "Ruuvi Gateway";

#[derive(RustEmbed)]
#[folder = "../../samples/ruuvi-gateway"]
struct Files;

/// The structured report of the dossier, as if the example laboratory had
/// handed in what the maker published.
pub(crate) fn report(
    producer: &str,
    laboratory: (&str, &str),
    tested_on: &str,
) -> anyhow::Result<Vec<u8>> {
    let files: Vec<(String, Vec<u8>)> = Files::iter()
        .filter_map(|name| Some((name.to_string(), Files::get(&name)?.data.into_owned())))
        .collect();
    let about = DossierFacts {
        report: Facts {
            number: "EX-TR-DOSSIER".into(),
            product: Product {
                producer: producer.into(),
                model: MODEL.into(),
                firmware: "1.0.0".into(),
            },
            standard: Standard {
                id: "ETSI EN 303 645".into(),
                edition: "V3.1.3".into(),
            },
            laboratories: vec![Laboratory {
                name: laboratory.1.into(),
                code: laboratory.0.into(),
                role: LaboratoryRole::ThirdParty,
            }],
            tested_from: tested_on.parse()?,
            tested_to: tested_on.parse()?,
            samples: 1,
            penetration: None,
        },
        expected: BTreeSet::new(),
    };
    match read_dossier(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
        about,
    ) {
        Ok(dossier) => Ok(dossier.to_report().to_json().into_bytes()),
        Err(faults) => bail!(
            "{}",
            faults
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        ),
    }
}
