"""The command line: data on stdout, messages on stderr, the result as the exit status.

main      language ─► program ─► a command ─► exit status
command   commands that are loaded when called, help pages in the user's language
output    the only writer to stdout and stderr
"""
