"""SO THAT SMALL PRODUCERS CAN TAKE PART: rooms that are independent of one another."""
