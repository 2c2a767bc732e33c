"""Read lots, events, accounts and lineage; every answer is a frozen card."""
