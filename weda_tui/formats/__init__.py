"""Readers and writers of text formats: TOML, OpenAPI, Postman and others. No disk, no network."""
