"""Saved requests: opened, edited, saved, run, and the drafts of them that are not saved."""
