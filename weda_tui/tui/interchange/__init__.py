"""Saved requests written for other programs."""
