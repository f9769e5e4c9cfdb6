//! Values in the person's own locale, by the browser's `Intl`: the bundle carries no locale data.

use std::thread::LocalKey;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::calendar::{Date as Day, Instant};
use crate::domain::field::Field;
use crate::domain::money::Money;
use crate::domain::record::Record;
use crate::domain::value::Value;

/// Looks up the name of one of the agency's people.
pub type NameOf<'a> = &'a dyn Fn(Uuid) -> Option<String>;

/// A field's value as people read it; empty when there is none.
pub fn value_text(record: &Record, field: Field, name_of: NameOf<'_>) -> String {
    match record.value(field) {
        Some(Value::Money(money)) => money_text(money.cents()),
        Some(Value::Date(date)) => day_text(&date.to_string()),
        Some(Value::Instant(moment)) => moment_text(&moment.to_string()),
        Some(Value::Id(id)) if matches!(field, Field::AssignedManager | Field::CreatedBy) => {
            name_of(*id).unwrap_or_else(|| "Former colleague".to_owned())
        }
        _ => record.label(field),
    }
}

/// The same, short enough for a table: a moment without its time.
pub fn short_text(record: &Record, field: Field, name_of: NameOf<'_>) -> String {
    match record.value(field) {
        Some(Value::Instant(moment)) => moment_day_text(&moment.to_string()),
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

/// The moment at which a day begins at the person's place.
pub fn midnight(day: Day) -> Instant {
    // A date with a time but without a zone is the browser's own time.
    let date = Date::new(&JsValue::from_str(&format!("{day}T00:00:00")));
    let local = (!date.get_time().is_nan()).then(|| String::from(date.to_iso_string()));
    // Where the local moment would lie outside the years 1 to 9999, the one in Greenwich is near enough.
    let moment = local.and_then(|iso| Instant::from_text(&iso));
    moment.or_else(|| Instant::from_text(&format!("{day}T00:00:00Z"))).unwrap_or(Instant::LATEST)
}

/// A whole number with the locale's grouping.
pub fn count_text(count: usize) -> String {
    let text = count.to_string();
    formatted(&COUNT, &JsValue::from_str(&text)).unwrap_or(text)
}

/// What parts the thousands of a number in the locale.
pub fn group_mark() -> char {
    formatted(&COUNT, &JsValue::from_str("1000000")).and_then(|text| text.chars().nth(1)).unwrap_or(' ')
}

/// A day of the calendar, spelt `2026-03-31`.
pub fn day_text(day: &str) -> String {
    date_text(&DAY, &format!("{day}T00:00:00Z"))
}

/// A moment of the wire, with its time.
pub fn moment_text(moment: &str) -> String {
    date_text(&MOMENT, moment)
}

/// The same without its time.
pub fn moment_day_text(moment: &str) -> String {
    date_text(&MOMENT_DAY, moment)
}

/// A number of the wire with the locale's grouping, its digits as they are.
pub fn number_text(number: &str) -> String {
    formatted(&COUNT, &JsValue::from_str(number)).unwrap_or_else(|| number.to_owned())
}

/// An amount of the wire; one that is none of ours as a number.
pub fn amount_text(decimal: &str) -> String {
    Money::from_decimal(decimal).map_or_else(|_| number_text(decimal), |money| money_text(money.cents()))
}

/// The name of a country by its two letters.
pub fn country_text(code: &str) -> String {
    let name = COUNTRY.with(|country| {
        let (names, method) = country.as_ref()?;
        method.call1(names, &JsValue::from_str(&code.to_ascii_uppercase())).ok()?.as_string()
    });
    name.unwrap_or_else(|| code.to_owned())
}

/// How long ago a moment was, or how far ahead it is: "3 days ago".
pub fn relative_text(moment: Instant) -> String {
    const UNITS: [(f64, &str); 6] =
        [(60.0, "second"), (60.0, "minute"), (24.0, "hour"), (30.44, "day"), (12.0, "month"), (f64::INFINITY, "year")];
    let moment = Date::new(&JsValue::from_str(&moment.to_string())).get_time();
    let mut distance = (moment - Date::now()) / 1000.0;
    for (size, unit) in UNITS {
        if distance.abs() < size {
            let text = RELATIVE.with(|relative| {
                let (format, method) = relative.as_ref()?;
                method.call2(format, &distance.round().into(), &unit.into()).ok()?.as_string()
            });
            return text.unwrap_or_default();
        }
        distance /= size;
    }
    String::new()
}

// Making a format costs far more than using it, and a list uses each a hundred times.
thread_local! {
    static DAY: Option<Function> = date_format(Some("UTC"), false);
    static MOMENT_DAY: Option<Function> = date_format(None, false);
    static MOMENT: Option<Function> = date_format(None, true);
    static COUNT: Option<Function> = number_format(&[]);
    static WHOLE: Option<Function> = number_format(&[("minimumFractionDigits", 0)]);
    static CENTS: Option<Function> = number_format(&[("minimumFractionDigits", 2)]);
    // It says "yesterday" where there is such a word.
    static RELATIVE: Option<(JsValue, Function)> = intl("RelativeTimeFormat", ("numeric", "auto"), "format");
    static COUNTRY: Option<(JsValue, Function)> = intl("DisplayNames", ("type", "region"), "of");
}

fn money_text(cents: i64) -> String {
    // As text: a JavaScript number cannot hold every cent of the column's range.
    let decimal = format!("{}.{:02}", cents / 100, cents % 100);
    let format = if cents % 100 == 0 { &WHOLE } else { &CENTS };
    formatted(format, &JsValue::from_str(&decimal)).unwrap_or(decimal)
}

fn date_text(format: &'static LocalKey<Option<Function>>, iso: &str) -> String {
    let date = Date::new(&JsValue::from_str(iso));
    let text = if date.get_time().is_nan() { None } else { formatted(format, &date) };
    text.unwrap_or_else(|| iso.to_owned())
}

fn formatted(format: &'static LocalKey<Option<Function>>, value: &JsValue) -> Option<String> {
    format.with(|format| format.as_ref()?.call1(&JsValue::NULL, value).ok()?.as_string())
}

fn number_format(settings: &[(&str, u32)]) -> Option<Function> {
    let options = Object::new();
    for (key, value) in settings {
        set(&options, key, &(*value).into());
    }
    Some(Intl::NumberFormat::new(&Array::new(), &options).format())
}

fn date_format(zone: Option<&str>, time: bool) -> Option<Function> {
    let options = Object::new();
    set(&options, "dateStyle", &"medium".into());
    if time {
        set(&options, "timeStyle", &"short".into());
    }
    if let Some(zone) = zone {
        set(&options, "timeZone", &zone.into());
    }
    Some(Intl::DateTimeFormat::new(&Array::new(), &options).format())
}

/// One of `Intl`'s classes that js-sys does not know, with a setting, and its method.
fn intl(class: &str, setting: (&str, &str), method: &str) -> Option<(JsValue, Function)> {
    let class: Function =
        Reflect::get(&Reflect::get(&js_sys::global(), &"Intl".into()).ok()?, &class.into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    set(&options, setting.0, &setting.1.into());
    let format = Reflect::construct(&class, &Array::of2(&Array::new(), &options)).ok()?;
    let method = Reflect::get(&format, &method.into()).ok()?.dyn_into().ok()?;
    Some((format, method))
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object made here cannot fail.
    let _always = Reflect::set(object, &key.into(), value);
}
