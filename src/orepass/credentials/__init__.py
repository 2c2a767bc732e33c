"""Keys, DIDs, proofs and status lists; knows nothing of minerals."""
