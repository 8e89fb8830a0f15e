//! What the filings of the story hand in: the form and the papers.

use super::dossier;
use super::papers::{self, Tested};
use super::plans::Manner;
use super::story::{Filing, Story, after};
use anyhow::{Context, bail};
use case::case::Case;
use case::value::Value;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

impl Story<'_> {
    pub(super) fn form(&self, filing: &Filing, day: Date) -> BTreeMap<law::name::FieldName, Value> {
        let manner = filing.plan.manner;
        let own = manner == Manner::OwnLaboratory;
        let level = match manner {
            Manner::Leading => "leading",
            Manner::Enhanced | Manner::Overclaims => "enhanced",
            _ => "basic",
        };
        let gateway = manner == Manner::Dossier || filing.at % 4 == 3;
        let laboratory = if own {
            &filing.holder
        } else {
            &self.cast.laboratories[filing.at % 4]
        };
        let tested = after(day, -16).to_string();
        let support = if manner == Manner::ShortSupport {
            after(day, 100)
        } else {
            date(2032, 12, 31)
        };
        let mut form = vec![
            (
                "product-name",
                if gateway {
                    "物联网网关"
                } else {
                    "家用智能摄像头"
                }
                .to_owned(),
            ),
            ("model", filing.model.clone()),
            (
                "category",
                if gateway { "gateway" } else { "camera" }.to_owned(),
            ),
            ("level", level.to_owned()),
            ("connected", "yes".to_owned()),
            ("dedicated", "no".to_owned()),
            ("firmware", "1.0.0".to_owned()),
            ("standard", "ETSI EN 303 645 V3.1.3".to_owned()),
            ("laboratory", laboratory.to_string()),
            ("tested-on", tested.clone()),
            ("support-until", support.to_string()),
            ("contact", "示例联系窗口 filing@producer.example".to_owned()),
        ];
        if manner == Manner::Leading {
            form.push(("penetration-laboratory", self.cast.tester.to_string()));
            form.push(("penetration-on", tested));
        }
        if let Some(replaced) = &filing.replaces {
            form.push(("replaces", replaced.clone()));
        }
        form.into_iter()
            .map(|(name, value)| (name.into(), Value::Text(value)))
            .collect()
    }

    pub(super) fn paper(
        &mut self,
        at: usize,
        case: &Case,
        material: &str,
    ) -> anyhow::Result<(String, String, Vec<u8>)> {
        let model = self.filings[at].model.clone();
        let holder = self
            .world
            .party(&self.filings[at].holder)
            .context("the holder")?
            .registration
            .name_zh
            .clone();
        let round = self.filings[at].next.to_string();
        if material == "report-data" {
            return Ok((
                material.to_owned(),
                "report.json".to_owned(),
                self.report(at, case)?,
            ));
        }
        if material == "artwork" {
            let artwork = papers::artwork(self.office, case, &self.world)?;
            return Ok((material.to_owned(), "label.svg".to_owned(), artwork));
        }
        let example = "本文件为演示用示例，不代表真实检测结果。";
        let declared = "本企业声明：申报产品符合所申报等级的要求。（演示用示例）";
        let (title, lines): (&str, Vec<&str>) = match material {
            "report" => (
                "网络安全能力等级检测报告（示例）",
                vec![example, &holder, &model, &round],
            ),
            "declaration" => (
                "产品生产者符合性声明（示例）",
                vec![declared, &holder, &model],
            ),
            "licence" => ("营业执照（示例）", vec![&holder]),
            "own-proof" => ("自有检测实验室能力证明（示例）", vec![&holder]),
            "accreditation" => ("检验检测机构资质认定证书（示例）", vec!["EX-CMA"]),
            "penetration" => ("渗透性测试报告（示例）", vec![&model]),
            "mandate" => ("委托代理文件（示例）", vec![&holder]),
            other => bail!("no such document: {other}"),
        };
        let content = self.papers.pdf(title, &lines)?;
        Ok((material.to_owned(), format!("{material}.pdf"), content))
    }

    fn report(&self, at: usize, case: &Case) -> anyhow::Result<Vec<u8>> {
        let edition = self.office.edition(case)?;
        let category = case.text("category").unwrap_or_default();
        let rule = edition
            .regime
            .reference("category", category)
            .context("the rule")?;
        let name = |code: &str| {
            self.world
                .party_text(code)
                .map(|party| party.registration.name_zh.clone())
                .unwrap_or_default()
        };
        let laboratory = case.text("laboratory").unwrap_or_default();
        let laboratory_name = name(laboratory);
        let producer = name(case.holder.as_str());
        let manner = self.filings[at].plan.manner;
        if manner == Manner::Dossier {
            let tested_on = case.text("tested-on").unwrap_or_default();
            return dossier::report(&producer, (laboratory, &laboratory_name), tested_on);
        }
        let reaches = match manner {
            Manner::Overclaims => "basic",
            _ => case.text("level").unwrap_or_default(),
        };
        let tester_name = name(self.cast.tester.as_str());
        let tested_on = case.text("tested-on").unwrap_or_default();
        let penetration = (manner == Manner::Leading).then_some((
            self.cast.tester.as_str(),
            tester_name.as_str(),
            tested_on,
        ));
        let tested = Tested {
            number: format!("EX-TR-{:04}-{}", at + 1, self.filings[at].next),
            model: case.text("model").unwrap_or_default(),
            producer: &producer,
            laboratory: (laboratory, &laboratory_name),
            own: manner == Manner::OwnLaboratory,
            tested_on,
            reaches,
            penetration,
        };
        papers::report(rule, &tested)
    }
}
