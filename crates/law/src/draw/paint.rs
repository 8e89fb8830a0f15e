//! Lines, boxes and words of the drawing.

use super::layout::{BOX_LEFT, BOX_WIDTH, End, LABELS, LANE, Layout, Port, Row};
use crate::columns::{width, wrapped};
use crate::name::{ActorName, StepName};
use crate::procedure::Procedure;
use crate::regime::{Regime, Relation, Standing};
use crate::step::Step;
use std::fmt::Write as _;

const STYLE: &str = "text{font-family:'Noto Sans CJK SC','Noto Sans SC',sans-serif;fill:#1a1a1a}\
.t{font-size:20px;font-weight:700}.s{font-size:14px;font-weight:600}.e{font-size:12px}\
.l{font-size:12.5px}.o{font-size:12px;fill:#555}.b{stroke:#333;stroke-width:1.2}\
.f{fill:none;stroke:#333;stroke-width:1.2}.w{stroke:#3b5b92;stroke-width:1.4;fill:none}\
.c{stroke:#8a4b08;stroke-dasharray:5 4}.h{fill:#3b5b92}.hc{fill:#8a4b08}";

struct Painter<'a> {
    regime: &'a Regime,
    procedure: &'a Procedure,
    layout: &'a Layout,
    zh: bool,
    svg: String,
}

pub(super) fn paint(regime: &Regime, procedure: &Procedure, layout: &Layout, zh: bool) -> String {
    let mut painter = Painter {
        regime,
        procedure,
        layout,
        zh,
        svg: String::new(),
    };
    painter.opening();
    for name in layout.lanes.keys() {
        painter.lane(name);
    }
    for row in &layout.rows {
        painter.state(row);
        for port in &row.ports {
            painter.port(port);
        }
    }
    painter.legend();
    painter.svg.push_str("</svg>\n");
    painter.svg
}

const EDGE: usize = BOX_LEFT + BOX_WIDTH;

