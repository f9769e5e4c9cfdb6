//! Programs that run side by side until one ends or a person presses Ctrl-C; then all of them are stopped.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long a child may take to stop in order; the local server closes a database.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The running children, in the order in which they were started.
pub struct Children {
    running: Vec<(String, Child)>,
    interrupted: Arc<AtomicBool>,
}

impl Children {
    /// From here on Ctrl-C (or SIGTERM) ends [`Children::wait`] instead of this process.
    ///
    /// # Errors
    /// A sentence when the system does not let us listen for it.
    pub fn new() -> Result<Self, String> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst))
            .map_err(|error| format!("Ctrl-C cannot be watched: {error}."))?;
        Ok(Self { running: Vec::new(), interrupted })
    }

    /// Starts a child in a process group of its own, so that what it starts is stopped with it.
    ///
    /// # Errors
    /// A sentence when it cannot be started.
    pub fn start(&mut self, name: &str, command: &mut Command) -> Result<&mut Child, String> {
        own_group(command);
        let child =
            command.stdin(Stdio::null()).spawn().map_err(|error| format!("{name} could not be started: {error}."))?;
        self.running.push((name.to_owned(), child));
        self.running.last_mut().map(|(_, child)| child).ok_or_else(|| format!("{name} could not be started."))
    }

    /// Until Ctrl-C, or until one of them ends by itself, which is a failure.
    ///
    /// # Errors
    /// A sentence that names the child that ended.
    pub fn wait(mut self) -> Result<(), String> {
        loop {
            if self.interrupted.load(Ordering::SeqCst) {
                return Ok(());
            }
            for (name, child) in &mut self.running {
                match child.try_wait() {
                    Ok(None) => {}
                    Ok(Some(status)) => return Err(format!("{name} ended ({status}).")),
                    Err(error) => return Err(format!("{name} cannot be watched: {error}.")),
                }
            }
            thread::sleep(LOOK_EVERY);
        }
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for (_, child) in &mut self.running {
            ask_to_stop(child);
        }
        for (name, child) in &mut self.running {
            if !ends_within(child, PATIENCE) {
                eprintln!("{name} does not stop: it is killed");
                kill(child);
            }
        }
    }
}

fn ends_within(child: &mut Child, patience: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        thread::sleep(LOOK_EVERY);
    }
    false
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(unix)]
fn ask_to_stop(child: &mut Child) {
    signal_group(child, nix::sys::signal::Signal::SIGTERM);
}

#[cfg(unix)]
fn kill(child: &mut Child) {
    signal_group(child, nix::sys::signal::Signal::SIGKILL);
}

#[cfg(unix)]
fn signal_group(child: &mut Child, signal: nix::sys::signal::Signal) {
    // A child that has been waited for is gone, and its number may be somebody else's by now.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    if let Ok(group) = i32::try_from(child.id())
        && let Err(error) = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(group), signal)
    {
        eprintln!("process group {group} cannot be signalled: {error}");
    }
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(not(unix))]
fn ask_to_stop(child: &mut Child) {
    kill(child);
}

#[cfg(not(unix))]
fn kill(child: &mut Child) {
    if let Err(error) = child.kill() {
        eprintln!("a child cannot be stopped: {error}");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_ends_by_itself_is_named_and_the_others_are_stopped() {
        let mut children = Children { running: Vec::new(), interrupted: Arc::default() };
        let stays = children.start("stays", Command::new("sleep").arg("600")).map(|child| child.id());
        assert!(children.start("ends", &mut Command::new("true")).is_ok());
        assert!(children.wait().is_err_and(|sentence| sentence.starts_with("ends ended")));
        let alive = stays.is_ok_and(|pid| std::path::Path::new(&format!("/proc/{pid}")).exists());
        assert!(!alive);
    }
}
