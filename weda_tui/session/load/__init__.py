"""Saved requests as load on Locust, which runs in processes of its own."""
