"""One page of the error book: what a code means, why it comes, what to do."""

from collections.abc import Iterator

from weda_tui.core.doctor.error_book import CodeEntry, Executed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.doctor import cause_words, executed_words, step_words
from weda_tui.i18n.phrases.facts import confidence_mark, confidence_words, layer_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap

MARGIN = 3
"""Cells beside a line."""


def code_page(code: str, entry: CodeEntry | None, strings: Strings, width: int) -> list[Line]:
    """Return the lines of a page; ``entry`` is ``None`` for a code that nobody documents."""
    if entry is None:
        said = strings.doctor.not_documented.format(code=strip_control_characters(code))
        return [_line(strip_control_characters(code), "bold"), Line(), *_text(said, width)]
    return list(_page(entry, strings, width))


def _page(entry: CodeEntry, strings: Strings, width: int) -> Iterator[Line]:
    words, language = strings.book, strings.language
    yield Line([Run(f" {entry.code}", "bold"), Run(confidence_mark(entry.confidence), "dim")])
    yield from _text(entry.meaning.text(language), width, "text")
    yield Line()
    facts = [layer_words(entry.layer, strings), executed_words(entry.executed, strings)]
    if entry.guide:
        facts.append(words.guide)
    if entry.status is not None:
        scope = entry.status_scope.text(language)
        facts.append(words.status.format(status=entry.status, scope=scope))
    role = "dim" if entry.executed is Executed.NO else "caution"
    yield from _text(" · ".join(facts), width, role)
    yield from (Line(), _line(words.causes, "dim"))
    for cause in entry.causes:
        yield from _text(f"· {cause_words(cause, strings)}", width, "text")
    yield from (Line(), _line(words.steps, "dim"))
    yield from _text(entry.hint.text(language), width, "text")
    for step in entry.steps:
        yield from _text(f"· {step_words(step, strings)}", width, "text")
    sure = confidence_words(entry.confidence, strings)
    yield Line()
    yield from _text(f"{words.source} · {sure} · {entry.source}", width, "faint")


def _line(text: str, role: str) -> Line:
    return Line([Run(f" {text}", role)])


def _text(text: str, width: int, role: str = "dim") -> list[Line]:
    return [_line(part, role) for part in wrap(text, width - MARGIN)]
