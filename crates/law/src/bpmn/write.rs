//! The document: elements first, then their shapes.

use super::graph::{Due, Graph, Kind, Node};
use super::layout::{Bounds, Layout};
use crate::procedure::Procedure;
use crate::regime::Regime;
use std::fmt::Write as _;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions \
xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// What working days and terms of reference data are written in: no other
/// program can compute them without the calendar.
const TERMS: &str = "urn:xinbiao:term";

struct Writer<'a> {
    graph: &'a Graph,
    xml: String,
}

pub(super) fn document(
    regime: &Regime,
    procedure: &Procedure,
    graph: &Graph,
    layout: &Layout,
    zh: bool,
) -> String {
    let mut writer = Writer {
        graph,
        xml: String::new(),
    };
    let head = &regime.head;
    let (id, title) = (&procedure.head.id, &procedure.head.title);
    let title = escaped(if zh { &title.zh } else { &title.en });
    let space = escaped(&format!("urn:xinbiao:{}/{}", head.id, head.edition));
    writer.put(&format!(
        "{HEAD} id=\"definitions_{id}\" name=\"{title}\" targetNamespace=\"{space}\" exporter=\"xinbiao\">"
    ));
    if graph.nodes.iter().any(waits_for_signal) {
        writer.put("  <signal id=\"signal\" name=\"xinbiao\" />");
    }
    writer.put("  <collaboration id=\"collaboration\">");
    writer.put(&format!(
        "    <participant id=\"participant\" name=\"{title}\" processRef=\"process_{id}\" />"
    ));
    writer.put("  </collaboration>");
    writer.put(&format!(
        "  <process id=\"process_{id}\" name=\"{title}\" isExecutable=\"false\">"
    ));
    let basis = regime.law.citation(&procedure.head.basis, zh);
    let basis = format!("{}{basis}", if zh { "依据：" } else { "Basis: " });
    writer.documentation("    ", &[format!("{}/{}", head.id, head.edition), basis]);
    writer.lanes();
    for at in 0..graph.nodes.len() {
        writer.element(at);
    }
    for (at, flow) in graph.flows.iter().enumerate() {
        let (from, to) = (&graph.nodes[flow.from].id, &graph.nodes[flow.to].id);
        writer.put(&format!(
            "    <sequenceFlow id=\"flow_{at}\" sourceRef=\"{from}\" targetRef=\"{to}\" />"
        ));
    }
    writer.put("  </process>");
    writer.diagram(layout);
    writer.put("</definitions>");
    writer.xml
}

fn waits_for_signal(node: &Node) -> bool {
    matches!(node.kind, Kind::Signal | Kind::Start { by_signal: true })
}

