"""The workflow calls that act or tell more than a list, one module a concern.

Each module holds its calls' bodies, answers and functions, and ends with the table of its actions.
"""
