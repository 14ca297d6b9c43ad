"""Where a value of an answer can go next.

``kinds``: what an id is, by the names and meanings of the documents · ``held``: the value in hand ·
``takers``: the parameters that take ids · ``leads``: the calls for a value, filled in.
"""
