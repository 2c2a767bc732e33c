"""The command line door; no business rule."""
