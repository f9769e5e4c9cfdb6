//! Pure domain.
