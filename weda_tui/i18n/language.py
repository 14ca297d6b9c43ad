"""The choice of the language."""

from collections.abc import Mapping
from typing import get_args

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n.strings import BY_LANGUAGE, Strings


def choose_language(environ: Mapping[str, str], wanted: str | None = None) -> Language:
    """Return the requested language, else the language of the locale, else English.

    ``wanted`` is ``zh``, ``en`` or ``None``. The locale is the first of ``LC_ALL``, ``LC_MESSAGES``
    and ``LANG`` that is set.
    """
    for language in get_args(Language):
        if wanted == language:
            return language
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"


def default_strings() -> Strings:
    """Return the English sentences, which a widget uses until its screen sets the language."""
    return strings_for("en")


def strings_for(language: Language) -> Strings:
    """Return all sentences in ``language``; the sentences of a place are loaded when first read."""
    return BY_LANGUAGE[language]
