//! Refusals in words: what is wrong, on what ground, what to do.

use crate::refusal::Refusal;
use jiff::civil::Date;
use law::form::Words;
use law::name::FieldName;

/// A wording in both languages.
pub type Wording = Words;

/// Makes a wording.
pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Wording {
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}

impl Refusal {
    /// The refusal in words, without its article.
    pub fn wording(&self) -> Wording {
        self.of_names()
            .or_else(|| self.of_form())
            .or_else(|| self.of_materials())
            .or_else(|| self.of_evidence())
            .or_else(|| self.of_persons())
            .or_else(|| self.of_step())
            .or_else(|| self.of_keeping())
            .unwrap_or_else(|| self.of_rest())
    }

    fn of_names(&self) -> Option<Wording> {
        Some(match self {
            Refusal::NoSuchRegime { regime } => words(
                format!("没有现行有效的制度“{regime}”，请核对制度代号和日期。"),
                format!(
                    "no edition of the regime `{regime}` is in force today; compare the name and the date"
                ),
            ),
            Refusal::NoSuchProcedure { procedure } => words(
                format!("该制度没有程序“{procedure}”，请核对程序代号。"),
                format!("the regime has no procedure `{procedure}`; compare its name"),
            ),
            Refusal::NoSuchStep { step } => words(
                format!("该程序没有环节“{step}”，可办环节见办件页。"),
                format!(
                    "this procedure has no step `{step}`; the case lists those that can be taken"
                ),
            ),
            Refusal::NoSuchCase { case } => words(
                format!("没有编号为“{case}”的办件，请核对编号。"),
                format!("there is no case `{case}`; compare the number"),
            ),
            Refusal::NoSuchParty { party } => words(
                format!("主体“{party}”尚未登记，请先登记。"),
                format!("the party `{party}` is not registered; register it first"),
            ),
            Refusal::NoSuchField { field } => words(
                format!("表单没有字段“{field}”，请核对字段名称。"),
                format!("the form has no field `{field}`; compare its name"),
            ),
            Refusal::NoSuchMaterial { material } => words(
                format!("该程序没有材料“{material}”，请核对材料名称。"),
                format!("the procedure has no material `{material}`; compare its name"),
            ),
            Refusal::WrongHolder { holder, kind, .. } => words(
                format!("主体{holder}未登记为{}，不能办理此程序。", kind.zh),
                format!(
                    "{holder} is not registered as a {}; such a case cannot be about it",
                    lowered(&kind.en)
                ),
            ),
            Refusal::NoBody { kind, why } => why.words(kind),
            Refusal::BodySettled { field } => words(
                format!(
                    "“{}”在建立办件时已经确定，不能再改。需要由其他机构办理的，请撤回后重新建立办件。",
                    field.zh
                ),
                format!(
                    "`{}` was settled when the case was opened; withdraw the case and open another one for another body",
                    field.en
                ),
            ),
            _ => return None,
        })
    }

    fn of_form(&self) -> Option<Wording> {
        Some(match self {
            Refusal::FieldNotTaken { field, step } => words(
                format!("“{}”环节不接受字段“{}”。", step.zh, field.zh),
                format!(
                    "the step `{}` does not take the field `{}`",
                    step.en, field.en
                ),
            ),
            Refusal::FieldWrong { field, why, .. } => words(
                format!("“{}”有误：{}。", field.zh, why.zh),
                format!("`{}`: {}", field.en, why.en),
            ),
            Refusal::FieldsMissing { fields, .. } => words(
                format!(
                    "尚缺字段：{}。请补充后再次办理。",
                    list_zh(fields.iter().map(|(_, words)| words))
                ),
                format!(
                    "still missing: {}. Fill in these fields, then try again",
                    list_en(fields.iter().map(|(_, words)| words))
                ),
            ),
            Refusal::FieldClosed { field, state } => words(
                format!("办件处于“{}”，不能修改“{}”。", state.zh, field.zh),
                format!(
                    "`{}` cannot be changed while the case is `{}`",
                    field.en, state.en
                ),
            ),
            Refusal::FieldSealed { field } => words(
                format!(
                    "“{}”属于密封身份信息，本系统目前仅受理匿名方式，请勿填写。",
                    field.zh
                ),
                format!(
                    "`{}` is sealed identity; this installation takes anonymous input only, so leave it empty",
                    field.en
                ),
            ),
            Refusal::TooLong { what, max } => words(
                format!("“{what}”过长，最多{max}个字符。"),
                format!("`{what}` is too long; at most {max} characters"),
            ),
            _ => return None,
        })
    }

