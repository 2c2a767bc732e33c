"""Entry stage and dated progress plans."""
