"""Commands for environments: values, secrets, checks, routes."""
