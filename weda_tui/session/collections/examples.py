"""Responses stored as examples of saved requests.

Everything here uses the disk and is called in a thread.
"""

from typing import NamedTuple

from msgspec.structs import replace

from weda_tui.core.collections.saved_request import Example, SavedRequest
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import saved_values
from weda_tui.core.text.file_names import free_name
from weda_tui.session.collections.service import Collections, LoadedRequest


class ExampleTarget(NamedTuple):
    """A saved request in which an example may be stored."""

    path: str
    title: str
    is_same_call: bool
    """Whether the request is of the called endpoint."""


def targets_for(collections: Collections, endpoint_id: str, open_path: str) -> list[ExampleTarget]:
    """Return all saved requests: the selected one first, then those of the same endpoint."""
    titles = collections.titles()

    def home(path: str) -> ExampleTarget:
        seen = collections.seen.get(path)
        is_same = bool(endpoint_id) and seen is not None and seen.endpoint_id == endpoint_id
        return ExampleTarget(path, titles[path], is_same or path == open_path)

    found = (home(path) for path in titles)
    return sorted(found, key=lambda each: (each.path != open_path, not each.is_same_call))


def keep_example(collections: Collections, path: str, example: Example) -> LoadedRequest:
    """Add an example to a saved request, under a free name. Raises ``FileError``."""
    loaded = collections.load(path)
    examples = loaded.request.examples
    taken = (each.name for each in examples)
    named = replace(example, name=free_name(example.name, taken, " ", str))
    request = replace(loaded.request, examples=(*examples, named))
    return collections.changes.save(request, loaded.text)


def request_of(draft: RequestDraft, *examples: Example) -> SavedRequest:
    """Return a draft as a request to be saved, with the variables from its files."""
    variables = saved_values(draft.layers)
    return SavedRequest(path="", draft=draft, variables=variables, examples=examples)
