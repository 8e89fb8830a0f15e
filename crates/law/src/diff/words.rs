//! What tables and keys are called in the words of those who read laws.

/// The key under which a part's two wordings stand.
pub(super) const TITLE: &str = "title";
/// The key under which an article's two texts stand.
pub(super) const TEXT: &str = "text";

/// Tables in the order in which their differences are told.
pub(super) const TABLES: &[(&str, &str, &str)] = &[
    ("regime", "制度", "Regime"),
    ("source", "依据", "Source"),
    ("article", "条文", "Article"),
    ("party", "当事人", "Party"),
    ("actor", "角色", "Actor"),
    ("qualification", "能力与资质", "Qualification"),
    ("evidence", "留存证明", "Kept evidence"),
    ("sanction", "限制", "Sanction"),
    ("number", "编号", "Number"),
    ("register", "登记簿", "Register"),
    ("status", "登记状态", "Status of entries"),
    ("notice", "公告", "Announcement"),
    ("statistic", "统计", "Statistic"),
    ("retention", "材料保管期限", "Retention of files"),
    ("catalogue", "目录", "Catalogue"),
    ("reference", "目录项", "Reference item"),
    ("reference-level", "等级", "Level"),
    ("reference-item", "检测项目", "Test item"),
    ("reference-parameter", "技术参数", "Technical parameter"),
    ("reference-term", "期限参数", "Term of the item"),
    ("procedure", "程序", "Procedure"),
    ("state", "状态", "State"),
    ("step", "环节", "Step"),
    ("deadline", "时限", "Deadline"),
    ("ground", "事由", "Ground"),
    ("guard", "条件", "Guard"),
    ("check", "核对事项", "Check"),
    ("field", "字段", "Field"),
    ("choice", "选项", "Choice"),
    ("material", "材料", "Material"),
    ("draw", "随机抽取", "Draw"),
    ("opinion", "意见", "Opinion"),
];

