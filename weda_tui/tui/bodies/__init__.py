"""The reader of a body: a widget that has parts, each a plain object."""
