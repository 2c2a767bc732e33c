"""Pages by role and public pages; no business rule."""
