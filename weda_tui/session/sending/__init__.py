"""Sending a draft, from its plan to the result."""
