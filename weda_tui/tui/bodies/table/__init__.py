"""A body as a table: turning to it, its rows, its export."""
