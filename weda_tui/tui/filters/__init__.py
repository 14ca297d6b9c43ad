"""Filters of records in OData and ``where`` syntax, with order and selection of fields."""
