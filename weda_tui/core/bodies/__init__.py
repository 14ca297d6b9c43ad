"""Bodies of any size, read where they lie: what a body is, its lines, its nodes, its search.

Nothing here builds a body. A JSON body is cut into pieces of some 64 KiB at ends of lines; of each
piece only where it starts is kept (its offset, the number of its first line, what is open there),
and the lines of a piece are found when somebody looks at them. Every offset is one of bytes.

    kind, charset ──► document ──► index (json_index | text_index | hex_index) ──► row
                                     └► nodes (path, parent, end) ──► folds        search
"""
