"""The ledgers of runs."""
