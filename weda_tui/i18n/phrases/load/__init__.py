"""A load test in words."""
