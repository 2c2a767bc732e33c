"""Invented worlds that benchmarks are run in; made from a fixed seed, and never measured themselves."""
