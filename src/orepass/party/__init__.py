"""WHO: organisations, sites, people, assurance providers and their accreditation."""
