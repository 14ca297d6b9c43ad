"""The sandbox as a server: sockets, routes, tokens, faults."""
