"""Embedded proofs taken apart: which suites there are, how proofs build on one another, what linked data answers."""
