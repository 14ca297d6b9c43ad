"""Filters of records as values: a tree of conditions, and its text in both query languages.

tree ── where ──► JSON text of ``where`` tree ── odata ──► text of ``$filter``
"""
