//! Values in the person's own locale, by the browser's `Intl`: the bundle carries no locale data.

use std::cell::{OnceCell, RefCell};

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::use_context;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};

use super::here;
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
    formatted(Form::Count, &JsValue::from_str(&text)).unwrap_or(text)
}

/// What parts the thousands of a number in the locale.
pub fn group_mark() -> char {
    formatted(Form::Count, &JsValue::from_str("1000000")).and_then(|text| text.chars().nth(1)).unwrap_or(' ')
}

/// A day of the calendar, spelt `2026-03-31`.
pub fn day_text(day: &str) -> String {
    date_text(Form::Day, &format!("{day}T00:00:00Z"))
}

/// A moment of the wire, with its time.
pub fn moment_text(moment: &str) -> String {
    date_text(Form::Moment, moment)
}

/// The same without its time.
pub fn moment_day_text(moment: &str) -> String {
    date_text(Form::MomentDay, moment)
}

/// A number of the wire with the locale's grouping, its digits as they are.
pub fn number_text(number: &str) -> String {
    formatted(Form::Count, &JsValue::from_str(number)).unwrap_or_else(|| number.to_owned())
}

/// An amount of the wire; one that is none of ours as a number.
pub fn amount_text(decimal: &str) -> String {
    Money::from_decimal(decimal).map_or_else(|_| number_text(decimal), |money| money_text(money.cents()))
}

/// The name of a country by its two letters.
pub fn country_text(code: &str) -> String {
    let code_text = JsValue::from_str(&code.to_ascii_uppercase());
    written(Form::Country, |names, of| of.call1(names, &code_text)).unwrap_or_else(|| code.to_owned())
}

/// How long ago a moment was, or how far ahead it is: "3 days ago".
pub fn relative_text(moment: Instant) -> String {
    const UNITS: [(f64, &str); 6] =
        [(60.0, "second"), (60.0, "minute"), (24.0, "hour"), (30.44, "day"), (12.0, "month"), (f64::INFINITY, "year")];
    let moment = Date::new(&JsValue::from_str(&moment.to_string())).get_time();
    let mut distance = (moment - Date::now()) / 1000.0;
    for (size, unit) in UNITS {
        if distance.abs() < size {
            let text =
                written(Form::Relative, |this, format| format.call2(this, &distance.round().into(), &unit.into()));
            return text.unwrap_or_default();
        }
        distance /= size;
    }
    String::new()
}

/// In which language's manner a view writes numbers and days, as a context; without one, in the browser's own. An event
/// happens in no view: what is written then takes along what it needs from the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locale(usize);

/// Learns a language by its tag, such as `de-DE`. One that is none, or that the browser does not know, is the browser's own.
pub fn learn(tag: &str) -> Locale {
    // It throws where the tag is none, and must not be called so that this ends the program.
    let canonical = member("getCanonicalLocales").and_then(|judge| judge.call1(&JsValue::NULL, &tag.into()).ok());
    let known = !tag.is_empty() && canonical.is_some();
    LANGUAGES.with_borrow_mut(|languages| {
        let tag = if known { tag } else { "" };
        let place = languages.iter().position(|language| language.tag == tag).unwrap_or_else(|| {
            languages.push(Language::new(tag));
            languages.len() - 1
        });
        Locale(place)
    })
}

/// A way to write something.
#[derive(Clone, Copy)]
enum Form {
    Day,
    MomentDay,
    Moment,
    Count,
    Whole,
    Cents,
    // It says "yesterday" where there is such a word.
    Relative,
    Country,
}

/// The ways of one language. Making one costs far more than using it, and a list uses each a hundred times.
struct Language {
    tag: String,
    made: [OnceCell<Option<Format>>; 8],
}

/// An object of `Intl` and its method.
type Format = (JsValue, Function);

thread_local! {
    static LANGUAGES: RefCell<Vec<Language>> = RefCell::new(vec![Language::new("")]);
}

impl Language {
    fn new(tag: &str) -> Self {
        Self { tag: tag.to_owned(), made: Default::default() }
    }

    fn format(&self, form: Form) -> Option<&Format> {
        self.made.get(form as usize)?.get_or_init(|| self.make(form)).as_ref()
    }

    fn make(&self, form: Form) -> Option<Format> {
        let locales = if self.tag.is_empty() { Array::new() } else { Array::of1(&JsValue::from_str(&self.tag)) };
        let plain = |format: Function| Some((JsValue::NULL, format));
        match form {
            Form::Day => plain(date_format(&locales, Some("UTC"), false)),
            Form::MomentDay => plain(date_format(&locales, None, false)),
            Form::Moment => plain(date_format(&locales, None, true)),
            Form::Count => plain(number_format(&locales, &[])),
            Form::Whole => plain(number_format(&locales, &[("minimumFractionDigits", 0)])),
            Form::Cents => plain(number_format(&locales, &[("minimumFractionDigits", 2)])),
            Form::Relative => intl(&locales, "RelativeTimeFormat", ("numeric", "auto"), "format"),
            Form::Country => intl(&locales, "DisplayNames", ("type", "region"), "of"),
        }
    }
}

/// Writes something in the present view's language.
fn written(form: Form, write: impl FnOnce(&JsValue, &Function) -> Result<JsValue, JsValue>) -> Option<String> {
    // The application speaks the browser's language everywhere, and is not asked.
    let Locale(place) = if here::is_embedded() { use_context().unwrap_or_default() } else { Locale::default() };
    LANGUAGES.with_borrow(|languages| {
        let (this, method) = languages.get(place)?.format(form)?;
        write(this, method).ok()?.as_string()
    })
}

fn money_text(cents: i64) -> String {
    // As text: a JavaScript number cannot hold every cent of the column's range.
    let decimal = format!("{}.{:02}", cents / 100, cents % 100);
    let format = if cents % 100 == 0 { Form::Whole } else { Form::Cents };
    formatted(format, &JsValue::from_str(&decimal)).unwrap_or(decimal)
}

fn date_text(format: Form, iso: &str) -> String {
    let date = Date::new(&JsValue::from_str(iso));
    let text = if date.get_time().is_nan() { None } else { formatted(format, &date) };
    text.unwrap_or_else(|| iso.to_owned())
}

fn formatted(form: Form, value: &JsValue) -> Option<String> {
    written(form, |this, format| format.call1(this, value))
}

fn number_format(locales: &Array, settings: &[(&str, u32)]) -> Function {
    let options = Object::new();
    for (key, value) in settings {
        set(&options, key, &(*value).into());
    }
    Intl::NumberFormat::new(locales, &options).format()
}

fn date_format(locales: &Array, zone: Option<&str>, time: bool) -> Function {
    let options = Object::new();
    set(&options, "dateStyle", &"medium".into());
    if time {
        set(&options, "timeStyle", &"short".into());
    }
    if let Some(zone) = zone {
        set(&options, "timeZone", &zone.into());
    }
    Intl::DateTimeFormat::new(locales, &options).format()
}

/// One of `Intl`'s classes that js-sys does not know, with a setting, and its method.
fn intl(locales: &Array, class: &str, setting: (&str, &str), method: &str) -> Option<Format> {
    let class = member(class)?;
    let options = Object::new();
    set(&options, setting.0, &setting.1.into());
    let format = Reflect::construct(&class, &Array::of2(locales, &options)).ok()?;
    let method = Reflect::get(&format, &method.into()).ok()?.dyn_into().ok()?;
    Some((format, method))
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object made here cannot fail.
    let _always = Reflect::set(object, &key.into(), value);
}

/// A class or a function of `Intl`.
fn member(name: &str) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()
}
