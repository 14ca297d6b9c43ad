"""The stand-in for WeDa: a server on the loopback with real state behind the calls of every module.

server    sockets, a ready file, signals         faults    answers that go wrong on purpose
app       routes, tokens, the ways to say no     tokens    signed access tokens of both kinds
actions   one entry for each workflow call       state     where records are kept, and for how long
  requests ─► state_machine │ instance_lists │ process_lists ─► answers
world     the users, flows, instances and tasks  seeding   a believable past for them
modules   the other modules: records, objects, people, sign-in
  deployment  what they share                    grants    who may do what
"""
