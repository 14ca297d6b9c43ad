"""The stand-in for WeDa: a server on the loopback with real state behind the calls of every module.

server/    sockets, routes, tokens, faults, published OpenAPI documents, records
people/    accounts, roles, permissions, sign-in, the workbench
flows/     users, flows, instances, tasks and their state machine
workflow/  further workflow calls: starting, acting on tasks, managing
models/    data models and their records, by the current calls and by OData
storage/   the object store and the calls that sign its addresses
examples   the data that the catalogue's examples refer to
"""
