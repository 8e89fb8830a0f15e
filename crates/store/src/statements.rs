//! The list of statements. Each is a file; a test prepares all of them on
//! both engines.

/// A statement, by its place in [`ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sql(pub usize);

macro_rules! statements {
    ($($name:ident = $file:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants only count the constants")]
        #[derive(Clone, Copy)]
        enum Place { $($name),* }

        $(
            #[doc = concat!("The statement `", $file, "`.")]
            pub const $name: Sql = Sql(Place::$name as usize);
        )*

        /// File name and text of every statement.
        pub const ALL: &[(&str, &str)] = &[
            $(($file, include_str!(concat!("sql/", $file, ".sql")))),*
        ];
    };
}

statements! {
    ACCOUNT_ALL = "account/all";
    ACCOUNT_BY_LOGIN = "account/by_login";
    ACCOUNT_PUT = "account/put";
    CASE_BY_STATE = "case/by_state";
    CASE_OF_BODY = "case/of_body";
    CASE_OF_HOLDER = "case/of_holder";
    CASE_OF_KIND = "case/of_kind";
    CASE_OF_PROCEDURE = "case/of_procedure";
    CASE_PAGE = "case/page";
    CASE_PUT = "case/put";
    CONTENT_ANY_GIVEN_UP = "content/any_given_up";
    CONTENT_DISPOSE = "content/dispose";
    CONTENT_ERASABLE = "content/erasable";
    CONTENT_GIVEN_UP = "content/given_up";
    CONTENT_HAND = "content/hand";
    CONTENT_PAGE = "content/page";
    COUNTER_ALL = "counter/all";
    COUNTER_SET = "counter/set";
    DEADLINE_CLEAR = "deadline/clear";
    DEADLINE_FIRST = "deadline/first";
    DEADLINE_NEXT = "deadline/next";
    DEADLINE_OPEN = "deadline/open";
    DEADLINE_SET = "deadline/set";
    ENTRY_CHANGED = "entry/changed";
    ENTRY_COUNT = "entry/count";
    ENTRY_DISPOSED = "entry/disposed";
    ENTRY_GET = "entry/get";
    ENTRY_OF_REGISTER = "entry/of_register";
    ENTRY_PAGE = "entry/page";
    ENTRY_PUT = "entry/put";
    EVENT_APPEND = "event/append";
    EVENT_BY_KEY = "event/by_key";
    EVENT_CHAIN_AT = "event/chain_at";
    EVENT_LAST_OF_STREAM = "event/last_of_stream";
    EVENT_LEAVES = "event/leaves";
    EVENT_LOGGED = "event/logged";
    EVENT_LOGGED_AT = "event/logged_at";
    EVENT_LOGGED_PAGE = "event/logged_page";
    EVENT_OF_STREAM = "event/of_stream";
    EVENT_OF_WORLD = "event/of_world";
    EVENT_PAGE = "event/page";
    EVIDENCE_HOLDS = "evidence/holds";
    EVIDENCE_PUT = "evidence/put";
    HEAD_ADVANCE = "head/advance";
    HEAD_BEGIN = "head/begin";
    HEAD_READ = "head/read";
    MATERIAL_ELSEWHERE = "material/elsewhere";
    MATERIAL_FORGET = "material/forget";
    MATERIAL_USE = "material/use";
    MENTION_CASES = "mention/cases";
    MENTION_DROP = "mention/drop";
    MENTION_PUT = "mention/put";
    MENTION_VALUES = "mention/values";
    MIGRATION_VERSION = "migration/version";
    NOTICE_CIRCULARS = "notice/circulars";
    NOTICE_OF_NUMBER = "notice/of_number";
    NOTICE_PAGE = "notice/page";
    NOTICE_PUT = "notice/put";
    OUTBOX_DONE = "outbox/done";
    OUTBOX_OPEN = "outbox/open";
    OUTBOX_POST = "outbox/post";
    PARTY_PUT = "party/put";
    PROJECTION_CLEAR_CASE_FILE = "projection/clear_case_file";
    PROJECTION_CLEAR_CLAIM = "projection/clear_claim";
    PROJECTION_CLEAR_CONTENT = "projection/clear_content";
    PROJECTION_CLEAR_COUNTER = "projection/clear_counter";
    PROJECTION_CLEAR_DUE = "projection/clear_due";
    PROJECTION_CLEAR_ENTRY = "projection/clear_entry";
    PROJECTION_CLEAR_KEPT_EVIDENCE = "projection/clear_kept_evidence";
    PROJECTION_CLEAR_MATERIAL_USE = "projection/clear_material_use";
    PROJECTION_CLEAR_MENTION = "projection/clear_mention";
    PROJECTION_CLEAR_NOTICE = "projection/clear_notice";
    PROJECTION_CLEAR_PARTY = "projection/clear_party";
    PROJECTION_CLEAR_RELIANCE = "projection/clear_reliance";
    PROJECTION_CLEAR_RETENTION = "projection/clear_retention";
    PROJECTION_DUMP_CASE_FILE = "projection/dump_case_file";
    PROJECTION_DUMP_CLAIM = "projection/dump_claim";
    PROJECTION_DUMP_CONTENT = "projection/dump_content";
    PROJECTION_DUMP_COUNTER = "projection/dump_counter";
    PROJECTION_DUMP_DUE = "projection/dump_due";
    PROJECTION_DUMP_ENTRY = "projection/dump_entry";
    PROJECTION_DUMP_KEPT_EVIDENCE = "projection/dump_kept_evidence";
    PROJECTION_DUMP_MATERIAL_USE = "projection/dump_material_use";
    PROJECTION_DUMP_MENTION = "projection/dump_mention";
    PROJECTION_DUMP_NOTICE = "projection/dump_notice";
    PROJECTION_DUMP_PARTY = "projection/dump_party";
    PROJECTION_DUMP_RELIANCE = "projection/dump_reliance";
    PROJECTION_DUMP_RETENTION = "projection/dump_retention";
    RELIANCE_DROP = "reliance/drop";
    RELIANCE_FLAWED = "reliance/flawed";
    RELIANCE_OF_EVIDENCE = "reliance/of_evidence";
    RELIANCE_PUT = "reliance/put";
    RETENTION_DISPOSED = "retention/disposed";
    RETENTION_HELD = "retention/held";
    RETENTION_PROPOSED = "retention/proposed";
    RETENTION_PUT = "retention/put";
    RETENTION_UNTIL = "retention/until";
    STALE_CLEAR = "stale/clear";
    STALE_READ = "stale/read";
    TOKEN_ALL = "token/all";
    TOKEN_DROP = "token/drop";
    TOKEN_PUT = "token/put";
    TWIN_CLAIM = "twin/claim";
    TWIN_OF = "twin/of";
    TWIN_RELEASE = "twin/release";
}

/// Statements that put in one row each, and may put in several at once, with
/// the number of columns, the first ones, by which rows are told apart: one
/// statement must not put in a row twice.
const OF_MANY_ROWS: &[(Sql, usize)] = &[
    (EVENT_APPEND, 1),
    (CASE_PUT, 1),
    (CONTENT_HAND, 2),
    (DEADLINE_SET, 3),
    (ENTRY_PUT, 1),
    (MATERIAL_USE, 3),
    (MENTION_PUT, 3),
    (NOTICE_PUT, 2),
    (TWIN_CLAIM, 2),
];

impl Sql {
    /// How many columns, the first ones, tell the rows apart that the statement
    /// puts in; none if it cannot put in several rows at once.
    pub fn key_of_rows(self) -> Option<usize> {
        let found = OF_MANY_ROWS.iter().find(|(sql, _)| *sql == self);
        found.map(|(_, columns)| *columns)
    }

    /// The text that puts in `rows` rows, their parameters one after the other.
    /// None if the statement cannot.
    pub fn of_rows(self, rows: usize) -> Option<String> {
        self.key_of_rows()?;
        let (before, values) = self.text().split_once("VALUES (")?;
        let (values, after) = values.split_once(')')?;
        let width = values.split(',').count();
        let row = |row: usize| {
            let places = (1..=width).map(|place| format!("${}", row * width + place));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        Some(format!("{before}VALUES {}{after}", rows.join(", ")))
    }

    /// The text as PostgreSQL reads it.
    pub fn text(self) -> &'static str {
        ALL.get(self.0).map_or("", |(_, text)| text)
    }

    /// What the statement is about. All that write about one subject write to one
    /// table, and only they do, apart from those that clear it.
    pub fn subject(self) -> &'static str {
        let (subject, _) = self.file().split_once('/').unwrap_or_default();
        subject
    }

    /// The file, for messages.
    pub fn file(self) -> &'static str {
        ALL.get(self.0).map_or("", |(file, _)| file)
    }

    /// The text as SQLite reads it: `?1` for `$1`.
    pub fn numbered(self) -> String {
        self.text().replace('$', "?")
    }
}
