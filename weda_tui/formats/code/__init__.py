"""Requests as programs: Python and Node.js."""
