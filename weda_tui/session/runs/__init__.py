"""Runs of saved requests: assertions, captures, data rows, reports."""
