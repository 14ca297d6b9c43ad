"""The declarations of all sentences, with all languages side by side, one module per feature.

``words.history`` loads its module when it is first read.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weda_tui.i18n.words import (
        agents,
        answers,
        bodies,
        catalogue,
        collections,
        commands,
        comparison,
        doctor,
        environments,
        errors,
        facts,
        filters,
        guard,
        history,
        interchange,
        links,
        load,
        models,
        program,
        requests,
        runs,
        secrets,
        sending,
        storage,
        tokens,
    )

__all__ = [
    "agents",
    "answers",
    "bodies",
    "catalogue",
    "collections",
    "commands",
    "comparison",
    "doctor",
    "environments",
    "errors",
    "facts",
    "filters",
    "guard",
    "history",
    "interchange",
    "links",
    "load",
    "models",
    "program",
    "requests",
    "runs",
    "secrets",
    "sending",
    "storage",
    "tokens",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(name)
