"""Saved requests: open, edit, save and run them, and keep their unsaved drafts."""
