//! Who asks: one person of each role, and those who have none.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use clientele::domain::role::Role;
use hmac::{Hmac, KeyInit as _, Mac as _};
use postgres::Client;
use serde_json::{Value as Json, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::http::Ask;
use crate::server::{operator, server};

/// What somebody is to the agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Of(Role),
    /// Signed in, with a confirmed address and no linked row.
    Stranger,
    /// Signed in with an address that nobody confirmed.
    Unconfirmed,
    /// Not signed in.
    Anon,
}

impl Who {
    pub const ALL: [Self; 8] = [
        Self::Of(Role::Owner),
        Self::Of(Role::Admin),
        Self::Of(Role::Member),
        Self::Of(Role::Staff),
        Self::Of(Role::Viewer),
        Self::Stranger,
        Self::Unconfirmed,
        Self::Anon,
    ];

    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Of(role) => Some(role),
            _ => None,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Of(role) => role.wire(),
            Self::Stranger => "stranger",
            Self::Unconfirmed => "unconfirmed",
            Self::Anon => "anon",
        }
    }

    /// Their own window, or for those who have none every window there is.
    pub fn windows(self) -> Vec<&'static str> {
        match self {
            Self::Of(role) => vec![role.window()],
            _ => windows(),
        }
    }
}

/// Every window of the registry, each once.
pub fn windows() -> Vec<&'static str> {
    let mut windows: Vec<_> = Role::ALL.iter().map(|role| role.window()).collect();
    windows.dedup();
    windows
}

/// Somebody who can ask. `id` is `None` for anon only.
#[derive(Clone, Debug)]
pub struct Person {
    pub who: Who,
    pub id: Option<Uuid>,
    pub email: String,
    pub token: Option<String>,
}

impl Person {
    /// A new person of this kind; `scene` keeps the people of different tests apart. A role comes with a linked row,
    /// which bears the same id.
    pub fn new(who: Who, scene: &str) -> Self {
        let email = format!("{}.{scene}@proof.test", who.name());
        if who == Who::Anon {
            return Self { who, id: None, email, token: None };
        }
        let mut sql = operator();
        let id = add_user(&mut sql, &email, who != Who::Unconfirmed);
        if let Who::Of(role) = who {
            let add = "insert into app.clients (id, user_id, email, role, name) values ($1, $1, $2, $3, $4)";
            sql.execute(add, &[&id, &email, &role.wire(), &format!("{} of {scene}", role.wire())]).unwrap();
        }
        // Nobody gets a session for an address that is not confirmed, so that token is made here.
        let token = if who == Who::Unconfirmed { token(id, &json!({})) } else { sign_in(&email) };
        Self { who, id: Some(id), email, token: Some(token) }
    }

    pub fn send(&self, ask: &Ask) -> crate::http::Answer {
        ask.send(self.token.as_deref())
    }
}

/// An account as sign-in keeps it.
pub fn add_user(sql: &mut Client, email: &str, confirmed: bool) -> Uuid {
    let id = Uuid::from_u128(rand_id(email));
    sql.execute(
        "insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
           raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token, email_change,
           email_change_token_new, email_change_token_current, phone_change, phone_change_token, reauthentication_token)
         values ($1, 'authenticated', 'authenticated', $2, '', case when $3 then now() end,
           '{\"provider\": \"email\", \"providers\": [\"email\"]}', '{}', now(), now(), '', '', '', '', '', '', '', '')",
        &[&id, &email, &confirmed],
    )
    .unwrap();
    sql.execute(
        "insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
         values ($1, 'email', $2::text, $1, jsonb_build_object('sub', $2::text, 'email', $3::text), now(), now())",
        &[&id, &id.to_string(), &email],
    )
    .unwrap();
    id
}

/// The same id for the same address, so that a failure can be read twice.
fn rand_id(email: &str) -> u128 {
    let digest = <Sha256 as sha2::Digest>::digest(email.as_bytes());
    let bytes: [u8; 16] = digest[..16].try_into().unwrap();
    // Version 4, variant 1: some readers look.
    u128::from_be_bytes(bytes) & 0xffff_ffff_ffff_0fff_3fff_ffff_ffff_ffff | 0x0000_0000_0000_4000_8000_0000_0000_0000
}

/// Signs in by mail, as a person does.
pub fn sign_in(email: &str) -> String {
    let site = &server().site;
    let ask = |ask: Ask| {
        let answer = ask.header("apikey", "sb_publishable_clientele_local").send_to(site, None);
        assert!(answer.ok(), "{email} cannot sign in: {answer:?}");
        if answer.body.is_empty() { Json::Null } else { answer.json() }
    };
    ask(Ask::post("/auth/v1/otp", json!({ "email": email, "create_user": false })));
    let mail = ask(Ask::get(format!("/_dev/mail?to={email}")));
    let session = ask(Ask::post("/auth/v1/verify", json!({ "type": "magiclink", "token_hash": mail["token_hash"] })));
    session["access_token"].as_str().expect("a token").to_owned()
}

/// A token as sign-in issues it, with `more` claims, signed with the local server's secret (xtask/server/settings.mjs).
pub fn token(user: Uuid, more: &Json) -> String {
    let mut claims = json!({ "sub": user, "role": "authenticated", "aud": "authenticated", "exp": 4_102_444_800_u32 });
    let own = claims.as_object_mut().unwrap();
    own.extend(more.as_object().unwrap().clone());
    let part = |json: &Json| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    let unsigned = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": "JWT" })), part(&claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(b"clientele-local-server-signs-with-this-secret").unwrap();
    mac.update(unsigned.as_bytes());
    format!("{unsigned}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
