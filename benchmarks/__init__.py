"""Benchmarks against peers; each module measures one thing and returns rows for ``orepass bench``."""