    fn of_step(&self) -> Option<Wording> {
        Some(match self {
            Refusal::WrongState { step, state, .. } => words(
                format!("办件处于“{}”，不能办理“{}”。", state.zh, step.zh),
                format!(
                    "a case that is `{}` cannot take the step `{}`",
                    state.en, step.en
                ),
            ),
            Refusal::NotDue { step, .. } => words(
                format!("“{}”的期限尚未届满。", step.zh),
                format!("the term for `{}` has not run out", step.en),
            ),
            Refusal::GroundsMissing { step, grounds, .. } => words(
                format!("办理“{}”须列明事由：{}。", step.zh, list_zh(grounds.iter())),
                format!("`{}` needs a ground: {}", step.en, list_en(grounds.iter())),
            ),
            Refusal::GroundNotListed { ground, step, .. } => words(
                format!("“{ground}”不是“{}”的法定事由。", step.zh),
                format!("`{ground}` is not a ground for `{}`", step.en),
            ),
            Refusal::ReasonsMissing { step, .. } => words(
                format!("办理“{}”须写明理由。", step.zh),
                format!("`{}` needs reasons in words", step.en),
            ),
            Refusal::ChecksMissing { checks, .. } => words(
                format!(
                    "尚未确认：{}。确认后再次办理；不能确认的，请改走补正或者不予通过环节。",
                    list_zh(checks.iter())
                ),
                format!(
                    "not affirmed: {}. Affirm them, or take the step for what is wrong",
                    list_en(checks.iter())
                ),
            ),
            Refusal::StatementMissing { step, .. } => words(
                format!("办理“{}”须由具名人员声明材料真实、准确、完整。", step.zh),
                format!(
                    "`{}` needs a named person's statement that everything is true",
                    step.en
                ),
            ),
            _ => return None,
        })
    }

    fn of_materials(&self) -> Option<Wording> {
        Some(match self {
            Refusal::ListUnknown { name } => words(
                format!("补正清单中的“{name}”既不是字段也不是材料。"),
                format!("`{name}` on the correction list is neither a field nor a material"),
            ),
            Refusal::ListWidened { name, .. } => words(
                format!("补正事项应当一次性告知：首次清单未列“{name}”，不得再行增加。"),
                format!(
                    "corrections are told once and completely: `{name}` was not on the first list and cannot be added"
                ),
            ),
            Refusal::ListMissing { step, .. } => words(
                format!("办理“{}”须一次性列明全部补正事项。", step.zh),
                format!(
                    "`{}` needs the complete list of what is to be corrected",
                    step.en
                ),
            ),
            Refusal::MaterialWrong { material, why } => words(
                format!("材料“{}”有误：{}。", material.zh, why.zh),
                format!("`{}`: {}", material.en, why.en),
            ),
            Refusal::MaterialClosed { material, state } => words(
                format!("办件处于“{}”，不能更换材料“{}”。", state.zh, material.zh),
                format!(
                    "`{}` cannot be replaced while the case is `{}`",
                    material.en, state.en
                ),
            ),
            Refusal::MaterialsMissing { materials, .. } => words(
                format!(
                    "尚缺材料：{}。请补充后再次办理。",
                    list_zh(materials.iter().map(|(_, words)| words))
                ),
                format!(
                    "still missing: {}. Supply them, then try again",
                    list_en(materials.iter().map(|(_, words)| words))
                ),
            ),
            _ => return None,
        })
    }