impl Writer<'_> {
    fn put(&mut self, line: &str) {
        self.xml.push_str(line);
        self.xml.push('\n');
    }

    fn documentation(&mut self, indent: &str, notes: &[String]) {
        if !notes.is_empty() {
            let text = escaped(&notes.join("\n"));
            self.put(&format!("{indent}<documentation>{text}</documentation>"));
        }
    }

    fn lanes(&mut self) {
        let graph = self.graph;
        self.put("    <laneSet id=\"lanes\">");
        for (at, lane) in graph.lanes.iter().enumerate() {
            let name = escaped(&lane.name);
            self.put(&format!(
                "      <lane id=\"lane_{}\" name=\"{name}\">",
                lane.actor
            ));
            for node in graph.nodes.iter().filter(|node| node.lane == at) {
                self.put(&format!("        <flowNodeRef>{}</flowNodeRef>", node.id));
            }
            self.put("      </lane>");
        }
        self.put("    </laneSet>");
    }

    fn element(&mut self, at: usize) {
        let graph = self.graph;
        let node = &graph.nodes[at];
        let (tag, more) = match &node.kind {
            Kind::Start { .. } => ("startEvent", String::new()),
            Kind::UserTask => ("userTask", String::new()),
            Kind::ServiceTask => ("serviceTask", String::new()),
            Kind::Gateway => ("exclusiveGateway", String::new()),
            Kind::Milestone => ("intermediateThrowEvent", String::new()),
            Kind::End => ("endEvent", String::new()),
            Kind::Timer(_) | Kind::Signal => ("intermediateCatchEvent", String::new()),
            Kind::Border(task, _) => {
                let task = &graph.nodes[*task].id;
                (
                    "boundaryEvent",
                    format!(" cancelActivity=\"false\" attachedToRef=\"{task}\""),
                )
            }
        };
        let (id, name) = (&node.id, escaped(&node.name));
        self.put(&format!("    <{tag} id=\"{id}\" name=\"{name}\"{more}>"));
        self.documentation("      ", &node.notes);
        for (flow, ends) in graph.flows.iter().enumerate() {
            if ends.to == at {
                self.put(&format!("      <incoming>flow_{flow}</incoming>"));
            }
        }
        for (flow, ends) in graph.flows.iter().enumerate() {
            if ends.from == at {
                self.put(&format!("      <outgoing>flow_{flow}</outgoing>"));
            }
        }
        match &node.kind {
            Kind::Timer(due) | Kind::Border(_, due) => self.timer(id, due),
            Kind::Signal | Kind::Start { by_signal: true } => self.put(&format!(
                "      <signalEventDefinition id=\"what_{id}\" signalRef=\"signal\" />"
            )),
            _ => (),
        }
        self.put(&format!("    </{tag}>"));
    }

    fn timer(&mut self, id: &str, due: &Due) {
        let (tag, language, text) = match due {
            Due::Duration(text) => ("timeDuration", String::new(), text),
            Due::Term(text) => ("timeDuration", format!(" language=\"{TERMS}\""), text),
            Due::Date(field) => ("timeDate", format!(" language=\"{TERMS}\""), field),
        };
        let text = escaped(text);
        self.put(&format!("      <timerEventDefinition id=\"what_{id}\">"));
        self.put(&format!(
            "        <{tag} xsi:type=\"tFormalExpression\"{language}>{text}</{tag}>"
        ));
        self.put("      </timerEventDefinition>");
    }

    fn diagram(&mut self, layout: &Layout) {
        let graph = self.graph;
        self.put("  <bpmndi:BPMNDiagram id=\"diagram\">");
        self.put("    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">");
        self.frame("participant", layout.pool);
        for (lane, bounds) in graph.lanes.iter().zip(&layout.lanes) {
            self.frame(&format!("lane_{}", lane.actor), *bounds);
        }
        for (at, node) in graph.nodes.iter().enumerate() {
            let marker = match node.kind {
                Kind::Gateway => " isMarkerVisible=\"true\"",
                _ => "",
            };
            let id = &node.id;
            self.put(&format!(
                "      <bpmndi:BPMNShape id=\"shape_{id}\" bpmnElement=\"{id}\"{marker}>"
            ));
            self.bounds("        ", layout.nodes[at]);
            if let Some(label) = layout.labels[at] {
                self.put("        <bpmndi:BPMNLabel>");
                self.bounds("          ", label);
                self.put("        </bpmndi:BPMNLabel>");
            }
            self.put("      </bpmndi:BPMNShape>");
        }
        for (at, bends) in layout.flows.iter().enumerate() {
            self.put(&format!(
                "      <bpmndi:BPMNEdge id=\"edge_{at}\" bpmnElement=\"flow_{at}\">"
            ));
            for (x, y) in bends {
                self.put(&format!("        <di:waypoint x=\"{x}\" y=\"{y}\" />"));
            }
            self.put("      </bpmndi:BPMNEdge>");
        }
        self.put("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>");
    }

    fn frame(&mut self, id: &str, bounds: Bounds) {
        self.put(&format!(
            "      <bpmndi:BPMNShape id=\"shape_{id}\" bpmnElement=\"{id}\" isHorizontal=\"true\">"
        ));
        self.bounds("        ", bounds);
        self.put("      </bpmndi:BPMNShape>");
    }

    fn bounds(&mut self, indent: &str, bounds: Bounds) {
        let Bounds {
            x,
            y,
            width,
            height,
        } = bounds;
        self.put(&format!(
            "{indent}<dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" />"
        ));
    }
}

/// A text as XML holds it, also inside of quotes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(sign),
            // XML cannot hold these at all.
            sign if sign.is_control() => (),
            sign => {
                // Writing to a string cannot fail.
                let _ = out.write_char(sign);
            }
        }
    }
    out
}
