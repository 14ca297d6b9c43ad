"""Saved requests as load tests: a locustfile, a script for k6."""
