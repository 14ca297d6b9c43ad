"""Imports from, and exports to, the file formats of other programs."""
