"""The calls of agents: previewed, asked about, sent and run."""
