"""Deployments and their env types: values, checks, routes."""
