"""Drawing that knows nothing of WeDa."""
