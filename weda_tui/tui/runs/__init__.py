"""Runs of saved requests: once, over rows of data, as a monitor, or as a load test."""
