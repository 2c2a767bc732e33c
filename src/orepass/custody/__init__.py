"""WHERE IT CAME FROM: events, lots, accounts, models, claims, lineage."""
