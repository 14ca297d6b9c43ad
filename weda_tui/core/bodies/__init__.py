"""Bodies of any size, read in place: their kind, their lines, their nodes and their search.

Nothing here builds a body in memory. A JSON body is cut into pieces of some 64 KiB at the ends of
lines. Of each piece only its start is stored (its offset, the number of its first line, the open
containers); the lines of a piece are found when they are needed. Every offset is in bytes.

    kind, charset ──► document ──► index (JsonIndex | TextIndex | HexIndex) ──► row
                                     └► nodes (path, parent, end) ──► folds        search
"""
