"""The command line: stdout is data, stderr is talk, the exit status says what happened.

main      language ─► program ─► a command ─► exit status
command   commands that load when called, help pages in the user's language
output    the only writer to stdout and stderr
"""
