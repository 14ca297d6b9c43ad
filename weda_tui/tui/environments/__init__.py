"""Environments: the form, the check, the grid and the other actions on environments."""
