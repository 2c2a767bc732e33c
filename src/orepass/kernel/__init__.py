"""Plain Python values that every room shares; nothing here knows Django, a database or minerals."""
