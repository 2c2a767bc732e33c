"""Pure rules of the scheme room: the pack format, its loader, evaluation, and the rules of certification.

Nothing here knows Django or the database. `load` reads a pack from a folder, `evaluate` turns answers into an outcome,
`cases` runs the worked cases, and each rule of certification (sampling, audit time, nonconformity clocks, life-cycle
dates, groups) is a module of its own that cites its clause.
"""
