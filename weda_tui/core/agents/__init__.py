"""What an agent may send: its level at a place, the questions that a person answers."""
