"""Turns text into values and back: TOML, OpenAPI. No disk, no network."""
