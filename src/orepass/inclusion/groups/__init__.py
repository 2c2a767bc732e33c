"""A group as one certificate holder: members, internal control, external sample."""
