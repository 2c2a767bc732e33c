"""The way of an edition: held while it is developed, archived, announced, followed by the next, meant by a name."""
