"""JSON, read over text and bytes without losing a digit."""
