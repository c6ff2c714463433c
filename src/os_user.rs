//! Who is at work, and on which machine, as the system knows them.
//!
//! On Linux the list of accounts is read and the system's own `id` is asked, never the C library: that one loads the
//! module of whatever directory an organisation has, which a program with the C library linked in cannot.

/// What is told of somebody, or of a machine, that the system does not know.
const UNKNOWN: &str = "unknown";

/// The name of the account under which the program runs, or its number where it has no name.
pub fn user_name() -> String {
    lookup_user().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| UNKNOWN.to_owned())
}

/// The name of the machine on which it runs.
pub fn hostname() -> String {
    whoami::hostname().ok().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| UNKNOWN.to_owned())
}

#[cfg(target_os = "linux")]
fn lookup_user() -> Option<String> {
    let number = rustix::process::geteuid().as_raw();
    let local =
        std::fs::read("/etc/passwd").ok().and_then(|list| find_in_passwd(&String::from_utf8_lossy(&list), number));
    local.or_else(user_from_id_command).or_else(|| Some(format!("uid {number}")))
}

#[cfg(not(target_os = "linux"))]
fn lookup_user() -> Option<String> {
    whoami::username().ok()
}

/// Who has the account of that number, in a list of `lookup_user:password:number:…`, see passwd(5).
#[cfg(target_os = "linux")]
fn find_in_passwd(list: &str, number: u32) -> Option<String> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    })
}

/// Who it is by the directory of an organisation, which the system's own program asks.
#[cfg(target_os = "linux")]
fn user_from_id_command() -> Option<String> {
    let output = std::process::Command::new("id").arg("-un").stdin(std::process::Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::find_in_passwd;

    const LIST: &str = "root:x:0:0:root:/root:/bin/bash\n# remark\n\nbroken\n+::::::\nofficer:x:1000:1000:Officer,,,:/home/officer:/bin/sh\nsecond:x:1000:1:::\n";

    #[test]
    fn an_account_is_found_by_its_number_and_not_by_part_of_it() {
        assert_eq!(find_in_passwd(LIST, 0).as_deref(), Some("root"));
        assert_eq!(find_in_passwd(LIST, 1000).as_deref(), Some("officer"));
        assert_eq!(find_in_passwd(LIST, 100), None);
        assert_eq!(find_in_passwd("", 0), None);
    }
}
