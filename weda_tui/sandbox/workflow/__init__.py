"""The workflow calls that act, or return more than a list; one module per concern.

Each module holds its calls' bodies, responses and functions; ``actions`` has the table of all
calls.
"""
