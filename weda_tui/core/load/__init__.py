"""Saved requests as load: what is sent again and again by many users."""
