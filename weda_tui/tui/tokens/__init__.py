"""Access tokens on the screen: their states in WHERE, their details."""
