"""A support bundle in words: the meaning of its files, what it omits, and its README."""

from collections.abc import Sequence
from datetime import datetime

from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.support_bundle import Bundle
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.phrases.history import GLYPHS, entry_title, reason_words
from weda_tui.i18n.quantities import elapsed, size
from weda_tui.i18n.strings import Strings


def file_rows(bundle: Bundle, strings: Strings) -> list[tuple[str, str, str]]:
    """Return a row for each file: its name, its size, its meaning."""
    return [
        (each.name, size(len(each.data)), _meaning(each.name, strings)) for each in bundle.files
    ]


def left_out_words(bundle: Bundle, strings: Strings) -> list[str]:
    """Return what the bundle omits."""
    words = strings.history.bundle
    return [words.left_out, *([words.cut] if bundle.is_cut else [])]


def readme_text(
    record: HistoryRecord, strings: Strings, *, is_gone: bool, log: Sequence[str] = ()
) -> str:
    """Return the README of a bundle; ``is_gone`` says that the environment was removed.

    ``log`` are lines about the server's log of the call.
    """
    words, entry, place = strings.history.bundle, record.entry, record.entry.conditions
    at = datetime.fromtimestamp(entry.started_at).astimezone().isoformat(" ", "milliseconds")
    facts = [
        (words.call, f"{entry_title(entry, strings)}  {entry.endpoint_id}"),
        (words.ending, f"{GLYPHS[entry.ending]} {reason_words(entry, strings)}".strip()),
        ("requestId", entry.request_id or words.none),
        (words.time, f"{at}, {elapsed(entry.elapsed)}"),
        (words.place, f"{place.environment} · {place.env_type}  {place.host}"),
    ]
    lines = [
        words.title,
        "",
        *(f"{name}: {strip_control_characters(value)}" for name, value in facts),
    ]
    explained = explain_verdict(entry.verdict, strings) if entry.verdict else None
    if entry.problem is not None:
        explained = explain(entry.problem.error(), strings)
    if explained is not None:
        lines += ["", explained.what, explained.hint]
    lines += ["", *log] if log else []
    if is_gone:
        lines += ["", words.environment_gone]
    return "\n".join([*lines, "", words.left_out, words.how_to_run, ""])


def _meaning(name: str, strings: Strings) -> str:
    words = strings.history.bundle
    meanings = {
        "README.txt": words.readme,
        "request.sh": words.curl,
        "request.toml": words.toml,
        "exchange.json": words.exchange,
        "response-headers.txt": words.headers,
        "environment.json": words.environment,
        "versions.json": words.versions,
    }
    return meanings.get(name, words.body)
