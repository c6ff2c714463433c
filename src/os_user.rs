//! The names of the current user and of the machine, as the operating system reports them.
//!
//! On Linux this reads `/etc/passwd` and runs `id` instead of calling the C library. A statically linked C library
//! cannot load the modules that look up users in the directory service of an organisation.

const UNKNOWN: &str = "unknown";

/// The login name of the user who runs the program, or the user id if the user has no name.
pub fn user_name() -> String {
    lookup_user().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| UNKNOWN.to_owned())
}

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

/// Finds the name of the user with this id in the lines of `/etc/passwd`: `name:password:id:…`; see passwd(5).
#[cfg(target_os = "linux")]
fn find_in_passwd(list: &str, number: u32) -> Option<String> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    })
}

/// Gets the name of the user from the `id` command, which can also look up users in a directory service.
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
