"""``load``: saved requests as load on Locust."""
