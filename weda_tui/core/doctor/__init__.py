"""Causes of a failed call and what can be done about each."""
