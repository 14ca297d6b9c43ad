"""Sends from the main screen."""
