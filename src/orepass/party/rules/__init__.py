"""Pure rules about who and where: kinds of parties, countries, coordinates, accreditation, impartiality, tables."""
