//! A procedure as BPMN: sound as XML, whole, and opened by the tools for which
//! it is made.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use law::load::load;
use law::procedure::Procedure;
use office::editions;
use roxmltree::Document;
use stage::xinbiao;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use testkit::borrowed;

const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// One procedure of the library as BPMN, in one language.
struct Drawn {
    name: String,
    procedure: Procedure,
    xml: String,
}

/// Every procedure of every edition of the library, in both languages.
fn drawn() -> &'static [Drawn] {
    static DRAWN: OnceLock<Vec<Drawn>> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let mut all = Vec::new();
        for (edition, files) in editions::split(&editions::embedded()) {
            let regime = load(&files).unwrap().regime;
            for (name, procedure) in &regime.procedures {
                for zh in [true, false] {
                    all.push(Drawn {
                        name: format!("{edition} {name} {}", if zh { "zh" } else { "en" }),
                        procedure: procedure.clone(),
                        xml: law::bpmn::xml(&regime, procedure, zh),
                    });
                }
            }
        }
        assert!(2 <= all.len());
        all
    })
}

/// The values of an attribute or of elements with this name.
fn said<'d>(document: &'d Document<'_>, name: &str) -> Vec<&'d str> {
    let attributes = document
        .descendants()
        .filter_map(|node| node.attribute(name));
    let elements = document
        .descendants()
        .filter(|node| node.is_element() && node.tag_name().name() == name)
        .filter_map(|node| node.text());
    attributes.chain(elements).collect()
}

#[test]
fn every_reference_resolves_and_every_element_has_a_shape() {
    for Drawn {
        name: path, xml, ..
    } in drawn()
    {
        let document = Document::parse(xml).unwrap();
        let ids = said(&document, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "an id stands twice in {path:?}");
        for name in [
            "sourceRef",
            "targetRef",
            "attachedToRef",
            "processRef",
            "bpmnElement",
            "signalRef",
            "flowNodeRef",
            "incoming",
            "outgoing",
        ] {
            for reference in said(&document, name) {
                assert!(unique.contains(reference), "{path:?}: {name} {reference}");
            }
        }
        let drawn: BTreeSet<&str> = said(&document, "bpmnElement").into_iter().collect();
        let process = document
            .descendants()
            .find(|node| node.has_tag_name((BPMN, "process")));
        let lanes: BTreeSet<&str> = said(&document, "flowNodeRef").into_iter().collect();
        for element in process
            .unwrap()
            .children()
            .filter(roxmltree::Node::is_element)
        {
            let Some(id) = element.attribute("id").filter(|id| *id != "lanes") else {
                continue;
            };
            assert!(drawn.contains(id), "{path:?}: {id} has no shape");
            let flow = element.has_tag_name((BPMN, "sequenceFlow"));
            assert_eq!(lanes.contains(id), !flow, "{path:?}: the lane of {id}");
        }
    }
}

#[test]
fn every_state_step_and_deadline_of_the_library_occurs_with_its_article() {
    for Drawn {
        name: path,
        procedure,
        xml,
    } in drawn()
    {
        let document = Document::parse(xml).unwrap();
        let found = |id: &str| {
            let mut nodes = document.descendants();
            nodes.find(|node| {
                let own = node.attribute("id").unwrap_or_default();
                own == id || own.starts_with(&format!("{id}_at_"))
            })
        };
        for (name, state) in &procedure.states {
            let node =
                found(&format!("state_{name}")).unwrap_or_else(|| panic!("{path:?}: {name}"));
            let is_end = node.tag_name().name() == "endEvent";
            assert_eq!(is_end, state.is_final, "{path:?}: {name}");
        }
        for name in procedure.steps.keys() {
            let node = found(&format!("step_{name}")).unwrap_or_else(|| panic!("{path:?}: {name}"));
            assert!(node.tag_name().name().ends_with("Task"), "{path:?}: {name}");
            let notes = node
                .children()
                .find(|child| child.has_tag_name((BPMN, "documentation")));
            let notes = notes.and_then(|notes| notes.text()).unwrap();
            assert!(notes.contains('《') || notes.contains("Article"), "{notes}");
        }
        for (name, deadline) in &procedure.deadlines {
            let id = match deadline.then {
                Some(_) => format!("timer_{name}"),
                None => format!("due_{name}"),
            };
            let node = found(&id).unwrap_or_else(|| panic!("{path:?}: {id}"));
            let mut inside = node.children();
            assert!(inside.any(|child| child.has_tag_name((BPMN, "timerEventDefinition"))));
        }
    }
}

