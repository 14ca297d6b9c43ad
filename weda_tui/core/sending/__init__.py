"""The states and results of a send, and the joining of all pages of a list."""
