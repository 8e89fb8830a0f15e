//! Every kind of page, as those see it who come to it: what [`crate::access`]
//! looks at.

use crate::desk::Browser;
use crate::panel;
use crate::registers::approve;
use crate::retention;
use crate::visitor::Site;
use case::command::{Actor, Given};
use serde_json::json;
use testkit::filing::{Filed, given};

/// A page that somebody looks at.
pub(crate) struct Visit {
    pub(crate) path: String,
    pub(crate) who: Option<Actor>,
    /// What is done there first: what comes of it is looked at.
    pub(crate) does: String,
}

fn for_reasons(ground: &str) -> Given {
    Given {
        grounds: vec![ground.into()],
        reasons: Some("与样品不符。".into()),
        ..Given::default()
    }
}

/// Cases in every state in which their pages look different.
struct Cases {
    label: Filed,
    revoked: Filed,
    cancelled: Filed,
    draft: String,
    correction: String,
    review: String,
    proposed: String,
    /// Where the code on the label leads to.
    scanned: String,
    /// An entry that is no label.
    body: Filed,
}

fn cases(site: &Site) -> Cases {
    let office = &site.office;
    let [label, revoked, cancelled] =
        ["EX-CAM-200", "EX-CAM-201", "EX-CAM-202"].map(|model| office.file_label(model));
    let (decider, grounds) = (office.decider(), for_reasons("mismatch"));
    office.take(
        &decider,
        &revoked.case,
        "propose-revocation",
        grounds.clone(),
    );
    let heard = Given {
        checks: vec!["heard".into(), "publishable".into()],
        ..grounds
    };
    office.take(&office.other_decider(), &revoked.case, "revoke", heard);
    office.take(
        &office.producer(),
        &cancelled.case,
        "cancel",
        Given::default(),
    );
    let correction = office.submitted("EX-CAM-203");
    let mut told = for_reasons("unclear");
    told.list = ["model", "report"].map(str::to_owned).into();
    let reviewer = office.reviewer_of(&correction);
    office.take(&reviewer, &correction, "request-correction", told);
    let review = office.submitted("EX-CAM-206");
    let accepts = given(&["all-present", "no-conflict"], false);
    office.take(&office.reviewer_of(&review), &review, "accept", accepts);
    let code = office.aside(|open| {
        let case = open.case(&label.case).unwrap().unwrap();
        open.label(&case, &open.world().unwrap())
            .unwrap()
            .facts
            .code
    });
    Cases {
        draft: office.draft("EX-CAM-204"),
        proposed: office.proposed("EX-CAM-205"),
        scanned: code[testkit::office::BASE.len()..].to_owned(),
        body: approve(office, "approval", "TESTS OF CAMERAS"),
        label,
        revoked,
        cancelled,
        correction,
        review,
    }
}

/// Every kind of page, as those see it who come to it.
pub(crate) fn visits(site: &Site) -> Vec<Visit> {
    crate::report::add_local_body(site, &testkit::parties::code(60));
    let cases = cases(site);
    let mut all = public_visits(&cases);
    all.extend(desk_visits(site, &cases));
    all
}

fn public_visits(cases: &Cases) -> Vec<Visit> {
    let number = &cases.label.number;
    let paths = [
        "/",
        "/?number=hello",
        &format!("/?number={number}"),
        "/register",
        "/register/label/label?q=EX-CAM",
        "/register/bodies/approved",
        &format!("/e/{}", cases.body.number),
        &format!("/e/{number}/report"),
        "/notices",
        "/guide",
        "/guide/bodies/approval",
        "/guide/label/filing",
        "/guide/label/category/camera",
        "/guide/label/category/camera/check",
        "/law",
        "/law/label/2026-07",
        "/log/",
        "/statistics",
        "/statistics/bodies/approvals",
        "/statistics/bodies/by-region",
        "/report",
        "/report/label/report",
        "/report/status",
        "/sign-in",
        "/nothing",
        &format!("/l/{number}"),
        &format!("/L/{number}"),
        &format!("/l/{number}/report"),
        &cases.scanned,
        &format!("/L/{number}/AAAA"),
        &format!("/l/{}", cases.revoked.number),
        &format!("/l/{}", cases.cancelled.number),
    ];
    let mut all: Vec<Visit> = paths
        .into_iter()
        .map(|path| visit(None, path, ""))
        .collect();
    let report = include_str!("../../../evidence/samples/report.json");
    let check = "/guide/label/category/camera/check";
    for path in ["/sign-in", "/report/label/report", "/report/status"] {
        all.push(visit(None, path, &send("main form")));
    }
    let told = "document.querySelector('[name=\"field.handled-by\"]').selectedIndex = 1; \
        document.querySelector('[name=\"field.kind\"]').value = 'forged'; \
        document.querySelector('[name=\"field.account\"]').value = 'A forged label.'; ";
    let told = format!("{told}{}", send("main form"));
    all.push(visit(None, "/report/label/report", &told));
    all.push(visit(None, check, &hand_in("{}")));
    all.push(visit(None, check, &hand_in(report)));
    all
}

