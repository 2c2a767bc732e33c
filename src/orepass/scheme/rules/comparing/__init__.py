"""One edition beside another: what became of each requirement, and what it would do to those who hold a certificate."""
