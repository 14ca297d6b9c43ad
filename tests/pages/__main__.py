"""Writes the generated parts of ``docs``, the manual pages and the pinyin file: ``make docs``."""

from tests.catalogue.spelling import write_spelling
from tests.pages.manual import write_manual
from tests.pages.parts import write_pages

for changed in (*(page.name for page in write_pages()), *write_manual(), *write_spelling()):
    print(changed)
