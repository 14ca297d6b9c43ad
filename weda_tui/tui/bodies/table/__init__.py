"""A body as a table: switching to it, its rows, its export."""
