"""Access tokens on the screen: their states in WHERE, and the dialog with their details."""
