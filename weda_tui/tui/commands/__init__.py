"""The command table, and the key bindings of the user."""
