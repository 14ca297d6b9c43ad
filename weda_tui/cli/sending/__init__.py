"""``send``: one request, from its plan to its end."""