/// Keys, their words, and the table whose names they hold.
pub(super) const KEYS: &[(&str, &str, &str, &str)] = &[
    ("title", "名称", "wording", ""),
    ("text", "文字", "text", ""),
    ("basis", "依据", "basis", "article"),
    ("quote", "引文", "quotation", ""),
    ("issued", "发布", "issued", ""),
    ("from", "自", "from", "state"),
    ("until", "至", "until", ""),
    ("calendar", "工作日历", "calendar", ""),
    ("zone", "时区", "time zone", ""),
    ("identity", "身份证明", "identity", ""),
    ("roles", "岗位", "roles", ""),
    ("role", "岗位", "role", ""),
    ("relation", "与办件的关系", "relation to the case", ""),
    ("kind", "种类", "kind", "party"),
    ("on", "对象", "on", "party"),
    ("within", "期限", "term", ""),
    ("within_of", "期限取自", "term taken from", ""),
    ("pattern", "样式", "pattern", ""),
    ("shows", "公示内容", "shows", "field"),
    (
        "downloads",
        "可下载的材料",
        "offers for download",
        "material",
    ),
    ("audience", "公开范围", "audience", ""),
    ("standing", "效力", "standing", ""),
    ("meaning", "含义", "meaning", ""),
    ("remark", "提示语", "remark", ""),
    ("holder", "申请主体", "holder", "party"),
    ("body", "受理机构", "body", "party"),
    ("register", "登记簿", "register", "register"),
    ("number", "编号", "number", "number"),
    ("entry", "登记状态", "entry", "status"),
    ("final", "办结", "final", ""),
    ("edit", "可修改的内容", "can be changed", ""),
    ("open_ended", "不设期限的依据", "may last by", "article"),
    ("by", "办理人", "taken by", "actor"),
    ("to", "转入", "leads to", "state"),
    ("takes", "可填", "takes", "field"),
    ("asks", "须填", "asks for", "field"),
    ("needs", "须交", "needs", "material"),
    ("grounds", "事由", "grounds", "ground"),
    ("guards", "条件", "provided", "guard"),
    ("checks", "核对事项", "checks", "check"),
    ("statement", "材料真实性承诺", "statement of truth", ""),
    ("reasons", "说明理由", "reasons in words", ""),
    ("lists", "列明补正事项", "lists corrections", ""),
    ("decides", "决定（须双人）", "a decision: four eyes", ""),
    (
        "other_than",
        "回避（不得为办理下列环节的人）",
        "taken by another than took",
        "step",
    ),
    ("signatures", "须签署", "signed by", "actor"),
    ("notices", "公告", "announces", "notice"),
    ("sanction", "限制", "sanction", "sanction"),
    ("sanction_on", "受限制的主体", "sanctioned party", "field"),
    ("lifts", "解除限制", "lifts", "sanction"),
    ("opens", "可另行办理", "may be followed by", "procedure"),
    ("waits_for", "须待办结", "waits for", "field"),
    ("drives", "带动", "drives", ""),
    ("starts", "启动", "starts", ""),
    ("draws", "随机抽取", "draws", "draw"),
    ("gives", "提出意见", "gives the opinion", "opinion"),
    ("calls", "征求意见", "calls for the opinion", "opinion"),
    ("of", "承办人或所属", "of", ""),
    ("in", "计期的状态", "runs in", "state"),
    ("pauses", "中止计期的状态", "stands still in", "state"),
    ("pause_at_most", "中止至多", "pauses at most", ""),
    ("extended_by", "延长的环节", "extended by", "step"),
    ("extension", "延长", "extension", ""),
    ("extensions", "延长次数", "extensions", ""),
    ("warn", "提醒", "reminders", ""),
    ("then", "届满后", "then", "step"),
    ("repeats", "届满后重新计期", "repeats", ""),
    ("when", "适用情形", "only when", ""),
    ("max", "至多", "at most", ""),
    ("min", "至少", "at least", ""),
    ("decimals", "小数位数", "decimals", ""),
    ("format", "格式", "format", ""),
    ("public", "公开", "public", ""),
    ("confidential", "保密", "confidential", ""),
    ("sealed", "密封", "sealed", ""),
    ("sample", "示例", "sample", ""),
    ("hint", "填写说明", "hint", ""),
    ("types", "文件类型", "types of file", ""),
    ("max_mib", "至多（MiB）", "at most (MiB)", ""),
    ("either", "任交其一的组", "either-or group", ""),
    ("reads", "程序读取", "is read as", ""),
    ("shared", "可供多件使用", "may serve several cases", ""),
    (
        "evidence",
        "可使用的留存证明",
        "may be met from",
        "evidence",
    ),
    ("fresh", "出具时间不超过", "issued at most before", ""),
    ("field", "字段", "field", "field"),
    ("other", "另一字段", "other field", "field"),
    ("is", "取值", "is", ""),
    ("material", "材料", "material", "material"),
    ("qualification", "资质", "qualification", "qualification"),
    ("own", "自有者的资质", "own qualification", "qualification"),
    ("step", "环节", "step", "step"),
    ("actor", "角色", "actor", "actor"),
    ("count", "人数", "how many", ""),
    ("quorum", "应收份数", "quorum", ""),
    ("blind", "互不可见", "blind", ""),
    ("silence", "逾期未复视为", "silence counts as", ""),
    ("validity", "有效期", "validity", ""),
    ("standards", "标准", "standards", ""),
    ("scope", "适用范围", "scope", ""),
    ("excludes", "不适用", "excludes", ""),
    ("testers", "检测主体", "who may test", ""),
    ("penetration", "渗透性测试", "penetration test", ""),
    ("provisions", "标准条款", "provisions", ""),
    ("level", "等级", "level", ""),
    ("stars", "星级", "stars", ""),
    (
        "baseline",
        "办法列明的基本要求",
        "named by the measures",
        "",
    ),
    ("change", "变更的后果", "a change brings about", ""),
    ("status", "性质", "status", ""),
    ("edition", "版本", "edition", ""),
    ("batch", "批次", "batch", ""),
    ("label_template", "标识样式", "template of the label", ""),
    ("readers", "可查阅者", "readers", ""),
    ("object", "登记对象", "object", "field"),
    ("reference", "目录字段", "reference field", "field"),
    ("standard", "标准字段", "field of the standard", "field"),
    ("folder", "目录文件夹", "folder", ""),
    ("after", "须先办理", "only after", "step"),
    ("adverse", "对当事人不利", "tells against the holder", ""),
    ("certificate", "可出具证书", "certificate", ""),
    ("hides_holder", "不显示登记主体", "hides the holder", ""),
    ("states", "状态", "states", "state"),
    ("rank", "排名", "ranked", ""),
    ("holder_by", "申请主体的确定", "holder is settled by", ""),
    ("body_by", "受理机构的确定", "body is settled by", ""),
    (
        "body_field",
        "指明受理机构的字段",
        "field that settles the body",
        "field",
    ),
    ("anyone", "可为他人的办件", "may be anybody's", ""),
    ("product", "乘积", "product of", "field"),
    ("sum", "合计", "sum of", "field"),
    ("told", "凭回执可查", "told with the receipt", ""),
    ("keeps", "登记状态不变", "keeps the entry", ""),
    ("into", "记入字段", "into the field", "field"),
    (
        "count_of",
        "数量取自字段",
        "as many as the field says",
        "field",
    ),
    ("without", "排除", "without", "field"),
    ("returns", "退回原状态", "returns", ""),
    ("qualifies", "授予资质", "qualifies", ""),
    ("disqualifies", "取消资质", "disqualifies", "qualification"),
    (
        "disqualifies_on",
        "被取消资质的主体",
        "who is disqualified",
        "field",
    ),
    ("origin", "来源字段", "origin", "field"),
    ("transfers", "转移给", "transfers to", "field"),
    ("sets", "设定字段", "sets", ""),
    ("carries", "带入字段", "carries", "field"),
    ("procedure", "程序", "procedure", "procedure"),
    ("procedures", "适用的程序", "procedures", "procedure"),
    ("where", "主体字段", "where", ""),
    ("internal", "当事人不可查阅", "not seen by the holder", ""),
    ("opinion", "意见", "opinion", "opinion"),
    ("not", "反之", "not", ""),
];

