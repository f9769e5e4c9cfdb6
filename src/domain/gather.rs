//! Filling a map without sorting first.

/// Like `collect`, one by one. Collecting into a `BTreeMap` sorts its entries beforehand, and every type of map brings a
/// sort of its own into the bundle: 3 KB each, for maps of some forty entries.
pub(crate) fn gather<Map: Default + Extend<Item>, Item>(items: impl IntoIterator<Item = Item>) -> Map {
    let mut map = Map::default();
    map.extend(items);
    map
}
