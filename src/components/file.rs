//! Files for people to keep.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::dom::make;

/// Hands a file to the browser, which saves it where the person wants it; `None` where it takes none.
pub fn save(name: &str, mime: &str, text: &str) -> Option<()> {
    let parts = Array::of1(&JsValue::from_str(text));
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let file = Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?;
    let address = Url::create_object_url_with_blob(&file).ok()?;
    let link: HtmlAnchorElement = make("a", &[("href", &address), ("download", name)])?.dyn_into().ok()?;
    link.click();
    Url::revoke_object_url(&address).ok()
}
