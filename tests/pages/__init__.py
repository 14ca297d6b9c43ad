"""The parts of ``docs`` that are generated from the program, and the pages that contain them.

A part is placed between ``<!-- generated: NAME -->`` and ``<!-- end -->``; ``make docs`` writes it.
"""
