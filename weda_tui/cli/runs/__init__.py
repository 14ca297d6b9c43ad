"""Saved requests sent one after another: assertions, captures, reports."""
