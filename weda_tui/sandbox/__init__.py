"""The stand-in for WeDa: a server on the loopback with real state behind the calls of every module.

server/    sockets, routes, tokens, faults, what is published as OpenAPI documents, records
people/    accounts, roles, permissions, sign-in, the workbench
flows/     users, flows, instances, tasks and what moves them; workflow/ holds the calls added since
models/    data models and their records, by the current calls and by OData
storage/   the object store and the calls that sign its addresses
examples   what the catalogue's examples speak of
"""