fn desk_visits(site: &Site, cases: &Cases) -> Vec<Visit> {
    let office = &site.office;
    let (producer, decider) = (office.producer(), office.decider());
    let (reviewer, authority) = (office.reviewer_of(&cases.review), office.authority());
    let desk = |case: &str| format!("/desk/{case}");
    let new = "/desk/new/label/filing";
    let (label, step) = (&cases.label.case, send("#steps form"));
    vec![
        visit(Some(&producer), "/desk", ""),
        visit(Some(&producer), new, ""),
        visit(Some(&producer), new, &send("main form")),
        visit(Some(&producer), &desk(&cases.draft), ""),
        visit(Some(&producer), &desk(&cases.draft), &step),
        visit(Some(&producer), &desk(&cases.correction), ""),
        visit(Some(&producer), &desk(label), ""),
        visit(Some(&producer), &desk(&cases.revoked.case), ""),
        visit(Some(&reviewer), &desk(&cases.review), ""),
        visit(Some(&decider), &desk(&cases.proposed), ""),
        visit(Some(&decider), &desk(&cases.proposed), &step),
        visit(Some(&authority), "/desk", ""),
        visit(Some(&authority), &desk(label), ""),
    ]
}

/// What is behind a door, and what is for some only.
pub(crate) async fn panel_visits(site: &Site) -> Vec<Visit> {
    let office = &site.office;
    let over = panel::begin(site, "EX-OLD-1", &[]).await;
    panel::end(site, &over).await;
    let number = office.case(&over).label.unwrap();
    let case = panel::begin(site, "EX-NEW-1", &[("field.earlier", &number)]).await;
    let [one, other] = panel::experts();
    let first = Browser::of(site, &one);
    let step = |name: &str| format!("/desk/{case}/steps/{name}");
    first
        .post(&step("undertake"), &[("statement", "yes")])
        .await;
    first.post(&step("give"), &[("field.view", "bad")]).await;
    approve(office, "warning", "TESTS OF LOCKS");
    let (clerk, authority) = (panel::clerk(), office.authority());
    let desk = format!("/desk/{case}");
    let register = "/desk/registers/panel/flagged";
    vec![
        visit(Some(&clerk), "/desk/new/panel/hearing", ""),
        visit(Some(&clerk), &desk, ""),
        visit(Some(&office.decider()), &format!("/desk/{over}"), ""),
        visit(Some(&one), &desk, ""),
        visit(Some(&other), &desk, ""),
        visit(Some(&other), "/desk", ""),
        visit(Some(&authority), "/desk/circulars", ""),
        visit(Some(&authority), register, ""),
        visit(Some(&authority), &format!("{register}?check=EX-OLD"), ""),
        visit(Some(&authority), &format!("{register}?check=EX-GOOD"), ""),
        visit(Some(&authority), "/desk/statistics", ""),
        visit(Some(&authority), "/desk/statistics/bodies/warnings", ""),
    ]
}

/// Ten years later: what is kept, and what is gone.
pub(crate) fn retention_visits(aged: &retention::Aged) -> Vec<Visit> {
    let (archivist, producer) = (retention::archivist(1), aged.site.office.producer());
    let show = |which: &str| format!("/desk/retention?show={which}");
    let case = |at: usize| format!("/desk/{}", aged.ended[at].case);
    let choose = "document.querySelector('main input[type=checkbox]').checked = true; ";
    let own = format!("{choose}{}", send("main form"));
    let mut all: Vec<Visit> = ["due", "proposed", "held", "kept", "disposed"]
        .map(|which| visit(Some(&archivist), &show(which), ""))
        .into();
    all.extend([
        visit(Some(&archivist), "/desk", ""),
        visit(Some(&archivist), &show("proposed"), &own),
        visit(
            Some(&archivist),
            &show("held"),
            &send("#parties details form"),
        ),
        visit(Some(&archivist), &case(2), ""),
        visit(Some(&archivist), &case(2), &send("#keeping details form")),
        visit(Some(&producer), &case(0), ""),
        visit(
            Some(&producer),
            &format!("{}/materials/licence", case(0)),
            "",
        ),
        visit(None, &format!("/l/{}", aged.ended[0].number), ""),
    ]);
    all
}

pub(crate) fn visit(who: Option<&Actor>, path: &str, does: &str) -> Visit {
    Visit {
        path: path.to_owned(),
        who: who.cloned(),
        does: does.to_owned(),
    }
}

/// Sends a form off, whatever is missing in it.
pub(crate) fn send(form: &str) -> String {
    format!("document.querySelector({form:?}).submit(), 0")
}

/// Hands a file of this text in.
fn hand_in(text: &str) -> String {
    let file = format!("new File([{}], 'report.json')", json!(text));
    format!(
        "(() => {{ const files = new DataTransfer(); files.items.add({file}); \
         document.querySelector('input[type=file]').files = files.files; \
         document.querySelector('main form').submit(); return 0; }})()"
    )
}
