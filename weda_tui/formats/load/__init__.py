"""Saved requests as load: a locustfile, a script for k6."""
