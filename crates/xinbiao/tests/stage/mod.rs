//! A data folder for rehearsals with everybody in it, and the program itself.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test may fail by panicking"
)]

use law::identity::check_sign;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a report is that is imported.
pub const REPORT: [&str; 12] = [
    "--report-number",
    "R",
    "--producer",
    "P",
    "--model",
    "M",
    "--firmware",
    "1",
    "--laboratory",
    "C:N:own",
    "--tested-to",
    "2026-06-15",
];

/// What the program answered.
#[derive(Debug)]
pub struct Told {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Told {
    /// Everything that it said.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The one JSON document on stdout.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs the program with no surroundings but English.
pub fn xinbiao(args: &[&str]) -> Told {
    let out = Command::new(env!("CARGO_BIN_EXE_xinbiao"))
        .args(args)
        .env_remove("XINBIAO_DATA")
        .env_remove("XINBIAO_DATABASE")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    Told {
        code: out.status.code().unwrap_or(-1),
        out: String::from_utf8(out.stdout).unwrap(),
        err: String::from_utf8(out.stderr).unwrap(),
    }
}

/// The code of nobody: area 000000, then a serial number.
pub fn code(serial: u32) -> String {
    let first = format!("91000000{serial:09}");
    let sign = check_sign(&first).unwrap();
    format!("{first}{sign}")
}

/// The repository's public dossier of a real product.
pub fn dossier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/ruuvi-gateway")
}

/// A data folder with a producer, a laboratory and a filing body, and a folder
/// of materials beside it.
#[derive(Debug)]
pub struct Stage {
    folder: TempDir,
    pub producer: String,
    pub laboratory: String,
    pub body: String,
}

pub const NOW: &str = "2026-07-06T09:30";

impl Stage {
    pub fn new() -> Self {
        let stage = Stage {
            folder: tempfile::tempdir().unwrap(),
            producer: code(1),
            laboratory: code(2),
            body: code(3),
        };
        let (p, l, b) = (&stage.producer, &stage.laboratory, &stage.body);
        stage.done(&["init", "--rehearsal"]);
        stage.party(b, "示例备案机构", "filing-body");
        for (person, role) in [
            ("reviewer-1", "reviewer"),
            ("reviewer-2", "reviewer"),
            ("decider-1", "decider"),
        ] {
            stage.done(&[
                "party",
                "member",
                b,
                person,
                "--name",
                "示例人员",
                "--role",
                role,
            ]);
        }
        stage.party(p, "示例智能科技", "producer");
        stage.done(&[
            "party",
            "member",
            p,
            "filer",
            "--name",
            "经办人",
            "--role",
            "filer",
        ]);
        stage.party(l, "示例检测中心", "laboratory");
        let term = ["--from", "2026-01-01", "--until", "2028-12-31"];
        stage.done(
            &[
                &["party", "qualify", l, "accreditation", "--number", "EX-1"],
                &term[..],
            ]
            .concat(),
        );
        stage
    }

    fn party(&self, code: &str, zh: &str, kind: &str) {
        self.done(&[
            "party", "register", code, "--zh", zh, "--en", "Example", "--kind", kind, "--region",
            "110000",
        ]);
    }

    /// A path in the stage's own folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Runs a command on the data folder, at the stage's time.
    pub fn run(&self, args: &[&str]) -> Told {
        let data = self.path("data");
        let place = ["--data", data.as_str(), "--now", NOW];
        xinbiao(&[&place[..], args].concat())
    }

    /// As [`Stage::run`], and it must be done.
    pub fn done(&self, args: &[&str]) -> Told {
        let told = self.run(args);
        assert_eq!(told.code, 0, "{args:?}: {told:?}");
        told
    }

    /// How many events are on record; everything must agree.
    pub fn events(&self) -> u64 {
        self.done(&["audit", "--json"]).json()["events"]
            .as_u64()
            .unwrap()
    }

    /// A command that must be refused with `code` and words that contain
    /// `says`, and must leave no trace.
    pub fn refused(&self, args: &[&str], code: i32, says: &str) {
        let before = self.events();
        let told = self.run(args);
        assert_eq!(told.code, code, "{args:?}: {told:?}");
        assert!(
            told.all().contains(says),
            "{args:?}: `{says}` is not in {told:?}"
        );
        assert_eq!(self.events(), before, "{args:?} was recorded");
        let told = self.run(&[args, &["--json"]].concat());
        assert!(told.json()["error"]["en"].is_string(), "{told:?}");
        assert_eq!(told.json()["error"]["exit"], code, "{told:?}");
    }

    /// The folder of materials: the dossier and four documents.
    pub fn materials(&self) -> String {
        let folder = self.path("materials");
        std::fs::create_dir_all(&folder).unwrap();
        for item in std::fs::read_dir(dossier()).unwrap() {
            let path = item.unwrap().path();
            std::fs::copy(&path, Path::new(&folder).join(path.file_name().unwrap())).unwrap();
        }
        for (at, name) in ["report", "declaration", "licence", "accreditation"]
            .into_iter()
            .enumerate()
        {
            self.write(&format!("materials/{name}.pdf"), pdf(at).as_bytes());
        }
        folder
    }

    /// The producer's person.
    pub fn filer(&self) -> String {
        format!("filer@{}", self.producer)
    }

    /// The words of a filing of the dossier.
    pub fn filing<'a>(&'a self, folder: &'a str, filer: &'a str) -> Vec<&'a str> {
        let mut args = vec![
            "file",
            "--dossier",
            folder,
            "--as",
            filer,
            "--yes",
            "--laboratory",
            &self.laboratory,
        ];
        for pair in [
            ["--category", "gateway"],
            ["--level", "basic"],
            ["--model", "Ruuvi Gateway"],
            ["--product-name", "物联网网关"],
            ["--firmware", "1.0.0"],
            ["--report-number", "EX-TR-1"],
            ["--tested-on", "2026-06-15"],
            ["--support-until", "2031-12-31"],
            ["--contact", "filing@producer.example"],
        ] {
            args.extend(pair);
        }
        args
    }

    /// A draft, opened by a filing without its documents.
    pub fn draft(&self) -> String {
        let (folder, filer) = (self.path("empty"), self.filer());
        std::fs::create_dir_all(&folder).unwrap();
        let told = self.run(&[&self.filing(&folder, &filer)[..], &["--json"]].concat());
        assert_eq!(told.code, 1, "{told:?}");
        told.json()["error"]["case"].as_str().unwrap().to_owned()
    }
}

/// A PDF of one empty page; each `at` gives another one.
pub fn pdf(at: usize) -> String {
    let height = 200 + at;
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 {height}]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )
}
