"""Writes the generated parts of ``docs``, and the manual pages: ``make docs``."""

from tests.pages.manual import write_manual
from tests.pages.parts import write_pages

for changed in (*(page.name for page in write_pages()), *write_manual()):
    print(changed)
