"""Saved requests with their examples: files in folders, and unsaved drafts."""
