"""Saved requests as a load test: requests that many users send repeatedly."""
