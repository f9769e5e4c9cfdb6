//! Values in the person's own locale, by the browser's `Intl`: the bundle carries no locale data.

use js_sys::{Array, Date, Intl, Object, Reflect};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use crate::domain::calendar::{Date as Day, Instant};
use crate::domain::field::Field;
use crate::domain::record::Record;
use crate::domain::value::Value;

/// Looks up the name of one of the agency's people.
pub type NameOf<'a> = &'a dyn Fn(Uuid) -> Option<String>;

/// A field's value as people read it; empty when there is none.
pub fn value_text(record: &Record, field: Field, name_of: NameOf<'_>) -> String {
    match record.value(field) {
        Some(Value::Money(money)) => money_text(money.cents()),
        Some(Value::Date(date)) => date_text(&format!("{date}T00:00:00Z"), Some("UTC"), false),
        Some(Value::Instant(moment)) => date_text(&moment.to_string(), None, true),
        Some(Value::Id(id)) if matches!(field, Field::AssignedManager | Field::CreatedBy) => {
            name_of(*id).unwrap_or_else(|| "Former colleague".to_owned())
        }
        _ => record.label(field),
    }
}

/// The same, short enough for a table: a moment without its time.
pub fn short_text(record: &Record, field: Field, name_of: NameOf<'_>) -> String {
    match record.value(field) {
        Some(Value::Instant(moment)) => date_text(&moment.to_string(), None, false),
        _ => value_text(record, field, name_of),
    }
}

/// A moment as `datetime-local` inputs hold it: the browser's own time zone, to the minute.
pub fn local_input(moment: &str) -> String {
    let date = Date::new(&JsValue::from_str(moment));
    let offset = date.get_timezone_offset() * 60_000.0;
    let local = Date::new(&JsValue::from_f64(date.get_time() - offset));
    let text = if local.get_time().is_nan() { String::new() } else { String::from(local.to_iso_string()) };
    text.get(..16).unwrap_or_default().to_owned()
}

/// What a `datetime-local` input holds, as a moment; text that is no moment is left for the rule to refuse.
pub fn moment_from_local(local: &str) -> String {
    let date = Date::new(&JsValue::from_str(local));
    if local.is_empty() || date.get_time().is_nan() { local.to_owned() } else { date.to_iso_string().into() }
}

/// The present moment by the person's clock.
pub fn now() -> Instant {
    let iso = String::from(Date::new_0().to_iso_string());
    // A clock outside the years 1 to 9999 is taken for the latest: then no time is in the future.
    Instant::from_text(&iso).unwrap_or(Instant::LATEST)
}

/// The present day at the person's place.
pub fn today() -> Day {
    let iso = local_input(&now().to_string());
    Day::from_text(iso.get(..10).unwrap_or_default()).unwrap_or(Day::LATEST)
}

/// A whole number with the locale's grouping.
pub fn count_text(count: usize) -> String {
    number_text(&count.to_string(), &Object::new())
}

fn money_text(cents: i64) -> String {
    let options = Object::new();
    let places = if cents % 100 == 0 { 0 } else { 2 };
    set(&options, "minimumFractionDigits", &places.into());
    // As text: a JavaScript number cannot hold every cent of the column's range.
    number_text(&format!("{}.{:02}", cents / 100, cents % 100), &options)
}

fn number_text(decimal: &str, options: &Object) -> String {
    let format = Intl::NumberFormat::new(&Array::new(), options);
    format
        .format()
        .call1(&JsValue::NULL, &JsValue::from_str(decimal))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| decimal.to_owned())
}

fn date_text(iso: &str, zone: Option<&str>, time: bool) -> String {
    let options = Object::new();
    set(&options, "dateStyle", &"medium".into());
    if time {
        set(&options, "timeStyle", &"short".into());
    }
    if let Some(zone) = zone {
        set(&options, "timeZone", &zone.into());
    }
    let format = Intl::DateTimeFormat::new(&Array::new(), &options);
    let date = Date::new(&JsValue::from_str(iso));
    if date.get_time().is_nan() {
        return iso.to_owned();
    }
    format
        .format()
        .call1(&JsValue::NULL, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| iso.to_owned())
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object made here cannot fail.
    let _always = Reflect::set(object, &key.into(), value);
}
