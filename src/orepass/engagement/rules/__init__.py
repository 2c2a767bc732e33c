"""Complaints and appeals, as pure rules."""