#[test]
fn no_two_shapes_lie_on_each_other_and_lines_end_at_theirs() {
    for Drawn {
        name: path, xml, ..
    } in drawn()
    {
        let document = Document::parse(xml).unwrap();
        let number = |node: roxmltree::Node<'_, '_>, name: &str| -> i64 {
            node.attribute(name).unwrap().parse().unwrap()
        };
        let mut boxes = Vec::new();
        for shape in document
            .descendants()
            .filter(|node| node.tag_name().name() == "BPMNShape")
        {
            let id = shape.attribute("bpmnElement").unwrap();
            if id.starts_with("lane_") || id == "participant" || id.starts_with("due_") {
                continue;
            }
            let bounds = shape
                .children()
                .find(|child| child.tag_name().name() == "Bounds")
                .unwrap();
            let (x, y) = (number(bounds, "x"), number(bounds, "y"));
            boxes.push((
                id,
                x,
                y,
                x + number(bounds, "width"),
                y + number(bounds, "height"),
            ));
        }
        for (at, a) in boxes.iter().enumerate() {
            for b in &boxes[at + 1..] {
                let apart = a.3 <= b.1 || b.3 <= a.1 || a.4 <= b.2 || b.4 <= a.2;
                assert!(apart, "{path:?}: {} lies on {}", a.0, b.0);
            }
        }
        for edge in document
            .descendants()
            .filter(|node| node.tag_name().name() == "BPMNEdge")
        {
            let bends: Vec<(i64, i64)> = edge
                .children()
                .filter(roxmltree::Node::is_element)
                .map(|bend| (number(bend, "x"), number(bend, "y")))
                .collect();
            for pair in bends.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                assert!(a.0 == b.0 || a.1 == b.1, "{path:?}: a slanted line");
                for (id, left, top, right, bottom) in &boxes {
                    let inside = left < &a.0.max(b.0)
                        && &a.0.min(b.0) < right
                        && top < &a.1.max(b.1)
                        && &a.1.min(b.1) < bottom;
                    assert!(
                        !inside,
                        "{path:?}: {:?} runs over {id}",
                        edge.attribute("id")
                    );
                }
            }
        }
    }
}

#[test]
fn the_reader_of_bpmn_js_finds_nothing_to_warn_of() {
    let Some(packages) = borrowed::node() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let script = "import { BpmnModdle } from 'bpmn-moddle';\nimport fs from 'node:fs';\n\
        for (const xml of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {\n\
        const read = await new BpmnModdle().fromXML(xml);\n\
        const tasks = Object.values(read.elementsById).filter(one => one.$type.endsWith('Task'));\n\
        console.log(read.warnings.length, read.references.length, tasks.length);\n}\n";
    // Modules are looked for beside the script.
    let path = packages.join(format!("read-{}.mjs", std::process::id()));
    fs::write(&path, script).unwrap();
    let all = folder.path().join("all.json");
    fs::write(&all, texts(drawn().iter())).unwrap();
    let args = [path.to_str().unwrap(), all.to_str().unwrap()];
    let told = borrowed::answer(Path::new("node"), &packages, &args);
    fs::remove_file(&path).unwrap();
    assert_eq!(told.lines().count(), drawn().len(), "{told}");
    for (line, one) in told.lines().zip(drawn()) {
        let counts: Vec<usize> = line
            .split(' ')
            .map(|count| count.parse().unwrap())
            .collect();
        assert_eq!(counts[0], 0, "{} is read with warnings", one.name);
        assert!(
            0 < counts[1] && one.procedure.steps.len() <= counts[2],
            "{}: {line}",
            one.name
        );
    }
}

