"""The contents of the tabs of a saved request: form, JSON, headers, checks, token, file."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form import FormRowKind
from weda_tui.core.requests.variables import Used
from weda_tui.core.runs.answer_values import Capture
from weda_tui.core.runs.assertions import asserted
from weda_tui.core.runs.results import Check
from weda_tui.core.text.template import VARIABLE, names
from weda_tui.i18n.phrases.runs import assertion_words
from weda_tui.i18n.phrases.sending import origin_words, short_value
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.requests.address_view import auth_reading
from weda_tui.tui.requests.form_reading import read_shown
from weda_tui.tui.requests.form_view import FormState, draw_form_line, form_lines, label_width
from weda_tui.tui.runs.view import check_lines
from weda_tui.tui.views.requests import body_rows, header_lines
from weda_tui.tui.widgets.drawing.highlighting import json_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold

if TYPE_CHECKING:  # files are read after the first screen is drawn
    from weda_tui.session.collections.service import LoadedRequest


class Judged(NamedTuple):
    """The results of the checks of a file for one response."""

    checks: Sequence[Check]
    captures: Sequence[Capture]
    title: str
    """The words that identify the response."""


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A saved request as it is shown, and the results of its checks."""

    loaded: "LoadedRequest"
    draft: RequestDraft
    """The complete draft, with the variables of its file and folders."""
    where: Target | None
    is_edited: bool = False
    """Whether there are unsaved edits."""
    judged: Judged | None = None
    """The results of its checks for one response; ``None`` if there are none yet."""


def reading_lines(
    tab: str, shown: SavedView, endpoint: Endpoint, session: Session, strings: Strings, width: int
) -> list[Line]:
    """Return the content of a tab, folded to a width."""
    match tab:
        case "form":
            return _form(shown, endpoint, session, strings, width)
        case "json":
            return _message(shown, strings, width)
        case "headers":
            rows = header_lines(shown.draft.headers)
            return [row for line in rows for row in fold(line, width, 4)]
        case "checks":
            masker = session.tokens.masker()
            return saved_check_lines(shown.loaded.request, shown.judged, strings, width, masker)
        case "auth":
            return auth_reading(endpoint, shown.draft, shown.where, session, strings, width)
        case _:
            return _file(shown, session, strings, width)


def _file(shown: SavedView, session: Session, strings: Strings, width: int) -> list[Line]:
    """Return the text of the file on the disk, and what its variables stand for."""
    remark = strings.saved.screen.edits_not_in
    head = [Line([Run("  "), Run(f"! {remark}", "caution")]), Line()] if shown.is_edited else []
    used = _used(shown, session)
    foot = [Line(), *resolved_lines(used, strings, width)] if used else []
    return [*head, *toml_lines(shown.loaded.text, width), *foot]


def _used(shown: SavedView, session: Session) -> list[Used]:
    """Return the variables of the draft, except those that every request uses."""
    if shown.where is None:
        return []
    found = dict.fromkeys(name for text in shown.draft.texts for name in names(text))
    where, draft = shown.where, shown.draft
    used = (session.sending.look_up(name, where, draft) for name in found if name not in _USUAL)
    return [each for each in used if each is not None]


_USUAL = frozenset({"vars.host", "WeDa.EnvType"})
"""Variables of every URL, which the WHERE pane shows."""


def _form(
    shown: SavedView, endpoint: Endpoint, session: Session, strings: Strings, width: int
) -> list[Line]:
    """Return the fields that are sent."""
    known: Sequence[str] = ()
    if shown.where is not None:
        known = tuple(session.sending.variables(shown.where, shown.draft, MASK))
    form, notes = read_shown(endpoint, shown.draft, known, strings)
    sent = (row for row in form.rows if not row.is_unset and row.kind in _SHOWN)
    form = msgspec.structs.replace(form, rows=tuple(sent))
    look = FormState(
        strings=strings, findings={}, folded=(), at=None, label=label_width(form, width),
        unset=0, is_unset_open=False, is_tall=False,
    )  # fmt: skip
    lines = form_lines(form, (), is_tall=False, is_unset_open=False, notes=notes)
    return [draw_form_line(line, look, width) for line in lines]


_SHOWN = (FormRowKind.FIELD, FormRowKind.GROUP)


