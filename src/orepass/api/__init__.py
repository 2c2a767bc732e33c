"""The REST door; no business rule."""
