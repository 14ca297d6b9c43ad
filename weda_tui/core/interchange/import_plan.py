"""What was read of a file of others: requests in folders, and by name what did not come along.

    curl · Postman · HAR · HTTP message ──► Gathering ──► Imported ── fit ──► a plan for the disk

Count in = count out + named losses: what a reader does not take over, it names.
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
"""Folders inside each other: a path must stay short enough for every file system."""


class Lost(StrEnum):
    """Why something did not come along as it was. Each names a field of ``i18n``'s losses."""

    TOKEN_SCRIPT = "token_script"  # noqa: S105 - a reason
    """The guide's pre-request script (2.2.4): the built-in token does its work."""
    SCRIPT = "script"
    """Kept as text in the description, and never run."""
    EXAMPLE = "example"
    """An example answer that is too long to keep."""
    SECRET = "secret"  # noqa: S105 - a reason
    """Taken out; a variable without a value stands in its place."""
    TOKEN = "token"  # noqa: S105 - a reason
    """A header with a token was left out: the built-in one does its work."""
    TOKEN_PLACE = "token_place"  # noqa: S105 - a reason
    """A token outside the Authorization header: such a request is kept, and refused when sent."""
    ENV_TYPE = "env_type"
    """The env type in an address became the selected one."""
    ADDRESS = "address"
    """The address of another deployment became that of the selected one."""
    HEADER = "header"
    """No header: it has no colon, or characters that no header has."""
    OPTION = "option"
    """An option of curl, or a setting, that has no counterpart."""
    FILE = "file"
    """Content of a file: no file but the imported one is read."""
    AUTH = "auth"
    """A way of signing in that has no counterpart."""
    DISABLED = "disabled"
    """A row that was switched off."""
    BODY = "body"
    """A kind of body that has no counterpart."""
    VARIABLE = "variable"
    """A variable that has no counterpart, or no value here."""
    TWICE = "twice"
    """A name that stands there again; the last one counts."""
    SHELL = "command"
    """What the shell would have done: a pipe, a command inside a command."""
    REQUEST = "request"
    """An entry that is no HTTP request."""
    METHOD = "method"
    """A method in small letters is sent in capitals."""
    BASE = "base"
    """A variable that an address begins with, whose address no environment has."""
    HOST = "host"
    """An address that no environment has; requests to it are kept, and refused when sent."""


Hide = Callable[[str], str]
"""Returns a text without the secrets that are known here."""


def hide_nothing(text: str) -> str:
    """Return a text as it is."""
    return text


class Loss(msgspec.Struct, frozen=True):
    """One thing that did not come along as it was."""

    what: Lost
    name: str
    """Of the thing itself: ``--max-time``, ``X-Old``, ``cookies.txt``."""
    where: str = ""
    """The request or folder it belongs to; empty for all of the file."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds; the paths in it begin below the collection it will become."""

    name: str = ""
    """What the file calls itself; empty where it does not."""
    description: str = ""
    requests: tuple[SavedRequest, ...] = ()
    """What they depend on are paths in it too."""
    folders: tuple[FolderSettings, ...] = ()
    """In their order, an outer one before those in it."""
    order: tuple[str, ...] = ()
    """Names of files and folders at the top, in order."""
    variables: Mapping[str, str] = {}
    """Those of the whole collection."""
    losses: tuple[Loss, ...] = ()


class RequestPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What importing requests will do; nothing is written yet."""

    format: str
    path: str
    """The folder they go to: a collection, or a folder in one."""
    is_new: bool
    """Whether the folder is made; a single request may join one that is there."""
    beside: str = ""
    """What has the name already that the folder would have had; empty for nothing."""
    requests: tuple[SavedRequest, ...]
    """As they will be written, with their whole paths."""
    folders: tuple[FolderSettings, ...]
    """The new folder and those in it."""
    losses: tuple[Loss, ...]

    @property
    def name(self) -> str:
        """What it is called when it is done: the one request, else the folder."""
        return self.path if self.is_new else self.requests[0].path


class Gathering:
    """Collects what a reader finds, and gives each thing a path of its own.

    Names and descriptions are cleaned: they are drawn, and stand in files.
    """

    def __init__(self, hide: Hide = hide_nothing) -> None:
        self.hide = hide
        """For what becomes a name: that is cut and changed, and no longer told by its value."""
        self._requests: list[SavedRequest] = []
        self._folders: dict[str, FolderSettings] = {}
        self._order: dict[str, list[str]] = {"": []}
        self._taken: dict[str, dict[str, int]] = {"": {}}
        self._losses: dict[Loss, None] = {}

    def lose(self, what: Lost, name: str, where: str = "") -> None:
        """Name what does not come along; the same thing is named once."""
        self._losses[Loss(what, strip_control_characters(name), where)] = None

    def add_folder(
        self,
        parent: str,
        name: str,
        *,
        description: str = "",
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Return the path of a new folder in ``parent``, empty for the top."""
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
        """Return a path in ``parent`` that is nobody else's, next in its order."""
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
        """Add a request at a path of ``place``."""
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
        """Say what the request that was added last expects, captures and depends on."""
        self._requests[-1] = replace(
            self._requests[-1],
            asserts=expectations.asserts,
            captures=expectations.captures,
            depends=expectations.depends,
        )

    def done(
        self, *, name: str = "", description: str = "", variables: Mapping[str, str] | None = None
    ) -> Imported:
        """Return everything that was found; a request depends on others of the file alone."""
        paths = {each.path for each in self._requests}
        requests: list[SavedRequest] = []
        for each in self._requests:
            for path in each.depends:
                if path not in paths:
                    self.lose(Lost.OPTION, f"depends {path}", each.path)
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
    """Return a name where its file's does not say it, without what does not print."""
    printed = "".join(each for each in name if strip_control_characters(each) == each)
    return "" if path.rpartition("/")[2] == printed else printed


def _printable(text: str) -> str:
    """Return a description as a file may hold it; tabs, which scripts have, become blanks."""
    return "\n".join(clean_lines(text.replace("\t", "    ")))
