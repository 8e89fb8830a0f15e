//! `/api/v1/openapi.json`: the interface, described from the table of routes.

use crate::policy::{ROUTES, Route, Who};
use axum::Json;
use serde_json::{Map, Value, json};

pub(crate) async fn get() -> Json<Value> {
    Json(document())
}

/// The description (OpenAPI 3.1).
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
    {
        let of = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(of) = of.as_object_mut() {
            of.insert(route.method.to_lowercase(), operation(route));
        }
    }
    for (path, of) in [
        ("/l/{number}.json", "The signed status of a label"),
        (
            "/e/{number}.json",
            "The signed status of an entry of any register",
        ),
    ] {
        paths.insert(path.into(), json!({"get": status(of)}));
    }
    paths.insert(
        "/statistics/{regime}/{name}.json".into(),
        json!({"get": statistic()}),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Xinbiao",
            "version": "1",
            "description": "The interface of a registry office. Each command bears a key and is carried out once; \
                the answer to a repeated one is the first answer. Failures are problem details (RFC 9457) with a \
                stable `code`, words in English and Chinese, and the article on which a refusal rests.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(),
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = route
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    if matches!(
        (route.method, route.path),
        ("GET", "/api/v1/cases" | "/api/v1/entries")
    ) {
        let kind = if route.path == "/api/v1/cases" {
            "string"
        } else {
            "integer"
        };
        parameters.push(
            json!({"name": "before", "in": "query", "schema": {"type": kind},
            "description": "The `next` of the page before."}),
        );
        parameters.push(json!({"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 200}}));
    }
    parameters.extend(asked(route));
    if route.path == "/api/v1/retention" {
        parameters.push(
            json!({"name": "show", "in": "query", "description": "Which files; `due` if not said.",
            "schema": {"enum": ["due", "proposed", "held", "kept", "disposed"]}}),
        );
        parameters.push(
            json!({"name": "after", "in": "query", "schema": {"type": "string"},
            "description": "The `next` of the page before."}),
        );
    }
    if route.method == "PUT" {
        for (name, about) in [
            ("Idempotency-Key", "The command's key."),
            (
                "X-File-Name",
                "The file's name, percent-encoded where it is not ASCII.",
            ),
        ] {
            parameters.push(
                json!({"name": name, "in": "header", "required": true, "description": about,
                "schema": {"type": "string"}}),
            );
        }
    }
    let mut operation = json!({
        "summary": route.does,
        "parameters": parameters,
        "responses": responses(route),
    });
    if let Some(operation) = operation.as_object_mut() {
        if route.who == Who::Token {
            operation.insert("security".into(), json!([{"token": []}]));
        }
        if let Some(body) = body(route) {
            operation.insert("requestBody".into(), body);
        }
    }
    operation
}

/// Whether the address may say more after a `?`.
fn has_query(route: &Route) -> bool {
    let paged = ["/api/v1/cases", "/api/v1/entries", "/api/v1/retention"];
    route.method == "GET" && paged.contains(&route.path)
}

/// Whether the address holds a number of the log.
fn numbered(route: &Route) -> bool {
    route.path.contains("{position}")
}

/// What is asked in the address, where it says something of its own.
fn asked(route: &Route) -> Vec<Value> {
    let named: &[(&str, bool)] = match route.path {
        "/api/v1/evidence/{kind}" => &[
            ("title", true),
            ("issuer", true),
            ("issued", true),
            ("until", false),
        ],
        _ => &[],
    };
    let one = |(name, must): &(&str, bool)| json!({"name": name, "in": "query", "required": must, "schema": {"type": "string"}});
    named.iter().map(one).collect()
}

fn body(route: &Route) -> Option<Value> {
    let schema = match (route.method, route.path) {
        ("POST", "/api/v1/commands") => "Command",
        ("POST", "/api/v1/cases") => "Opening",
        ("POST", "/api/v1/reports") => "Report",
        ("POST", "/api/v1/reports/status") => "Asking",
        ("POST", path) if path.ends_with("/evidence") => "Relying",
        ("PATCH", _) => "Filling",
        ("POST", _) => "Stepping",
        ("PUT", _) => {
            let file = json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}});
            return Some(json!({"required": true, "content": file}));
        }
        _ => return None,
    };
    Some(json!({"required": true, "content": {"application/json": {"schema": reference(schema)}}}))
}

