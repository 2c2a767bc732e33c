"""Pure rules of the log: tree hashing and proofs, signed notes, checkpoints, proof files."""
