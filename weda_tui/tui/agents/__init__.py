"""Questions of agents to the user: their dialog and its rows."""
