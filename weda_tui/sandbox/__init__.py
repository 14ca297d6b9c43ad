"""The stand-in for WeDa: a server on the loopback with real state behind the workflow calls.

server    a socket, a ready file, signals            faults    answers that go wrong on purpose
app       routes, tokens, the two error shapes       tokens    signed access tokens
actions   one entry for each workflow call
  requests ─► state_machine │ instance_lists │ process_lists ─► answers
world     the users, flows, instances and tasks      seeding   a believable past for them
"""
