"""Pure rules of credentials: canonical JSON, keys, DIDs, proofs, status lists, structure, and the verifier."""
