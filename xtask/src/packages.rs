//! Programs that tests run beside ours, and the packages that hold them.
//!
//! What is missing is installed from the system's own packages, and only with
//! rights that are there already: nothing asks for a password.

use crate::checkout::Checkout;
use crate::phase::ends_well;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program, or a file of a library, and where Debian and its kin keep it.
#[derive(Debug)]
struct Need {
    /// What a test must say, in quotes, to need it.
    word: &'static str,
    /// Any of these being there is enough: a program by its name, anything
    /// else by its path.
    found_as: &'static [&'static str],
    package: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        word: "go",
        found_as: &["go"],
        package: "golang-go",
    },
    Need {
        word: "/usr/share/gocode",
        found_as: &["/usr/share/gocode/src/golang.org/x/mod"],
        package: "golang-golang-x-mod-dev",
    },
    Need {
        word: "zbarimg",
        found_as: &["zbarimg"],
        package: "zbar-tools",
    },
    Need {
        word: "pdftotext",
        found_as: &["pdftotext"],
        package: "poppler-utils",
    },
    Need {
        word: "pdftoppm",
        found_as: &["pdftoppm"],
        package: "poppler-utils",
    },
    Need {
        word: "chromium",
        found_as: &["chromium"],
        package: "chromium",
    },
    Need {
        word: "chromium",
        found_as: &["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"],
        package: "fonts-noto-cjk",
    },
    Need {
        word: "node",
        found_as: &["node"],
        package: "nodejs",
    },
    Need {
        word: "XINBIAO_TEST_AXE",
        found_as: &["npm"],
        package: "npm",
    },
    Need {
        word: "npm",
        found_as: &["npm"],
        package: "npm",
    },
    Need {
        word: "python3",
        found_as: &["python3"],
        package: "python3-venv",
    },
    Need {
        word: "openssl",
        found_as: &["openssl"],
        package: "openssl",
    },
];

/// Sees to it that all programs which the tests run are there.
///
/// # Errors
///
/// Names the packages that are missing, if they cannot be installed.
pub(crate) fn ready(checkout: &Checkout) -> Result<bool> {
    let tests = checkout.texts(".rs")?;
    let said = |word: &str| {
        let quoted = format!("\"{word}\"");
        let mut sources = tests.iter().filter(|text| text.path.starts_with("crates/"));
        sources.any(|text| text.text.contains(&quoted))
    };
    let mut missing: BTreeSet<&str> = NEEDS
        .iter()
        .filter(|need| !need.found_as.iter().any(|place| is_there(place)) && said(need.word))
        .map(|need| need.package)
        .collect();
    if postgres("initdb").is_none() {
        missing.insert("postgresql");
    }
    if missing.is_empty() {
        println!("all programs that the tests run are there");
        return Ok(true);
    }
    install(&missing.into_iter().collect::<Vec<_>>())?;
    Ok(true)
}

fn is_there(place: &str) -> bool {
    if place.starts_with('/') {
        return Path::new(place).exists();
    }
    on_path(place).is_some()
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(program));
    places.find(|place| place.is_file())
}

/// A program of PostgreSQL's server. Debian keeps them out of the search
/// path, in a folder for each version; the newest is taken.
pub(crate) fn postgres(program: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
    let found = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|version| {
            let number: u16 = version.file_name().to_str()?.parse().ok()?;
            let path = version.path().join("bin").join(program);
            (15 <= number && path.is_file()).then_some((number, path))
        });
    found
        .max()
        .map(|(_, path)| path)
        .or_else(|| on_path(program))
}

fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("install them by hand: {names}");
    if !is_there("apt-get") {
        bail!("programs that the tests run are missing and there is no apt-get; {by_hand}");
    }
    let Some(root) = root()? else {
        bail!(
            "packages that the tests need are missing and this user may not install any; {by_hand}"
        );
    };
    println!("installing {names}");
    let install =
        || root.apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat());
    // The lists of packages may be old, or not there at all.
    if install()? || (root.apt_get(&["update"])? && install()?) {
        return Ok(());
    }
    bail!("the packages could not be installed; {by_hand}")
}

/// The right to install, in the form in which this user has it.
#[derive(Debug, Clone, Copy)]
enum Root {
    Already,
    BySudo,
}

impl Root {
    fn apt_get(self, words: &[&str]) -> Result<bool> {
        let start: &[&str] = match self {
            Root::Already => &["env"],
            Root::BySudo => &["sudo", "-n", "env"],
        };
        let quiet = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
        let all = [start, &quiet, words].concat();
        let (program, rest) = all.split_first().context("the command is never empty")?;
        ends_well(Command::new(program).args(rest))
    }
}

fn root() -> Result<Option<Root>> {
    if is_root()? {
        return Ok(Some(Root::Already));
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(sudo
        .status()
        .is_ok_and(|status| status.success())
        .then_some(Root::BySudo))
}

/// Whether this program runs as root.
pub(crate) fn is_root() -> Result<bool> {
    Ok(id_of("")? == Some(0))
}

/// The number of a user, or of the one who runs this program where the name
/// is empty; none if there is no such user.
pub(crate) fn id_of(user: &str) -> Result<Option<u32>> {
    let mut id = Command::new("id");
    id.arg("-u").args((!user.is_empty()).then_some(user));
    let answer = id.output().context("`id` does not start")?;
    Ok(String::from_utf8_lossy(&answer.stdout).trim().parse().ok())
}
