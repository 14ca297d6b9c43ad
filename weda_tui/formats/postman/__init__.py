"""Postman collections and environments, read and written."""
