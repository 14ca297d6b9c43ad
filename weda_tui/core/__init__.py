"""Values and pure functions about WeDa, requests, tokens and errors.

Nothing here reads a clock, a file or a socket; such input is passed as an argument.
"""
