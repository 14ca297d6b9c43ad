"""A send from its plan to its end."""
