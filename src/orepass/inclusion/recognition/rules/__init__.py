"""Pure rules of recognition: what a certificate of one scheme is worth in another, and for how long."""
