//! Where the person is in the application, and how they get elsewhere. The application's own pages have the address bar;
//! a tag on somebody else's page has nothing but this, and its host's address stays as it is.

use leptos::prelude::*;
use uuid::Uuid;

/// How to go somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Going {
    /// In place of the present address: Back leads past it.
    pub replace: bool,
    /// The page stays where it is scrolled to.
    pub still: bool,
}

/// The parameters of an address, as they stand in it.
pub type Params = Vec<(String, String)>;

/// Leads to an address.
type Go = Box<dyn Fn(&str, Going) + Send + Sync>;

/// The present address, as a context.
#[derive(Clone, Copy)]
pub struct Route {
    /// The path, such as `/admin/clients`.
    pub path: Signal<String>,
    /// The parameters behind the `?`.
    pub params: Signal<Params>,
    /// What stands behind the `?`, without it.
    pub search: Signal<String>,
    /// What stands behind the `#`, with it.
    pub hash: Signal<String>,
    go: StoredValue<Go>,
}

/// The client that the present page's address names, as a context of that page.
#[derive(Clone, Copy)]
pub struct Addressed(pub Memo<Option<Uuid>>);

/// The route of this page, or of this tag.
pub fn use_route() -> Route {
    expect_context()
}

impl Route {
    /// A route with this address, which `go` changes.
    pub fn new(
        path: Signal<String>,
        params: Signal<Params>,
        search: Signal<String>,
        hash: Signal<String>,
        go: impl Fn(&str, Going) + Send + Sync + 'static,
    ) -> Self {
        Self { path, params, search, hash, go: StoredValue::new(Box::new(go)) }
    }

    /// Goes somewhere.
    pub fn go(self, address: &str) {
        self.lead(address, Going::default());
    }

    /// Goes somewhere as if one had never been here.
    pub fn replace(self, address: &str) {
        self.lead(address, Going { replace: true, still: false });
    }

    /// Goes somewhere in a manner of its own. A page that is gone leads nowhere.
    pub fn lead(self, address: &str, going: Going) {
        self.go.try_with_value(|go| go(address, going));
    }

    /// A parameter's value, the last if there are several, tracked.
    pub fn param(self, key: &str) -> Option<String> {
        self.params.with(|params| params.iter().rfind(|(other, _)| other == key).map(|(_, value)| value.clone()))
    }
}
