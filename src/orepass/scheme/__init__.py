"""WHAT: loads, checks, evaluates, publishes and compares editions of standards."""
