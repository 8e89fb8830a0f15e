//! Every route, who may take it and what it does. The router is made from
//! this table and from nothing else, so that no route exists without a policy
//! (T-AUZ-02, T-AUZ-12).

use crate::site::Site;
use crate::{api, desk, guide, openapi, public, report, statistics};
use axum::routing::{MethodRouter, get, patch, post, put};

/// Who may take a route. What a person may do with it is decided by the
/// scheme, case by case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Public,
    /// A person who signed in at a browser.
    Person,
    /// A program with a token, or a person who signed in.
    Token,
}

/// A route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub who: Who,
    pub does: &'static str,
    /// Whether its body holds a file: then it may be as large as uploads are.
    pub(crate) uploads: bool,
    pub(crate) takes: fn() -> MethodRouter<Site>,
}

const fn route(
    method: &'static str,
    path: &'static str,
    who: Who,
    does: &'static str,
    takes: fn() -> MethodRouter<Site>,
) -> Route {
    Route {
        method,
        path,
        who,
        does,
        uploads: false,
        takes,
    }
}

/// A route that takes a file from a form.
const fn upload(
    path: &'static str,
    does: &'static str,
    takes: fn() -> MethodRouter<Site>,
) -> Route {
    Route {
        uploads: true,
        ..route("POST", path, Who::Person, does, takes)
    }
}

use Who::{Person, Public, Token};

