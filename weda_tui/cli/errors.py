"""``errors``: the error book."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, json_option
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import pad, page_width, wrap
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.catalogue.endpoint import Confidence
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.errors import FileError
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.doctor import cause_words, executed_words, step_words
from weda_tui.i18n.phrases.facts import confidence_mark, confidence_words, layer_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``errors``."""
    words = strings.cli.book
    examples = (
        "weda-tui errors INVALID_ENV_STATUS",
        "weda-tui errors permission",
        "weda-tui errors --json",
    )
    parameters = [argument("query", "[CODE|WORDS]", nargs=-1), json_option(strings)]
    page = HelpPage(strings, (words.errors, words.errors_details), examples)
    return CliCommand("errors", page, _errors, parameters)


def _errors(query: Sequence[str], as_json: bool) -> int:
    strings, text = current().strings, " ".join(query).strip()
    session = open_session()
    book, notes = session.error_book.pages, _notes(session, strings)
    page = book.exactly(text)
    entries = (page,) if page else book.search(text)
    if as_json:
        pages = [_report(entry, notes.get(entry.code, "")) for entry in entries]
        output.json_line({"codes": pages})
    elif page is not None:
        output.data("\n".join(code_page(page, notes.get(page.code, ""), strings)))
    elif entries:
        output.data("\n".join(_rows(entries, strings)))
        output.talk(strings.book.found.format(count=count(len(entries))))
    if page is None and text in notes and not as_json:
        output.data("\n".join([text, "", strings.book.note, *_indented(notes[text])]))
    if entries:
        return ExitStatus.OK
    if not _is_code(text):
        output.talk(strings.book.nothing.format(query=text))
        return ExitStatus.OK
    output.talk(strings.doctor.not_documented.format(code=text))
    if alike := book.alike(text):
        output.talk(strings.book.alike.format(codes=", ".join(alike)))
    return ExitStatus.OK if text in notes else ExitStatus.USAGE


def _notes(session: Session, strings: Strings) -> Mapping[str, str]:
    try:
        return session.error_book.notes()
    except FileError as error:
        refuse(error, strings)
        return {}


def _is_code(text: str) -> bool:
    return text.isascii() and " " not in text and not text.islower()


def code_page(entry: CodeEntry, note: str, strings: Strings) -> Iterator[str]:
    """Yield a page of the book: code, meaning, causes, next steps, note, source."""
    words, language, width = strings.book, strings.language, page_width()
    yield f"{entry.code}{confidence_mark(entry.confidence)}  {entry.meaning.text(language)}"
    facts = [layer_words(entry.layer, strings), executed_words(entry.executed, strings)]
    if entry.guide:
        facts.append(words.guide)
    if entry.status is not None:
        scope = entry.status_scope.text(language)
        facts.append(words.status.format(status=entry.status, scope=scope))
    yield "  " + " · ".join(facts)
    yield from ("", words.causes)
    yield from (f"  · {cause_words(cause, strings)}" for cause in entry.causes)
    yield from ("", words.steps, f"  {entry.hint.text(language)}")
    for number, step in enumerate(entry.steps, 1):
        yield f"  {number} {step_words(step, strings)}"
    if note:
        yield from ("", words.note, *_indented(note))
    sure = confidence_words(entry.confidence, strings)
    yield from ("", *wrap(f"{words.source}: {sure} · {entry.source}", width))


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.split("\n"))


def _rows(entries: Sequence[CodeEntry], strings: Strings) -> Iterator[str]:
    code_width = max(cells(entry.code) for entry in entries) + 1
    layer_width = max(cells(layer_words(entry.layer, strings)) for entry in entries)
    for entry in entries:
        mark = "~" if entry.confidence is Confidence.CLIENT_CODE else ""
        code = pad(f"{entry.code}{mark}", code_width)
        layer = pad(layer_words(entry.layer, strings), layer_width)
        yield f"{code}  {layer}  {entry.meaning.text(strings.language)}"


def _report(entry: CodeEntry, note: str) -> dict[str, Any]:
    return {
        "code": entry.code,
        "layer": entry.layer,
        "meaning": entry.meaning,
        "hint": entry.hint,
        "causes": entry.causes,
        "steps": entry.steps,
        "executed": entry.executed,
        "status": entry.status,
        "confidence": entry.confidence,
        "source": entry.source,
        "note": note,
    }
