"""Pure rules of assurance: life cycles, clocks, impartiality, certificate status, and what may be decided."""
