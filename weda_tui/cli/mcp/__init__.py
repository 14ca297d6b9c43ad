"""``mcp``: starts the server for coding agents, and prints the configuration of clients."""
