"""The content of an imported file: requests in folders, and the losses by name.

    curl · Postman · HAR · HTTP message ──► Collector ──► Imported ── fit ──► a plan

Count in = count out + named losses: a reader names everything that it does not import.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from weda_tui.core.collections.paths import file_name_for, joined
from weda_tui.core.collections.saved_request import (
    Example,
    Expectations,
    FolderSettings,
    SavedRequest,
)
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text.control_characters import clean_lines, strip_control_characters
from weda_tui.core.text.file_names import fold_name

DEEPEST = 32
"""The deepest nesting of folders, so that paths are short enough for every file system."""


class LossKind(StrEnum):
    """Why something was not imported unchanged. Each value names a field of ``i18n``'s losses."""

    TOKEN_SCRIPT = "token_script"  # noqa: S105 - a reason
    """The guide's pre-request script (2.2.4); the built-in token replaces it."""
    SCRIPT = "script"
    """A script, which is kept as text in the description and is never run."""
    EXAMPLE = "example"
    """An example response that is too long to keep."""
    SECRET = "secret"  # noqa: S105 - a reason
    """A secret that was removed; a variable without a value replaces it."""
    TOKEN = "token"  # noqa: S105 - a reason
    """A header with a token that was left out; the built-in token replaces it."""
    TOKEN_PLACE = "token_place"  # noqa: S105 - a reason
    """A token outside the Authorization header; the request is kept, but refused when sent."""
    ENV_TYPE = "env_type"
    """An env type in a URL that was replaced by the selected env type."""
    ADDRESS = "address"
    """The host of another deployment, which was replaced by the selected deployment."""
    HEADER = "header"
    """An invalid header: it has no colon, or characters that are not allowed."""
    OPTION = "option"
    """An option of curl, or a setting, that has no counterpart."""
    FILE = "file"
    """Content of a file; only the imported file is read."""
    AUTH = "auth"
    """An authentication method that has no equivalent."""
    DISABLED = "disabled"
    """A row that was disabled."""
    BODY = "body"
    """A kind of body that has no counterpart."""
    VARIABLE = "variable"
    """A variable that has no counterpart, or no value here."""
    TWICE = "twice"
    """A name that is repeated; the last value counts."""
    SHELL = "command"
    """Something that the shell would have done: a pipe, a command substitution."""
    REQUEST = "request"
    """An entry that is not an HTTP request."""
    METHOD = "method"
    """A method in lower case, which is sent in upper case."""
    BASE = "base"
    """A variable at the start of a URL whose value no environment has as its host."""
    HOST = "host"
    """A host that no environment has; the requests are kept, but refused when sent."""


Hide = Callable[[str], str]
"""A function that returns a text without the secrets that are known here."""


def hide_nothing(text: str) -> str:
    """Return a text unchanged."""
    return text


class Loss(msgspec.Struct, frozen=True):
    """One thing that was not imported unchanged."""

    what: LossKind
    name: str
    """The name of the thing itself: ``--max-time``, ``X-Old``, ``cookies.txt``."""
    where: str = ""
    """The request or folder that it belongs to; empty for the whole file."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a file; its paths are relative to the collection that it will become."""

    name: str = ""
    """The name in the file; empty if there is none."""
    description: str = ""
    requests: tuple[SavedRequest, ...] = ()
    """The requests; those that they depend on are given as relative paths, too."""
    folders: tuple[FolderSettings, ...] = ()
    """The folders in order, an outer folder before the folders in it."""
    order: tuple[str, ...] = ()
    """The names of files and folders at the top level, in order."""
    variables: Mapping[str, str] = {}
    """The variables of the whole collection."""
    losses: tuple[Loss, ...] = ()


class RequestPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What importing requests will do; nothing is written yet."""

    format: str
    path: str
    """The folder that the requests are written to: a collection, or a folder in a collection."""
    is_new: bool
    """Whether the folder is created; a single request may be added to an existing folder."""
    beside: str = ""
    """What already has the name that the folder would have had; empty for nothing."""
    requests: tuple[SavedRequest, ...]
    """The requests as they will be written, with their full paths."""
    folders: tuple[FolderSettings, ...]
    """The new folder and the folders in it."""
    losses: tuple[Loss, ...]

    @property
    def name(self) -> str:
        """The name of the result: the folder if it is new, else the single request."""
        return self.path if self.is_new else self.requests[0].path


class Collector:
    """Collects what a reader finds, and gives each request and folder a path of its own.

    Names and descriptions are cleaned, because they are displayed and written to files.
    """

    def __init__(self, hide: Hide = hide_nothing) -> None:
        self.hide = hide
        """Hides secrets in names before these are cut and changed.

        Afterwards masking by value would not find the secrets.
        """
        self._requests: list[SavedRequest] = []
        self._folders: dict[str, FolderSettings] = {}
        self._order: dict[str, list[str]] = {"": []}
        self._taken: dict[str, dict[str, int]] = {"": {}}
        self._losses: dict[Loss, None] = {}

    def lose(self, what: LossKind, name: str, where: str = "") -> None:
        """Add something that is not imported to the losses; duplicates are added once."""
        self._losses[Loss(what, strip_control_characters(name), where)] = None

    def add_folder(
        self,
        parent: str,
        name: str,
        *,
        description: str = "",
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Add a folder in ``parent``, which is empty for the top level; return its path."""
        path = self.place(parent, name)
        self._order[path], self._taken[path] = [], {}
        self._folders[path] = FolderSettings(
            path=path,
            name=_said(self.hide(name), path),
            description=_printable(description),
            variables=variables or {},
        )
        return path

    def place(self, parent: str, name: str) -> str:
        """Return a free path in ``parent``, and append it to the order of ``parent``."""
        taken = self._taken[parent]
        fit = file_name_for(self.hide(name))
        number, free = taken.get(fold_name(fit), 0), fit
        while fold_name(free) in taken:
            number += 1
            free = f"{fit} {number + 1}"
        taken[fold_name(fit)] = number
        taken.setdefault(fold_name(free), 0)
        self._order[parent].append(free)
        return joined(parent, free)

    def add_request(
        self,
        path: str,
        name: str,
        draft: RequestDraft,
        *,
        description: str = "",
        variables: Mapping[str, str] | None = None,
        examples: tuple[Example, ...] = (),
    ) -> None:
        """Add a request at a path that ``place`` returned."""
        self._requests.append(
            SavedRequest(
                path=path,
                draft=draft,
                name=_said(self.hide(name), path),
                description=_printable(description),
                variables=variables or {},
                examples=examples,
            )
        )

    def expect(self, expectations: Expectations) -> None:
        """Set the assertions, captures and dependencies of the request that was added last."""
        self._requests[-1] = replace(
            self._requests[-1],
            asserts=expectations.asserts,
            captures=expectations.captures,
            depends=expectations.depends,
        )

    def done(
        self, *, name: str = "", description: str = "", variables: Mapping[str, str] | None = None
    ) -> Imported:
        """Return everything that was found; dependencies outside the file are removed as losses."""
        paths = {each.path for each in self._requests}
        requests: list[SavedRequest] = []
        for each in self._requests:
            for path in each.depends:
                if path not in paths:
                    self.lose(LossKind.OPTION, f"depends {path}", each.path)
            depends = tuple(path for path in each.depends if path in paths)
            requests.append(replace(each, depends=depends) if each.depends else each)
        name = self.hide(name)
        return Imported(
            name="".join(each for each in name if strip_control_characters(each) == each),
            description=_printable(description),
            requests=tuple(requests),
            folders=tuple(
                replace(folder, order=tuple(self._order[path]))
                for path, folder in self._folders.items()
            ),
            order=tuple(self._order[""]),
            variables=variables or {},
            losses=tuple(self._losses),
        )


def _said(name: str, path: str) -> str:
    """Return a printable name, or an empty string if the file name already says it."""
    printed = "".join(each for each in name if strip_control_characters(each) == each)
    return "" if path.rpartition("/")[2] == printed else printed


def _printable(text: str) -> str:
    """Return a description as a file may contain it; tabs, as in scripts, become blanks."""
    return "\n".join(clean_lines(text.replace("\t", "    ")))
