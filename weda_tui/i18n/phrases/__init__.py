"""Functions that express a value in words, in the language of the given ``Strings``."""
