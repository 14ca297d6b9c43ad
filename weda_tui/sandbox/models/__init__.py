"""The data models: tables that are described, filled, asked and changed through the API.

calls       the 13 calls of ``/v1/model`` and ``/v1/sql``
  schema ◄─ catalogue (the company's models)     seeding   what they hold at first
  values    JSON to columns and back             filters   ``where`` to SQL
  database  one env type's tables                selection ``select`` to records
"""
