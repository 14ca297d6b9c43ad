"""Runs of saved requests in sequence: assertions, captures, ledgers, results."""
