"""Saved requests: files in folders, their examples and drafts."""
