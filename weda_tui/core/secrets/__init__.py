"""Credentials, and what looks like one."""
