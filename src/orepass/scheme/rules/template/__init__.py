"""A standard as a workbook: every file of a pack laid out in sheets, and back into the same files."""
