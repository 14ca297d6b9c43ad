"""The reader of a response body: a widget composed of parts, each a plain object."""