/// The documents as one array of texts.
fn texts<'d>(all: impl Iterator<Item = &'d Drawn>) -> String {
    serde_json::to_string(&all.map(|one| &one.xml).collect::<Vec<_>>()).unwrap()
}

#[test]
fn the_viewer_of_bpmn_js_opens_it_in_a_browser() {
    let Some(packages) = borrowed::node() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // One language is enough: the other differs in words only.
    let all: Vec<&Drawn> = drawn().iter().step_by(2).collect();
    let xml = texts(all.iter().copied()).replace("</", "<\\/");
    let script = packages.join("node_modules/bpmn-js/dist/bpmn-viewer.production.min.js");
    let page = format!(
        "<!doctype html><meta charset=utf-8><body><div id=view style='height:900px'></div><pre id=told></pre>\
         <script src='file://{}'></script><script>\n\
         (async () => {{\n\
         const told = [];\n\
         const viewer = new BpmnJS({{ container: '#view' }});\n\
         for (const xml of {xml}) {{\n\
         try {{\n\
         const read = await viewer.importXML(xml);\n\
         const shown = viewer.get('elementRegistry').getAll();\n\
         const tasks = shown.filter(one => one.type.endsWith('Task')).length;\n\
         told.push(read.warnings.length + ' ' + tasks);\n\
         }} catch (error) {{ told.push('failed ' + error); }}\n\
         }}\n\
         document.getElementById('view').remove();\n\
         document.querySelectorAll('script').forEach(one => one.remove());\n\
         document.getElementById('told').textContent = told.join('\\n');\n\
         }})();\n</script>",
        script.display()
    );
    let file = folder.path().join("view.html");
    fs::write(&file, page).unwrap();
    let profile = format!(
        "--user-data-dir={}",
        folder.path().join("profile").display()
    );
    let address = format!("file://{}", file.display());
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        &profile,
        "--virtual-time-budget=300000",
        "--dump-dom",
        &address,
    ];
    let told = borrowed::answer(Path::new("chromium"), folder.path(), &args);
    let told = told.split("id=\"told\">").nth(1).unwrap();
    let told: Vec<&str> = told.split('<').next().unwrap().lines().collect();
    assert_eq!(told.len(), all.len(), "{told:?}");
    for (line, one) in told.iter().zip(&all) {
        let (warnings, tasks) = line.split_once(' ').unwrap();
        assert_eq!(warnings, "0", "{}: {line}", one.name);
        let tasks: usize = tasks.parse().unwrap();
        assert!(one.procedure.steps.len() <= tasks, "{}: {line}", one.name);
    }
}

#[test]
fn the_command_writes_it_in_the_reader_s_language() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("filing.bpmn");
    let file = file.to_str().unwrap();
    for (lang, words) in [("zh", "决定备案并公告"), ("en", "File and announce")] {
        let edition = ["--edition", "label/2026-07", "--as", "bpmn", "-o", file];
        let args = [
            &["scheme", "export", "filing", "--lang", lang][..],
            &edition,
        ]
        .concat();
        let told = xinbiao(&args);
        assert_eq!(told.code, 0, "{told:?}");
        let text = fs::read_to_string(file).unwrap();
        assert!(
            Document::parse(&text).is_ok() && text.contains(words),
            "{lang}"
        );
    }
}

#[test]
fn a_picture_is_the_other_form_and_a_wrong_name_is_told_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("filing.svg");
    let file = file.to_str().unwrap();
    let told = xinbiao(&["scheme", "export", "filing", "--as", "svg", "-o", file]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(fs::read_to_string(file).unwrap().starts_with("<svg"));
    let told = xinbiao(&["scheme", "export", "filng", "-o", file]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("filing (label/2026-07)"), "{told:?}");
    let told = xinbiao(&["scheme", "export", "filing", "--as", "visio", "-o", file]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(
        told.err.contains("[possible values: bpmn, svg]"),
        "{told:?}"
    );
}