/// All routes.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    // The check of a label. These three are answered before the router where an
    // answer is ready (`door`).
    route("GET", "/l/{number}", Public, "Says whether a label holds: a page, or with .json the signed status", || get(public::label::get)),
    route("GET", "/L/{number}", Public, "The same page, as codes spell its address", || get(public::label::get)),
    route("GET", "/L/{number}/{code}", Public, "The same page for a scanned code, verified", || get(public::label::get)),
    route("GET", "/l/{number}/report", Public, "Summary of the test report behind a label", || get(public::label::report)),
    route("GET", "/l/{number}/{material}", Public, "A document that the register offers", || get(public::label::material)),

    route("GET", "/e/{number}", Public, "An entry of any register: a page, or with .json the signed status", || get(public::label::get)),
    route("GET", "/e/{number}/report", Public, "Summary of the test report behind an entry", || get(public::label::report)),
    route("GET", "/e/{number}/certificate.pdf", Public, "The certificate of an entry, where its register has them", || get(public::label::certificate)),
    route("GET", "/e/{number}/{material}", Public, "A document that the register offers", || get(public::label::material)),

    route("GET", "/", Public, "What this is; search by number", || get(public::home::get)),
    route("GET", "/register", Public, "The registers", || get(public::register::list)),
    route("GET", "/register/{regime}/{register}", Public, "A register, newest change first; search in it", || get(public::register::get)),
    route("GET", "/notices", Public, "Announcements, newest first", || get(public::notices::get)),
    route("GET", "/report", Public, "What anybody can send without an account", || get(report::list::get)),
    route("GET", "/report/status", Public, "Form that asks after such a case", || get(report::status::get)),
    route("POST", "/report/status", Public, "Tells where such a case stands, for number and code", || post(report::status::post)),
    route("GET", "/report/{regime}/{procedure}", Public, "Form that opens a case without an account", || get(report::form::get)),
    route("POST", "/report/{regime}/{procedure}", Public, "Opens a case without an account", || post(report::form::post)),
    route("GET", "/statistics", Public, "The public statistics", || get(statistics::public::list)),
    route("GET", "/statistics/{regime}/{name}", Public, "A statistic: a page, or with .json or .csv a file", || get(statistics::public::get)),
    route("GET", "/guide", Public, "What can be begun, and what is required", || get(guide::list::get)),
    route("GET", "/guide/{regime}/{procedure}", Public, "What to prepare for a case, under what conditions and terms", || get(guide::procedure::get)),
    route("GET", "/guide/{regime}/{catalogue}/{item}", Public, "The requirements of an item of a catalogue, by level", || get(guide::item::get)),
    route("GET", "/guide/{regime}/{catalogue}/{item}/check", Public, "What a report must contain", || get(guide::check::get)),
    route("POST", "/guide/{regime}/{catalogue}/{item}/check", Public, "Looks at a report; keeps nothing", || post(guide::check::post)),
    route("GET", "/law", Public, "The editions of the regimes", || get(public::law::list)),
    route("GET", "/law/{regime}/{edition}", Public, "An edition and its articles", || get(public::law::get)),
    route("GET", "/law/{regime}/{edition}/page.txt", Public, "The page on which an edition is read", || get(public::law::page)),
    route("GET", "/log/", Public, "How to verify the log", || get(public::log::about)),
    route("GET", "/log/checkpoint", Public, "The signed head of the log", || get(public::log::checkpoint)),
    route("GET", "/log/tile/{*tile}", Public, "A tile of the log", || get(public::log::tile)),
    route("GET", "/healthz", Public, "Whether the office is open", || get(public::assets::health)),
    route("GET", "/style.css", Public, "The style of all pages", || get(public::assets::style)),
    route("GET", "/robots.txt", Public, "What search engines may read", || get(public::assets::robots)),

    route("GET", "/sign-in", Public, "Form for name and password", || get(desk::sign_in::get)),
    route("POST", "/sign-in", Public, "Signs a person in", || post(desk::sign_in::post)),
    route("POST", "/sign-out", Person, "Signs the person out", || post(desk::sign_in::out)),
    route("POST", "/desk/party", Person, "Goes on acting for another party", || post(desk::sign_in::switch)),
    route("GET", "/desk", Person, "The cases that the person may see", || get(desk::list::get)),
    route("GET", "/desk/new/{regime}/{procedure}", Person, "Form that opens a case", || get(desk::open::get)),
    route("POST", "/desk/new/{regime}/{procedure}", Person, "Opens a case", || post(desk::open::post)),
    route("GET", "/desk/statistics", Person, "The statistics for the person's party", || get(statistics::working::list)),
    route("GET", "/desk/statistics/{regime}/{name}", Person, "A statistic for the person's party", || get(statistics::working::get)),
    route("GET", "/desk/circulars", Person, "Announcements for the person's party", || get(desk::circulars::get)),
    route("GET", "/desk/evidence", Person, "What the person's party keeps for several cases, and who relies on it", || get(desk::evidence::get)),
    upload("/desk/evidence", "Keeps a document as evidence", || post(desk::kept::add)),
    route("GET", "/desk/evidence/{number}", Person, "A document that the person's party keeps", || get(desk::evidence::content)),
    route("POST", "/desk/evidence/{number}/consent", Person, "Consents to a use of evidence", || post(desk::kept::consent)),
    route("POST", "/desk/evidence/{number}/withdraw", Person, "Withdraws a consent", || post(desk::kept::withdraw)),
    route("POST", "/desk/evidence/{number}/end", Person, "Ends evidence", || post(desk::kept::end)),
    route("GET", "/desk/registers/{regime}/{register}", Person, "A register for the person's party, and a check in it", || get(desk::registers::get)),
    route("GET", "/desk/retention", Person, "The files that the person's body keeps, for its archivists", || get(desk::retention::get)),
    route("POST", "/desk/retention", Person, "Proposes or approves the disposal of files", || post(desk::retention::post)),
    route("POST", "/desk/retention/holds", Person, "Puts a hold on all cases of a party, or lifts it", || post(desk::retention::hold)),
    route("GET", "/desk/{case}", Person, "A case and what can be done with it", || get(desk::case::get)),
    route("POST", "/desk/{case}/fields", Person, "Fills in the form", || post(desk::fields::post)),
    route("POST", "/desk/{case}/steps/{step}", Person, "Takes a step", || post(desk::steps::post)),
    route("POST", "/desk/{case}/holds", Person, "Puts a hold on a case, or lifts it", || post(desk::holds::post)),
    route("GET", "/desk/{case}/materials/{material}", Person, "A material of a case", || get(desk::materials::get)),
    upload("/desk/{case}/materials/{material}", "Hands a material in", || post(desk::materials::post)),
    route("POST", "/desk/{case}/materials/{material}/evidence", Person, "Meets a material from kept evidence", || post(desk::relying::post)),

    route("GET", "/api/v1/openapi.json", Public, "This interface, described", || get(openapi::get)),
    route("GET", "/api/v1/entries", Public, "The register, newest change first", || get(api::entries::list)),
    route("GET", "/api/v1/events/{position}/proof", Public, "A leaf of the log and the proof that it is in it", || get(api::events::proof)),
    route("POST", "/api/v1/reports", Public, "Opens a case without an account", || post(report::program::post)),
    route("POST", "/api/v1/reports/status", Public, "Tells where such a case stands, for number and code", || post(report::program::status)),
    route("GET", "/api/v1/me", Token, "Who asks, and for which party", || get(api::me::get)),
    route("POST", "/api/v1/commands", Token, "Carries out one order", || post(api::commands::post)),
    route("GET", "/api/v1/retention", Token, "The files that the asker's body keeps, for its archivists", || get(api::retention::list)),
    route("GET", "/api/v1/cases", Token, "The cases that the asker may see", || get(api::cases::list)),
    route("POST", "/api/v1/cases", Token, "Opens a case", || post(api::cases::open)),
    route("GET", "/api/v1/cases/{case}", Token, "A case as it stands", || get(api::cases::get)),
    route("GET", "/api/v1/cases/{case}/events", Token, "What happened to a case", || get(api::cases::events)),
    route("PATCH", "/api/v1/cases/{case}/fields", Token, "Fills in the form", || patch(api::cases::fill)),
    route("POST", "/api/v1/cases/{case}/steps/{step}", Token, "Takes a step", || post(api::cases::step)),
    route("GET", "/api/v1/cases/{case}/materials/{material}", Token, "A material of a case", || get(api::materials::get)),
    route("PUT", "/api/v1/cases/{case}/materials/{material}", Token, "Hands a material in", || put(api::materials::put)),
    route("POST", "/api/v1/cases/{case}/materials/{material}/evidence", Token, "Meets a material from kept evidence", || post(api::evidence::rely)),
    route("GET", "/api/v1/evidence", Token, "What the asker's party keeps for several cases, and who relies on it", || get(api::evidence::list)),
    route("PUT", "/api/v1/evidence/{kind}", Token, "Keeps a document as evidence", || put(api::evidence::put)),
];
