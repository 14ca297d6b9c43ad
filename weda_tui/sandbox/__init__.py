"""The stand-in for WeDa: a server on the loopback with real state behind the workflow calls.

server    a socket, a ready file, signals            faults    answers that go wrong on purpose
app       routes, tokens, the two error shapes       tokens    signed access tokens
actions   one entry for each workflow call: instance_lists, process_lists, workflow/*
  state_machine   forward: start, complete, skip, transfer, stop
  backward        back: roll back, revoke            signers   who signs as well, who is chosen
  assignment      who gets a node's tasks            notices   the messages that tell them
world     users, flows, instances, tasks, messages   seeding   a believable past for them
examples  what the catalogue's examples speak of
"""
