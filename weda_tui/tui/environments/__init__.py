"""Environments: the form of one, its check, the grid of all, what else is done with them."""
