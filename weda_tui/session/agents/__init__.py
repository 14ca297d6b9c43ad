"""Calls of agents: previewed, asked about, sent and run."""
