"""Touches the network: one HTTP client, one table of its failures, the tokens."""
