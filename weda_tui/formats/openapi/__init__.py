"""OpenAPI documents, read and written."""