fn responses(route: &Route) -> Value {
    let writes = route.method != "GET";
    let done = if route.path.starts_with("/api/v1/reports") {
        let told = if route.path.ends_with("status") {
            "Told"
        } else {
            "Taken"
        };
        json!({"schema": reference(told)})
    } else if writes {
        json!({"schema": reference("Receipt")})
    } else {
        json!({})
    };
    let (status, done) = match (route.method, route.path) {
        ("POST", "/api/v1/cases" | "/api/v1/reports") => (
            "201",
            json!({"description": "On record", "content": {"application/json": done}}),
        ),
        ("GET", path) if path.ends_with("{material}") => (
            "200",
            json!({"description": "The file", "content": {"application/octet-stream": {}}}),
        ),
        _ if writes => (
            "200",
            json!({"description": "On record", "content": {"application/json": done}}),
        ),
        _ => (
            "200",
            json!({"description": "As asked", "content": {"application/json": done}}),
        ),
    };
    let mut responses = Map::from_iter([(status.to_owned(), done)]);
    for (status, what) in refusals(route) {
        let problem = json!({"description": what,
            "content": {"application/problem+json": {"schema": reference("Problem")}}});
        responses.insert(status.into(), problem);
    }
    Value::Object(responses)
}

/// With what status a request can be refused, and what that means. What comes
/// later stands for what comes before.
fn refusals(route: &Route) -> Vec<(&'static str, &'static str)> {
    let mut told = Vec::new();
    if has_query(route) || numbered(route) {
        told.push(("400", "Malformed; `detail` names the parameter"));
    }
    if numbered(route) {
        told.push(("404", "No such number in the log"));
    }
    if route.who == Who::Token {
        let hidden = "Nothing there, or nothing that the asker may know of";
        told.push(("401", "No token, or one that does not hold"));
        told.push(("404", hidden));
    }
    if route.method == "GET" && route.path.ends_with("{material}") {
        let gone =
            "Disposed of when its term of keeping was over; `detail` says when and on what ground";
        told.push(("410", gone));
    }
    if route.method != "GET" {
        told.extend(WRITING);
    }
    if route.path.starts_with("/api/v1/reports") {
        told.push(match route.path.ends_with("status") {
            true => ("404", "Number and code do not belong together"),
            false => ("404", "Nobody without an account opens such a case"),
        });
        let often = "Too many were sent from there; try again after `Retry-After`";
        told.push(("429", often));
    }
    told.extend(ANYWHERE);
    told
}

/// With what status a command can be refused.
const WRITING: [(&str, &str); 6] = [
    ("400", "Malformed"),
    ("403", "Not for this person or party"),
    (
        "409",
        "The case has moved on, or the key was used with another command",
    ),
    ("413", "Too large"),
    ("422", "The law or the scheme does not allow it"),
    ("507", "The store is full; nothing was recorded"),
];

/// With what status every request can be refused.
const ANYWHERE: [(&str, &str); 3] = [
    ("408", "The request took too long"),
    (
        "500",
        "The record or the program is not as it should be; nothing was recorded",
    ),
    (
        "503",
        "Too much is under way; try again after `Retry-After`",
    ),
];

