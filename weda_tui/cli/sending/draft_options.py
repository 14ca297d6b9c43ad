"""The draft and the target that the options of ``send`` describe."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from weda_tui.cli.option_checks import assigned
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import reading
from weda_tui.core.requests.draft import Header, RequestDraft, draft_for
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, Variables
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.store.workspace_files import check_typed


class SendFlags(msgspec.Struct, frozen=True):
    """The options of one ``send``; only their syntax is checked."""

    target: str
    env: str | None
    env_type: str | None
    set_: Sequence[str]
    header: Sequence[str]
    body: str | None
    timeout: float | None
    dry_run: bool
    yes: bool
    as_json: bool
    file: str | None = None
    """The file for the body of the response."""
    force: bool = False

    @property
    def saved(self) -> str:
        """The path of the saved request; empty if the target is an endpoint."""
        return self.target if "/" in self.target else ""

    @property
    def variables(self) -> dict[str, str]:
        """The values of ``--set``; the last value of a name wins."""
        return assigned(self.set_)

    @property
    def headers(self) -> list[Header]:
        """The headers of ``--header``, in order."""
        pairs = (text.partition(":") for text in self.header)
        return [(name.strip(), value.strip()) for name, _, value in pairs]


def place_for(session: Session, flags: SendFlags) -> Target:
    """Return the target of ``send``, with the timeout of this call.

    Raises ``FileError``.
    """
    where = session.environments.where_exactly(flags.env, flags.env_type)
    environment = msgspec.structs.replace(
        where.environment, timeout=flags.timeout or where.environment.timeout
    )
    return msgspec.structs.replace(where, environment=environment)


def draft_for_target(
    session: Session, flags: SendFlags, where: Target, strings: Strings
) -> RequestDraft:
    """Return the draft of a saved request if the target is its path, else of an endpoint.

    Raises the errors of ``draft_from``, and ``FileError`` for an unknown target or an unreadable
    file.
    """
    saved = saved_target(session, flags)
    if saved is None:
        endpoint = session.endpoints.get(flags.target, where)
        return draft_from(flags, endpoint, strings, session.paths.workspace)
    draft = session.endpoints.complete(session.collections.draft_of(saved), where)
    return _changed(draft, flags, session.paths.workspace)


def saved_target(session: Session, flags: SendFlags) -> SavedRequest | None:
    """Return the saved request to send; ``None`` for an endpoint.

    Raises ``FileError``.
    """
    return session.collections.load(flags.target).request if "/" in flags.target else None


def draft_from(
    flags: SendFlags, endpoint: Endpoint, strings: Strings, workspace: Path
) -> RequestDraft:
    """Return the initial draft of an endpoint, changed by the flags.

    Raises ``click.UsageError`` if a body with required fields is missing, ``FileError`` if the file
    of the body cannot be read.
    """
    draft = draft_for(endpoint)
    if flags.body is None and any(field.required for field in endpoint.body):
        raise click.UsageError(_body_needed(endpoint, strings))
    return _changed(draft, flags, workspace)


def _changed(draft: RequestDraft, flags: SendFlags, workspace: Path) -> RequestDraft:
    """Return a draft with the headers, the body and the variables of the flags."""
    body = None if flags.body is None else _read_body(flags.body, workspace)
    replaced = {name.lower() for name, _ in flags.headers}
    kept = [header for header in draft.headers if header[0].lower() not in replaced]
    return msgspec.structs.replace(
        draft,
        headers=(*kept, *flags.headers),
        asks_part="range" in replaced,
        body=draft.body if body is None else body,
        layers=(*draft.layers, VariableLayer(VariableOrigin.SET, flags.variables)),
    )


def unused_variables(flags: SendFlags, draft: RequestDraft, variables: Variables) -> list[str]:
    """Return the names of ``--set`` that the request does not use."""
    used = {name for text in draft.texts for name in variables.used_by(text)}
    return [name for name in flags.variables if name not in used]


def _read_body(text: str, workspace: Path) -> str:
    """Return the text of ``--body``; bytes that are not UTF-8 are restored when it is sent."""
    if not text.startswith("@") and text != "-":
        return text
    name = text.removeprefix("@")
    with reading(name):
        is_stdin = name == "-"
        data = _read_stdin() if is_stdin else check_typed(workspace, Path(name)).read_bytes()
    return data.decode("utf-8", "surrogateescape")


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer.read()


def _body_needed(endpoint: Endpoint, strings: Strings) -> str:
    words = strings.cli.send
    fields = ", ".join(field.name for field in endpoint.body if field.required)
    return "\n".join(
        (
            words.body_needed.format(endpoint=endpoint.id, fields=fields),
            words.body_needed_hint,
            words.body_example,
            endpoint.example_body,
        )
    )