def _message(shown: SavedView, strings: Strings, width: int) -> list[Line]:
    """Return the request as the file defines it."""
    draft = shown.draft
    head = Line([Run("  "), Run(f"{draft.method} ", "bold"), Run(draft.url)])
    lines = [head, *header_lines(draft.headers), Line()]
    body = body_rows(draft.body.encode("utf-8", "replace"), strings) if draft.body else []
    lines += [Line([Run("  "), *row]) for row in body]
    return [row for line in lines for row in fold(line, width, 4)]


def saved_check_lines(
    request: SavedRequest, judged: Judged | None, strings: Strings, width: int, masker: Masker
) -> list[Line]:
    """Return assertions and captures with their last results, dependencies and polling of a file.

    Each part has a heading.
    """
    words = strings.saved.result
    depends = [Line([Run("  "), Run(f"{path}.toml")]) for path in request.depends]
    parts = _as_judged(judged, strings, masker) if judged is not None else []
    parts = parts or _as_written(request, strings)
    parts.append((words.depends, depends))
    if (poll := request.poll) is not None:
        every, at_most = (f"{seconds:g}" for seconds in (poll.every, poll.at_most))
        until = Line([Run("  "), Run(assertion_words(poll.until, strings))])
        parts.append((words.poll.format(every=every, at_most=at_most), [until]))
    lines: list[Line] = []
    for title, rows in parts:
        if rows:
            lines += [Line()] if lines else []
            lines.append(Line([Run("  "), Run(title, "dim")]))
            lines += [row for line in rows for row in fold(line, width, 4)]
    return lines


def _as_written(request: SavedRequest, strings: Strings) -> list[tuple[str, list[Line]]]:
    wanted = asserted(request.asserts)
    asserts = [Line([Run("  "), Run(assertion_words(each, strings))]) for each in wanted]
    captures = [
        Line([Run("  "), Run(name, "bold"), Run(" = "), Run(source, "key")])
        for name, source in request.captures.items()
    ]
    return [(strings.saved.result.checks, asserts), (strings.run.captures, captures)]


def _as_judged(judged: Judged, strings: Strings, masker: Masker) -> list[tuple[str, list[Line]]]:
    checks = [*check_lines(judged.checks, (), strings, masker)]
    captures = [*check_lines((), judged.captures, strings, masker)][2:]
    title = f"{strings.saved.result.checks} · {judged.title}"
    parts = [(title, checks), (strings.run.captures, captures)]
    return parts if checks or captures else []


_HANG = 6
"""Cells of the line numbers."""
_FENCE = re.compile("'{3}|\"{3}")


def toml_lines(text: str, width: int) -> list[Line]:
    """Return a TOML file as rows with line numbers.

    Table headers are bold, keys and values have different colours, and JSON in a long string is
    coloured as JSON.
    """
    lines: list[Line] = []
    fence = ""
    for number, line in enumerate(text.rstrip("\n").split("\n"), start=1):
        runs = [Run(line, "str")] if line == fence else _inside(line) if fence else _outside(line)
        for mark in _FENCE.findall(line):
            fence = "" if fence == mark else fence or mark
        lines += fold(Line([Run(f"{number:>4}  ", "faint"), *_with_variables(runs)]), width, _HANG)
    return lines


def resolved_lines(used: Sequence[Used], strings: Strings, width: int) -> list[Line]:
    """Return what each variable stands for and where the value comes from."""
    rows = [
        Line(
            [
                Run("  "), Run(f"{{{{{each.name}}}}}", "key"), Run(" = "),
                Run(short_value(each.value)), Run("   "),
                Run(origin_words(each.origin, each.layer, strings), "dim"),
            ]
        )
        for each in used
    ]  # fmt: skip
    return [row for line in rows for row in fold(line, width, _HANG)]


def _outside(line: str) -> list[Run]:
    if line.startswith("["):
        return [Run(line, "bold")]
    if line.lstrip().startswith("#"):
        return [Run(line, "dim")]
    key, equals, value = line.partition(" = ")
    return [Run(key, "key"), Run(equals, "dim"), *_inside(value)] if equals else _inside(line)


def _inside(line: str) -> list[Run]:
    return [Run(line, "str")] if _FENCE.fullmatch(line) else [*json_runs(line)]


def _with_variables(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs with each variable underlined, because the user can follow it."""
    for run in runs:
        at = 0
        for match in VARIABLE.finditer(run.text):
            if match.start() > at:
                yield run._replace(text=run.text[at : match.start()])
            yield Run(match[0], "key underline")
            at = match.end()
        if at < len(run.text):
            yield run._replace(text=run.text[at:])
