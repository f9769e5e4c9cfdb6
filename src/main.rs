//! Mounts the application once its configuration is read.

use clientele::api::config::Config;
use clientele::api::http::read_file;
use clientele::app::App;
use clientele::components::states::Message;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

fn main() {
    spawn_local(async {
        let config = match read_file("/config.json").await {
            Ok(text) => Config::from_text(&text).map_err(|unusable| unusable.to_string()),
            Err(failure) => Err(format!("config.json cannot be read: {failure}")),
        };
        // The waiting page of index.html has done its work.
        if let Some(waiting) = document().get_element_by_id("boot") {
            waiting.remove();
        }
        match config {
            Ok(config) => mount_to_body(move || view! { <App config/> }),
            Err(text) => mount_to_body(
                move || view! { <main class="shell__content"><Message kind="failed" title="Clientele is not set up" text/></main> },
            ),
        }
    });
}
