"""The parts of ``docs`` that the program itself says, and the pages that they stand in.

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; ``make docs`` writes it.
"""
