"""The request before it is sent: draft, form, variables, URL."""
