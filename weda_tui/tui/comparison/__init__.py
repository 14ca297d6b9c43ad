"""Comparisons of two responses."""
