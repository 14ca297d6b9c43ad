"""Writes the generated parts of ``docs``: ``make docs``."""

from tests.pages.parts import write_pages

for changed in write_pages():
    print(changed.name)
