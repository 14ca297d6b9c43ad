"""The explorer. State goes down by binding, intent comes up as messages."""
