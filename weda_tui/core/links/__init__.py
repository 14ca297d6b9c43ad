"""Links: the calls that accept a value of a response."""
