"""What another certificate is worth here, as pure rules."""
