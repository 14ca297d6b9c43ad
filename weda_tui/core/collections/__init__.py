"""Saved requests: files in folders, with their examples."""
