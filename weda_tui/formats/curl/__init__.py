"""curl commands, read and written."""
