"""Values and pure functions: what is true of WeDa, requests, tokens and errors.

Nothing here reads a clock, a file or a socket; what it needs comes as an argument.
"""
