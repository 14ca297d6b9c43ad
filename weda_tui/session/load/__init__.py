"""Saved requests as a load test with Locust, which runs in processes of its own."""
