"""Runs of saved requests."""
