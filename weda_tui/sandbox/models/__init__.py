"""The data models: tables that are described, filled, queried and changed through the API.

calls       the 13 calls of ``/v1/model`` and ``/v1/sql``
  schema ◄─ catalogue (the company's models)     seeding   their initial content
  values    JSON to columns and back             filters   ``where`` to SQL
  database  one env type's tables                selection ``select`` to records
"""