/// Whether a key has words of its own.
#[cfg(test)]
fn is_known(key: &str) -> bool {
    KEYS.iter().any(|(name, ..)| *name == key)
}

/// The place of a table in the telling; those that are not known come last.
pub(super) fn rank(table: &str) -> usize {
    let found = TABLES.iter().position(|(name, ..)| *name == table);
    found.unwrap_or(TABLES.len())
}

/// The word for one thing of a table that is named for many.
pub(super) fn singular(table: &str) -> String {
    if let Some(stem) = table.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let stem = table.strip_suffix("uses").map(|stem| format!("{stem}us"));
    stem.unwrap_or_else(|| table.strip_suffix('s').unwrap_or(table).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{
        PROCEDURE, PROCEDURE_TABLES, REFERENCE, REFERENCE_TABLES, REGIME, REGIME_TABLES, Table,
    };

    /// The key that a difference has for a word of the language.
    fn stem(key: &str) -> &str {
        let stem = key.strip_suffix("_zh").or_else(|| key.strip_suffix("_en"));
        stem.unwrap_or(key)
    }

    #[test]
    fn every_word_of_the_language_can_be_told() {
        let tables: Vec<&Table> = [REGIME_TABLES, PROCEDURE_TABLES, REFERENCE_TABLES]
            .into_iter()
            .flatten()
            .collect();
        let heads = [REGIME, PROCEDURE, REFERENCE].into_iter().flatten();
        let keys = tables.iter().flat_map(|table| table.keys).chain(heads);
        let untold: Vec<&str> = keys
            .map(|key| stem(key.name))
            .filter(|key| !["zh", "en", "id"].contains(key) && !is_known(key))
            .collect();
        assert!(untold.is_empty(), "give these a line in KEYS: {untold:?}");
        let nameless: Vec<&str> = [REGIME_TABLES, PROCEDURE_TABLES]
            .into_iter()
            .flatten()
            .map(|table| table.name)
            .filter(|name| TABLES.len() <= rank(name))
            .collect();
        assert!(
            nameless.is_empty(),
            "give these a line in TABLES: {nameless:?}"
        );
    }

    #[test]
    fn the_word_for_one_is_that_of_the_scheme() {
        for (many, one) in [
            ("parties", "party"),
            ("statuses", "status"),
            ("steps", "step"),
            ("choices", "choice"),
            ("statistics", "statistic"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
