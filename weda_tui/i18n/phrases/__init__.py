"""Functions that put a value into words, in the language of its ``Strings``."""
