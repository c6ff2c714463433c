//! The encoding of a list: a list of which some bytes fit no encoding is refused, because its accents would be stored as
//! other characters.

use crate::common::Sandbox;

fn refused(bytes: &[u8]) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", bytes);
    let before = sandbox.register_bytes();
    let message = sandbox.run("import obstacles list.csv").fails(65);
    assert!(sandbox.register_bytes() == before);
    message.lines().last().unwrap().to_owned()
}

#[test]
fn a_utf8_list_with_a_damaged_character_is_refused_with_its_line() {
    let mut list = "title,ministry\nCafé één,OCW\n".as_bytes().to_vec();
    list.extend(b"Kost \xe2\x82,OCW\n");
    assert_eq!(
        refused(&list),
        "ruimte: list.csv, line 3: the file is UTF-8, but here is a byte that is not; correct the text, or save the list \
         as UTF-8 again"
    );
}

#[test]
fn a_list_in_an_encoding_of_dos_is_refused_with_its_line() {
    // In code page 850, byte 0x81 is ü. Windows-1252 has no such byte.
    assert_eq!(
        refused(b"title,ministry\nD\x81sseldorf,OCW\n"),
        "ruimte: list.csv, line 2: the characters cannot be read as UTF-8 or Windows-1252; save the list as UTF-8"
    );
}

#[test]
fn a_list_in_windows_1252_is_read_with_its_accents() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", b"title;ministry\nCaf\xe9 \x80 5 \xe9\xe9n;OCW\n");
    sandbox.run("import obstacles list.csv").ok();
    assert_eq!(sandbox.rows("list --columns title")[0]["title"], "Café € 5 één");
}