    fn of_evidence(&self) -> Option<Wording> {
        Some(match self {
            Refusal::NoSuchEvidence { evidence } => words(
                format!("没有编号为“{evidence}”的留存证明，请核对编号。"),
                format!("there is no evidence `{evidence}`; compare the number"),
            ),
            Refusal::EvidenceUnfit {
                material,
                evidence,
                why,
                ..
            } => words(
                format!(
                    "材料“{}”不能使用留存证明{evidence}：{}。",
                    material.zh, why.zh
                ),
                format!(
                    "`{}` cannot be met from {evidence}: {}",
                    material.en, why.en
                ),
            ),
            Refusal::EvidenceNotConsented {
                evidence,
                procedure,
                ..
            } => words(
                format!(
                    "留存证明{evidence}尚未同意用于“{}”，请先由留存主体同意，或者提交文件。",
                    procedure.zh
                ),
                format!(
                    "there is no consent to use {evidence} for `{}`; its party consents first, or hand in a file",
                    procedure.en
                ),
            ),
            Refusal::EvidenceNotGood { evidence, why, .. } => words(
                format!(
                    "留存证明{evidence}{}，不得据以办理；请提交有效的证明或者文件后再次办理。",
                    why.zh
                ),
                format!(
                    "nothing rests on {evidence} any more: {}. Hand in good evidence or a file, then try again",
                    why.en
                ),
            ),
            _ => return None,
        })
    }

    fn of_persons(&self) -> Option<Wording> {
        Some(match self {
            Refusal::NotYours { step, by, .. } => words(
                format!("“{}”环节只能由{}办理。", step.zh, by.zh),
                format!(
                    "only the {} may take the step `{}`",
                    lowered(&by.en),
                    step.en
                ),
            ),
            Refusal::NotConfirmed { party } => words(
                format!("您在主体{party}的成员身份尚未确认或者已停用，请联系该主体管理员。"),
                format!("your membership in {party} is not confirmed; ask its owner"),
            ),
            Refusal::NoMandate { holder, .. } => words(
                format!("没有{holder}对本事项有效的委托，请先提交委托代理文件。"),
                format!(
                    "there is no valid mandate from {holder} for this; have one recorded first"
                ),
            ),
            Refusal::SamePerson { step, earlier, .. } => words(
                format!("“{}”须由办理“{}”以外的另一人办理。", step.zh, earlier.zh),
                format!(
                    "`{}` must be taken by a person other than the one who took `{}`",
                    step.en, earlier.en
                ),
            ),
            Refusal::AlreadySaid { opinion, .. } => words(
                format!("本轮“{}”已经出具，不能重复出具。", opinion.zh),
                format!(
                    "`{}` has been given in this round; it is given once",
                    opinion.en
                ),
            ),
            Refusal::NotExtended { deadline, .. } => words(
                format!("“{}”的延长次数已用尽。", deadline.zh),
                format!("`{}` cannot be lengthened again", deadline.en),
            ),
            Refusal::StillOpen { step, case, .. } => words(
                format!("办件{case}尚未办结，不能办理“{}”。", step.zh),
                format!("the case {case} has not ended; `{}` waits for it", step.en),
            ),
            Refusal::NoDomesticAgent { holder, .. } => words(
                format!("境外主体{holder}应当先指定境内代理人。"),
                format!("the foreign party {holder} names a domestic agent first"),
            ),
            Refusal::AlreadySigned { step } => words(
                format!("您已就“{}”签署。", step.zh),
                format!("you have already signed `{}`", step.en),
            ),
            _ => return None,
        })
    }

    fn of_keeping(&self) -> Option<Wording> {
        Some(match self {
            Refusal::StillKept { until, .. } => match until {
                Some(until) => words(
                    format!("保管期限至{until}止，期满之前不得销毁。"),
                    format!("it is kept until {until} and cannot be disposed of before that"),
                ),
                None => words(
                    "办件尚未终结，或者其登记事项仍然有效，不得销毁。",
                    "the case has not ended, or its entry still stands; nothing of it is disposed of",
                ),
            },
            Refusal::OnHold { reference } => words(
                format!("已按“{reference}”暂缓销毁，解除之前不得销毁。"),
                format!("it is on hold by `{reference}`; have the hold lifted first"),
            ),
            Refusal::NothingKept => words(
                "该办件没有待保管的材料。",
                "nothing is kept for this case, or nothing any more",
            ),
            Refusal::NotProposed { .. } => words(
                "尚无人提出销毁，或者提出之后办件又有变动；请先提出。",
                "nobody has proposed the disposal, or the case has changed since; propose it first",
            ),
            Refusal::NoSuchHold { reference } => words(
                format!("没有依据“{reference}”的暂缓销毁，请核对文号。"),
                format!("no hold stands under `{reference}`; compare the reference"),
            ),
            Refusal::HoldStands { reference } => words(
                format!("依据“{reference}”的暂缓销毁已经登记。"),
                format!("a hold stands under `{reference}` already"),
            ),
            Refusal::OwnHold { reference } => words(
                format!("“{reference}”的暂缓销毁由您登记，应当由另一人解除。"),
                format!("you put the hold `{reference}`; another person lifts it"),
            ),
            _ => return None,
        })
    }

