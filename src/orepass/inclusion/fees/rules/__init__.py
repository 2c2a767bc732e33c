"""What certification costs, as pure rules."""