fn status(summary: &str) -> Value {
    json!({
        "summary": summary,
        "description": "`signature` is the signature line of a signed note (C2SP signed-note) whose text is the \
            canonical JSON (RFC 8785) of all other members and a line feed.",
        "parameters": [{"name": "number", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {
            "200": {"description": "The status", "content": {"application/json": {}}},
            "304": {"description": "Not changed since the tag in `If-None-Match`"},
            "404": {"description": "No such number"},
        },
    })
}

fn statistic() -> Value {
    let named = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    json!({
        "summary": "A public statistic",
        "description": "By what it counts, and each count with its keys and their wordings. With `.csv` the same as a table.",
        "parameters": [named("regime"), named("name")],
        "responses": {
            "200": {"description": "The counts as they are now", "content": {"application/json": {}}},
            "404": {"description": "No such statistic, or none for everybody"},
        },
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    let key = json!({"type": "string", "minLength": 1, "maxLength": 120, "description": "Names the command: the same key again gets the first answer"});
    let expected =
        json!({"type": "integer", "description": "The version of the case that the asker saw"});
    let names = json!({"type": "array", "items": {"type": "string"}});
    let fields = json!({"type": "object", "additionalProperties": {
        "oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}]}});
    let closed = |required: &[&str], properties: Value| json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties});
    let given = closed(
        &[],
        json!({"fields": fields, "grounds": names, "reasons": text, "checks": names,
        "statement": {"type": "boolean"}, "list": names}),
    );
    let order = json!({
        "type": "object",
        "required": ["ask"],
        "description": "Open, fill, step; on the party's own evidence consent-to-evidence, withdraw-consent and \
            end-evidence; for registrars and administrators, the orders on parties and calendars; for archivists, \
            those on the files of ended cases. Materials are handed in and evidence is kept by PUT.",
        "properties": {"ask": {"enum": ["open", "fill", "step", "register", "set-member", "qualify", "end-qualification",
            "mandate", "end-mandate", "bar", "lift-bar", "consent-to-evidence", "withdraw-consent", "end-evidence",
            "load-calendar", "hold", "propose-disposal", "dispose"]}},
    });
    json!({
        "Command": closed(&["key", "order"], json!({"key": key, "expected": expected, "order": order})),
        "Opening": closed(&["key", "regime", "procedure", "step"], json!({"key": key, "regime": text,
            "procedure": text, "holder": text, "step": text, "given": reference("Given")})),
        "Filling": closed(&["key", "fields"], json!({"key": key, "expected": expected, "fields": fields})),
        "Stepping": closed(&["key"], json!({"key": key, "expected": expected, "given": reference("Given")})),
        "Relying": closed(&["key", "evidence"], json!({"key": key, "expected": expected,
            "evidence": {"type": "string", "description": "`EV-1` of the holder, or `CODE/EV-1` of another party"}})),
        "Given": given,
        "Report": closed(&["regime", "procedure", "fields"], json!({"regime": text, "procedure": text, "fields": fields, "checks": names})),
        "Taken": {"type": "object", "required": ["case", "state", "code"], "properties": {"case": text, "state": text,
            "code": {"type": "string", "description": "With it the sender asks after the case. It is told once and kept nowhere"}}},
        "Asking": closed(&["number", "code"], json!({"number": text, "code": text})),
        "Told": {"type": "object", "required": ["case", "state", "since", "fields"], "properties": {"case": text, "state": text,
            "opened_at": text, "since": text, "fields": {"type": "object"}}},
        "Receipt": {"type": "object", "required": ["version", "repeated", "checkpoint"], "properties": {
            "case": text, "state": text, "version": {"type": "integer"}, "number": text,
            "position": {"type": "integer", "description": "The number in the public log; none for what stays out of it"},
            "repeated": {"type": "boolean"}, "checkpoint": text}},
        "Problem": {"type": "object", "required": ["type", "code", "status", "detail", "detail_zh"], "properties": {
            "type": text, "code": text, "status": {"type": "integer"}, "title": text, "detail": text, "detail_zh": text,
            "basis": text, "basis_zh": text, "version": {"type": "integer"}}},
    })
}
