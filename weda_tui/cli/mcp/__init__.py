"""``mcp``: starts the server for coding agents, and prints what their clients need."""