    fn of_rest(&self) -> Wording {
        match self {
            Refusal::NobodyToDraw { draw, .. } => words(
                format!("“{}”没有可选人员，请增派人员。", draw.zh),
                format!(
                    "`{}`: there is nobody left to choose; confirm more members",
                    draw.en
                ),
            ),
            Refusal::Guarded { rule, why, .. } => words(
                format!("{}：{}", rule.zh, why.zh),
                format!("{}: {}", rule.en, why.en),
            ),
            Refusal::UnknownDays { why } => words(
                "期限届满日所在年度的工作日历尚未载入，请先载入。",
                why.clone(),
            ),
            Refusal::OtherCase { case, state } => words(
                format!("关联办件{case}处于“{state}”，不能随之变动。"),
                format!("the case {case} is `{state}` and cannot be moved by this step"),
            ),
            Refusal::NotAllowed { what } => words(
                format!("您无权{}。", what.zh),
                format!("you may not {}", what.en),
            ),
            Refusal::Wrong { why } => why.clone(),
            _ => words("不能办理。", "this cannot be done"),
        }
    }
}

/// An English title inside a sentence: in small letters, but for abbreviations.
pub fn lowered(title: &str) -> String {
    let word = |word: &str| {
        let capitals = word.chars().filter(|sign| sign.is_uppercase()).count();
        if 1 < capitals {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    };
    title.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn list_zh<'a>(items: impl Iterator<Item = &'a Wording>) -> String {
    items
        .map(|words| words.zh.as_str())
        .collect::<Vec<_>>()
        .join("、")
}

fn list_en<'a>(items: impl Iterator<Item = &'a Wording>) -> String {
    items
        .map(|words| words.en.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.wording().en)?;
        self.basis().map_or(Ok(()), |basis| write!(f, " ({basis})"))
    }
}

/// A value as a reader sees it: titles instead of names.
pub fn shown(form: &crate::form::Form<'_>, name: &FieldName, value: &crate::value::Value) -> Words {
    use law::form::FieldKind;
    let plain = || words(value.to_string(), value.to_string());
    let Some(field) = form.procedure.fields.get(name) else {
        return plain();
    };
    let (of, text) = (
        field.of.as_deref().unwrap_or_default(),
        value.text().unwrap_or_default(),
    );
    let chosen = || form.reference(&FieldName::from(of));
    let found = match field.kind {
        FieldKind::Choice => form
            .procedure
            .choices
            .get(of)
            .and_then(|choice| choice.get(text))
            .cloned(),
        FieldKind::Reference => form
            .regime
            .reference(of, text)
            .map(|item| words(&item.zh, &item.en)),
        FieldKind::Level => chosen()
            .and_then(|rule| rule.levels.get(text))
            .map(|level| words(&level.zh, &level.en)),
        FieldKind::Parameter => chosen()
            .and_then(|rule| rule.parameters.get(text))
            .map(|item| words(&item.zh, &item.en)),
        FieldKind::YesNo => Some(if text == "yes" {
            words("是", "Yes")
        } else {
            words("否", "No")
        }),
        FieldKind::Party => form
            .world
            .party_text(text)
            .map(|party| words(&party.registration.name_zh, &party.registration.name_en)),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Texts
        | FieldKind::Date
        | FieldKind::Moment
        | FieldKind::Number
        | FieldKind::Decimal
        | FieldKind::Region
        | FieldKind::Case => None,
    };
    found.unwrap_or_else(plain)
}

/// A day as readers write it.
pub fn day(date: Date) -> Wording {
    words(
        format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        date.strftime("%-d %B %Y").to_string(),
    )
}
