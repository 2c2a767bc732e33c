"""UNTP, the United Nations Transparency Protocol: a package per released version, so that old ones stay readable."""
