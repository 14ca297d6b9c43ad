"""Endpoints and modules: what can be called, and how it is found."""
