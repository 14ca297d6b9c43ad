"""Network access: the HTTP client, the translation of its failures, and the tokens."""
