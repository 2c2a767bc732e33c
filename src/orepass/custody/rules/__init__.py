"""What custody has to compute, without a database: events read, checked, turned into lots, accounts and shares."""
