"""Names for shell completion, from the workspace, the catalogue and the error book.

Only names are read: nothing is sent, and no secret, token or keyring is opened. A workspace is not
trusted, and a completion becomes part of a command line. Therefore a name that is not printable or
begins like an option is skipped; the scripts of the shells quote the other names. An unreadable
file offers nothing. Each function imports the modules that it needs, because only completion uses
them.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from weda_tui.cli.invocation import Invocation
from weda_tui.core.errors import WedaError
from weda_tui.store.paths import Paths, find_paths

if TYPE_CHECKING:
    from weda_tui.core.catalogue.modules import Catalogue
    from weda_tui.core.environments.deployment import Environment

COMPLETION_VARIABLE = "_WEDA_TUI_COMPLETE"
"""Set by the shell when it requests completions (``bash_source`` prints the script)."""
SHELLS = ("bash", "zsh", "fish")
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Find = Callable[[Paths, click.Context, str], Iterable[str]]
"""``find(paths, context, incomplete)`` returns names; names that do not match are skipped later."""
MOST_READ = 50
"""Number of environments that are read if the command line names none."""
_OF_MODELS = "model."
"""Prefix of the endpoint ids of data models."""


def is_offered(name: str) -> bool:
    """Return whether a name may be put into a command line as one word."""
    charset = sys.getfilesystemencoding()
    is_kept = name.encode(charset, "ignore").decode(charset) == name
    return is_kept and name.isprintable() and not name.startswith("-")


def offer(*finds: Find) -> Complete:
    """Return a completion function that offers the found names."""

    def complete(
        context: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        invocation = context.find_object(Invocation)
        found: list[CompletionItem] = []
        for find in finds:
            with suppress(WedaError, OSError):
                paths = find_paths(invocation.workspace if invocation else None, os.environ)
                names = find(paths, context, incomplete)
                found += [
                    CompletionItem(name)
                    for name in dict.fromkeys(names)
                    if name.startswith(incomplete) and is_offered(name)
                ]
        return found

    return complete


def offer_words(words: Sequence[str]) -> Complete:
    """Return a completion function for one of a few words."""
    return offer(lambda _, __, ___: words)


def left_to_shell(kind: str) -> Complete:
    """Return a completion function that lets the shell complete a ``file`` or a ``dir``."""
    return lambda _, __, incomplete: [CompletionItem(incomplete, type=kind)]


def find_environments(paths: Paths, _: click.Context, __: str) -> Iterable[str]:
    """Return the names of all environments, including unreadable ones."""
    from weda_tui.store.environments.files import environment_names

    return environment_names(paths.environments)


def _chosen_environments(paths: Paths, context: click.Context) -> "Iterator[Environment]":
    """Yield the environment on the command line, else all of them; skip unreadable ones."""
    from weda_tui.store.environments.files import load_environment

    names, named = find_environments(paths, context, ""), context.params.get("env")
    for name in [named] if named else list(names)[:MOST_READ]:
        with suppress(WedaError):
            if (environment := load_environment(paths.environments, name)) is not None:
                yield environment


def find_env_types(paths: Paths, context: click.Context, _: str) -> Iterable[str]:
    """Yield the env types of the named environment, else of all environments."""
    for environment in _chosen_environments(paths, context):
        yield from (each.name for each in environment.env_types)


def find_endpoints(paths: Paths, context: click.Context, incomplete: str) -> Iterable[str]:
    """Yield the ids of all endpoints; ids of data models only after their prefix is typed."""
    catalogue = _load_catalogue(paths)
    yield from catalogue.by_id
    if incomplete.startswith(_OF_MODELS):
        from weda_tui.core.models.model_calls import with_models
        from weda_tui.store.models import ModelFiles

        for environment in _chosen_environments(paths, context):
            known = ModelFiles(paths.models).load(environment)
            yield from with_models(catalogue, known).by_id


def find_modules(paths: Paths, _: click.Context, __: str) -> Iterable[str]:
    """Return the names of all modules."""
    return [module.id for module in _load_catalogue(paths).modules]


def _load_catalogue(paths: Paths) -> "Catalogue":
    from weda_tui.store.bundled_catalogue import load_bundled_catalogue
    from weda_tui.store.modules import load_modules

    return load_modules(paths.modules, load_bundled_catalogue()).catalogue


def find_saved(paths: Paths, _: click.Context, __: str) -> Iterable[str]:
    """Return the paths of all saved requests."""
    from weda_tui.store.collections.files import request_paths

    return request_paths(paths.collections)


def find_in_folders(paths: Paths, context: click.Context, incomplete: str) -> Iterable[str]:
    """Return the paths of saved requests in folders; ``send`` reads a bare name as an endpoint."""
    return (path for path in find_saved(paths, context, incomplete) if "/" in path)


def find_folders(paths: Paths, _: click.Context, __: str) -> Iterable[str]:
    """Return the paths of all folders of saved requests."""
    from weda_tui.store.collections.files import folder_paths

    return folder_paths(paths.collections)


def find_codes(_: Paths, __: click.Context, ___: str) -> Iterable[str]:
    """Return all codes of the error book."""
    from weda_tui.store.bundled_error_book import load_error_book

    return [entry.code for entry in load_error_book().entries]


_FILES = (
    *("FILE|-", "FILE...", "--output", "--data", "--junit", "--state", "--ready-file"),
    *("--textfile", "--html"),
    *("--ca-file", "--client-certificate", "--client-key"),
)
COMPLETED: dict[str, Complete] = {
    **dict.fromkeys(("--env", "NAME", "[NAME]"), offer(find_environments)),
    "--env-type": offer(find_env_types),
    **dict.fromkeys(("--endpoint", "ID"), offer(find_endpoints)),
    "TARGET": offer(find_endpoints, find_in_folders),
    "PATH…": offer(find_folders, find_saved),
    "PATH|ENV": offer(find_folders, find_saved, find_environments, find_modules),
    "[CODE|WORDS]": offer(find_codes),
    "--workspace": left_to_shell("dir"),
    **dict.fromkeys(_FILES, left_to_shell("file")),
}
"""Completion functions, by the name of an option or by the metavar of an argument.

They are the same for every command.
"""
