"""UNTP 0.7.0 (4 May 2026): conformity credential and product passport as typed values, our own models."""
