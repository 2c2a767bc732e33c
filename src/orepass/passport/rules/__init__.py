"""Pure rules of passports: what a passport says, and how sure it is."""
