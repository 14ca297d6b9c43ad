"""Endpoints and modules: the tree of endpoints, and calls of the user's own."""
