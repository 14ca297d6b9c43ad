"""The stand-in for WeDa: a server on the loopback with real state behind the calls of every module.

server    sockets, a ready file, signals             faults    answers that go wrong on purpose
                                                       code_faults  every documented code
app       routes, tokens, the ways to say no         tokens    signed access tokens of both kinds
loopback  names of this machine only                 whole_body  requests read whole, limits
actions   one entry for each workflow call: instance_lists, process_lists, workflow/*
  state_machine   forward: start, complete, skip, transfer, stop
  backward        back: roll back, revoke            signers   who signs as well, who is chosen
  assignment      who gets a node's tasks            notices   the messages that tell them
world     users, flows, instances, tasks, messages   seeding   a believable past for them
examples  what the catalogue's examples speak of     state     where records are kept, how long
modules   the other modules: records, objects, people, sign-in
  deployment      what they share                    grants    who may do what
published what of all this is served, as OpenAPI documents
"""
