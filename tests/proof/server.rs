//! The local server, started once for all tests of this process.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, RwLock};

use postgres::{Client, NoTls};

/// Where the server answers.
pub struct Server {
    /// The one origin, for sign-in.
    pub site: String,
    /// PostgREST itself: the origin only forwards to it, and thousands of questions are quicker without the detour.
    pub rest: String,
    database: String,
    /// Its stdin is the lease: it closes when this process ends, and the server with it.
    _lease: Child,
}

/// Held for reading by whoever works on rows of their own, for writing by whoever needs the whole agency.
pub static AGENCY: RwLock<()> = RwLock::new(());

/// The server; the first caller waits until it is ready.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

/// A connection as the database's superuser. Triggers and foreign keys are off: it sets up what is, not what may be.
pub fn operator() -> Client {
    let mut client = connect();
    client.batch_execute("set session_replication_role = replica").unwrap();
    client
}

/// The same with triggers and foreign keys on, as a migration would write.
pub fn connect() -> Client {
    Client::connect(&server().database, NoTls).unwrap()
}

fn start() -> Server {
    let port = free_ports();
    let mut lease = Command::new("node")
        .args([concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proof/lease.mjs"), "--port", &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node, which the README asks for");
    let mut database = None;
    let mut said = String::new();
    let lines = BufReader::new(lease.stdout.take().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        if let Some(url) = line.strip_prefix("database ") {
            database = Some(url.to_owned());
        }
        if let (Some(site), Some(database)) = (line.strip_prefix("ready "), &database) {
            let rest = format!("http://127.0.0.1:{}", port + 2);
            return Server { site: site.to_owned(), rest, database: database.clone(), _lease: lease };
        }
        said.push_str(&line);
        said.push('\n');
    }
    // Its own words are on stderr above.
    let ended = lease.wait();
    panic!("the local server did not get ready ({ended:?}); it said:\n{said}");
}

/// The first of four free ports in a row, looked for from a place that differs between processes.
fn free_ports() -> u16 {
    let begin = u16::try_from(std::process::id() % 2_000).unwrap() * 4 + 34_000;
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    (begin..begin + 4_000).step_by(4).find(|port| (0..4).all(|more| free(port + more))).expect("four free ports")
}
