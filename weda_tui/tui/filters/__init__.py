"""Filters of records: OData and where, order, selection."""