impl Painter<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.zh { zh } else { en }
    }

    /// Writing to a string cannot fail.
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.svg.write_fmt(text);
        self.svg.push('\n');
    }

    fn text(&mut self, class: &str, x: usize, y: usize, text: &str) {
        let text = escaped(text);
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>"
        ));
    }

    fn opening(&mut self) {
        let (w, h) = (self.layout.width, self.layout.height);
        let title = &self.procedure.head.title;
        let title = self.say(&title.zh, &title.en).to_owned();
        let lang = self.say("zh-CN", "en");
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" lang=\"{lang}\">"
        ));
        let named = escaped(&title);
        self.put(format_args!(
            "<title>{named}</title>\n<style>{STYLE}</style>"
        ));
        self.put(format_args!(
            "<rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>"
        ));
        self.text("t", BOX_LEFT, 36, &title);
        let head = &self.regime.head;
        let edition = format!("{}/{}", head.id, head.edition);
        self.text("o", BOX_LEFT, 58, &edition);
    }

    fn by_clock(&self, step: &Step) -> bool {
        let clock = |actor: &ActorName| {
            let actor = self.regime.actors.get(actor);
            actor.is_some_and(|actor| actor.relation == Relation::Clock)
        };
        step.by.iter().any(clock)
    }

    fn lane_x(&self, step: &StepName) -> usize {
        let lane = self.layout.lanes.get(step).copied().unwrap_or(0);
        EDGE + LABELS + lane * LANE
    }

    /// The upright part of a step's line.
    fn lane(&mut self, name: &StepName) {
        let ports = self.layout.rows.iter().flat_map(|row| &row.ports);
        let ys: Vec<usize> = ports
            .filter(|port| port.step == *name)
            .map(|port| port.y)
            .collect();
        let (Some(top), Some(bottom)) = (ys.iter().min(), ys.iter().max()) else {
            return;
        };
        let clock = self
            .procedure
            .steps
            .get(name)
            .is_some_and(|step| self.by_clock(step));
        let class = if clock { "w c" } else { "w" };
        let x = self.lane_x(name);
        self.put(format_args!(
            "<path class=\"{class}\" d=\"M{x} {top}V{bottom}\"/>"
        ));
    }

    fn state(&mut self, row: &Row) {
        let Some(state) = self.procedure.states.get(&row.state) else {
            return;
        };
        let status = state
            .entry
            .as_ref()
            .and_then(|entry| self.regime.statuses.get(entry));
        let fill = match status.map(|status| status.standing) {
            None => "#f4f4f4",
            Some(Standing::Valid) => "#d9f0df",
            Some(Standing::Suspended) => "#fdeebf",
            Some(Standing::Void) => "#f6d9d5",
        };
        let (top, height) = (row.top, row.height);
        self.put(format_args!(
            "<rect class=\"b\" x=\"{BOX_LEFT}\" y=\"{top}\" width=\"{BOX_WIDTH}\" \
             height=\"{height}\" rx=\"6\" fill=\"{fill}\"/>"
        ));
        if state.is_final {
            let (x, y, w, h) = (BOX_LEFT + 4, top + 4, BOX_WIDTH - 8, height - 8);
            self.put(format_args!(
                "<rect class=\"f\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"4\"/>"
            ));
        }
        let mut lines: Vec<(&str, String)> = wrapped(self.say(&state.zh, &state.en), 25)
            .into_iter()
            .map(|line| ("s", line))
            .collect();
        if let Some(status) = status {
            let told = format!(
                "{}{}",
                self.say("公示：", "Register: "),
                self.say(&status.zh, &status.en)
            );
            lines.extend(wrapped(&told, 30).into_iter().map(|line| ("e", line)));
        }
        let first = top + height / 2 + 5 - (lines.len().saturating_sub(1)) * 9;
        for (at, (class, line)) in lines.iter().enumerate() {
            self.text(class, BOX_LEFT + 16, first + at * 18, line);
        }
    }

    fn port(&mut self, port: &Port) {
        let Some(step) = self.procedure.steps.get(&port.step) else {
            return;
        };
        let clock = self.by_clock(step);
        let (class, head) = if clock { ("w c", "hc") } else { ("w", "h") };
        let (y, label) = (port.y, EDGE + 18);
        let title = self.say(&step.zh, &step.en).to_owned();
        let full = format!("{title} · {}", self.actors(step));
        let opens = step.from.is_empty();
        let end = match port.end {
            End::Stay => EDGE + 12,
            End::In if opens => EDGE + LABELS - 12,
            End::In | End::Out => self.lane_x(&port.step),
        };
        let words = match port.end {
            End::In => full,
            End::Out => format!("{title} {}", self.say("→", "→")),
            End::Stay if step.returns => format!("{full} {}", self.say("（返回）", "(back)")),
            End::Stay => format!("{full} {}", self.say("（状态不变）", "(stays)")),
        };
        let whole = words;
        let mut lines = wrapped(&whole, 56).into_iter();
        let mut words = lines.next().unwrap_or_default();
        if lines.next().is_some() {
            words.push('…');
        }
        // What is cut can be read by pointing at it.
        self.put(format_args!("<g><title>{}</title>", escaped(&whole)));
        let after = label + 4 + width(&words) * 7;
        self.put(format_args!(
            "<path class=\"{class}\" d=\"M{EDGE} {y}H{}\"/>",
            label - 4
        ));
        if port.end != End::Stay && after < end {
            self.put(format_args!(
                "<path class=\"{class}\" d=\"M{after} {y}H{end}\"/>"
            ));
        }
        match port.end {
            End::In => {
                let (near, up, down) = (EDGE + 10, y - 5, y + 5);
                self.put(format_args!(
                    "<path class=\"{head}\" d=\"M{EDGE} {y}L{near} {up}V{down}Z\"/>"
                ));
                if opens {
                    self.put(format_args!(
                        "<circle class=\"{head}\" cx=\"{end}\" cy=\"{y}\" r=\"6\"/>"
                    ));
                }
                self.text("l", label, y + 4, &words);
            }
            End::Out => {
                self.put(format_args!(
                    "<circle class=\"{head}\" cx=\"{end}\" cy=\"{y}\" r=\"2.6\"/>"
                ));
                self.text("o", label, y + 4, &words);
            }
            End::Stay => {
                self.put(format_args!(
                    "<circle class=\"{head}\" cx=\"{EDGE}\" cy=\"{y}\" r=\"4\"/>"
                ));
                self.text("l", label, y + 4, &words);
            }
        }
        self.put(format_args!("</g>"));
    }

    fn actors(&self, step: &Step) -> String {
        let actors = step
            .by
            .iter()
            .filter_map(|actor| self.regime.actors.get(actor));
        let names: Vec<&str> = actors.map(|actor| self.say(&actor.zh, &actor.en)).collect();
        names.join(self.say("、", ", "))
    }

    fn legend(&mut self) {
        let y = self.layout.height - 26;
        let words = self.say(
            "实线：由人办理；虚线：期限届满或者由另一办件带动，系统自动办理；双框：办结；箭头进入环节到达的状态。",
            "Solid: taken by a person. Dashed: by the clock or another case. Double frame: final. \
             An arrow enters the state to which its step leads.",
        );
        self.text("e", BOX_LEFT, y, words);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
