//! A site on a port of its own, and somebody who asks it.

use case::command::Actor;
use case::party::PersonId;
use law::identity::PartyCode;
use office::people::People;
use serde_json::Value;
use testkit::office::TestOffice;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use web::limits::Options;
use web::serve::serve;

/// A site that is served as long as this value is there.
pub(crate) struct Site {
    pub(crate) office: TestOffice,
    pub(crate) people: People,
    pub(crate) port: u16,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn head(&self, name: &str) -> Option<&str> {
        self.head
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Page text without markup, one line each block.
    pub(crate) fn words(&self) -> String {
        let text = self.text();
        let body = text.split("<main id=\"main\">").nth(1).unwrap_or(&text);
        let body = body.split("</main>").next().unwrap_or_default();
        let mut words = String::new();
        let mut inside = false;
        for sign in body.chars() {
            match sign {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push('\n');
                }
                _ if !inside => words.push(sign),
                _ => (),
            }
        }
        words
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// A site of an office whose clock stands at `day`.
pub(crate) async fn site(day: &str) -> Site {
    site_with(day, Options::default()).await
}

pub(crate) async fn site_with(day: &str, options: Options) -> Site {
    site_of(testkit::office::office(day), options).await
}

/// A site of this office.
pub(crate) async fn site_of(office: TestOffice, options: Options) -> Site {
    let people = office.aside(|office| People::open(office).unwrap());
    let port = served(&office, &people, options).await;
    Site {
        office,
        people,
        port,
    }
}

/// Serves an office on a port of its own, which it returns.
async fn served(office: &TestOffice, people: &People, options: Options) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (held, known) = (office.office().clone(), people.clone());
    tokio::spawn(async move { serve(held, known, listener, options).await.unwrap() });
    port
}

impl Site {
    /// From now on asks a server that has kept nothing ready.
    pub(crate) async fn serve_anew(&mut self) {
        self.port = served(&self.office, &self.people, Options::default()).await;
    }

    /// A token of the person.
    pub(crate) fn token(&self, actor: &Actor) -> String {
        let Actor::Person { person, party } = actor else {
            panic!("only persons have tokens")
        };
        self.token_of(person, party)
    }

    pub(crate) fn token_of(&self, person: &PersonId, party: &PartyCode) -> String {
        let until = self.office.now() + 3_600_000;
        self.people.issue_token(person, party, until).unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"").await
    }

    pub(crate) async fn get_as(&self, token: &str, path: &str) -> Answer {
        self.ask(
            "GET",
            path,
            &[("authorization", &format!("Bearer {token}"))],
            b"",
        )
        .await
    }

    pub(crate) async fn send_as(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Answer {
        let head = [
            ("authorization", &*format!("Bearer {token}")),
            ("content-type", "application/json"),
        ];
        self.ask(method, path, &head, body.to_string().as_bytes())
            .await
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        head: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: xinbiao.example\r\nConnection: close\r\n");
        for (name, value) in head {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method != "GET" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        // The site may answer and close before it has read all of a body.
        let _ = stream.write_all(body).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        answer(&bytes)
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("an answer has a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .unwrap_or(0);
    let head = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    }
}
