"""What an agent may send: its level in an env type, and the questions that the user answers."""
