"""``load``: saved requests as a load test with Locust."""
