"""A witness that anyone can run: a key, a list of logs, what it cosigned last of each; no Django, no home."""
