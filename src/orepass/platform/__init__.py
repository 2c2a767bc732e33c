"""Django plumbing: actions, access, records, accounts, files, notices, clock, home, health."""
