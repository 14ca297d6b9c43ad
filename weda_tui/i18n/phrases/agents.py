"""The question that a client shows to the user before a write of an agent."""

from collections.abc import Iterator

from weda_tui.core.agents.question import AgentQuestion, AskedWrite
from weda_tui.core.agents.rules import quoted
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.json.text import decode_body
from weda_tui.core.text.control_characters import clean_lines, strip_control_characters
from weda_tui.i18n.phrases.facts import effect_words, token_kind_words
from weda_tui.i18n.phrases.requests import findings_words
from weda_tui.i18n.phrases.sending import reach_words
from weda_tui.i18n.strings import Strings

_BAR = "│ "
"""The prefix of each line that the program did not write."""


def question_text(question: AgentQuestion, strings: Strings) -> str:
    """Return the complete question to the user, on several lines that are safe to draw.

    The agent's words are quoted. They and the body follow a bar with which no line of the program
    begins.
    """
    words = strings.agents.consent
    lines = [
        words.title.format(client=quoted(strip_control_characters(question.client))),
        _row(words.where, f"{place_text(question, strings)} · {question.host}", strings),
        *(line for write in question.writes for line in _write(write, strings)),
    ]
    if question.reason:
        lines += [words.reason, _BAR + quoted(strip_control_characters(question.reason))]
    return "\n".join([*lines, words.once])


def place_text(question: AgentQuestion, strings: Strings) -> str:
    """Return the environment and all env types of the writes, on one line."""
    env_types = strings.agents.dialog.joint.join(question.env_types)
    return strip_control_characters(f"{question.environment} · {env_types}")


def _write(write: AskedWrite, strings: Strings) -> Iterator[str]:
    words, request = strings.agents.consent, write.request
    title = write.title.text(strings.language) or write.endpoint_id
    facts = (
        title,
        write.path and quoted(write.path),
        write.env_type,
        effect_words(write.effect, strings),
    )
    yield _row(words.what, " · ".join(filter(None, facts)), strings)
    if reach := reach_words(write.reach, strings):
        yield f"! {reach}"
    if write.findings:
        yield f"! {strip_control_characters(findings_words(write.findings, strings.fields))}"
    yield _row(words.request, f"{request.method} {request.url}", strings)
    yield _row(words.token, sent_token_words(write.token_kind, strings), strings)
    for name, value in write.headers:
        yield _row(words.header, f"{name}: {value}", strings)
    text, _ = decode_body(request.body, "")
    yield from (_BAR + line for line in clean_lines(text)) if text else ()


def sent_token_words(kind: TokenKind, strings: Strings) -> str:
    """Return the kind of token that is sent."""
    is_none = kind is TokenKind.NONE
    return strings.agents.consent.no_token if is_none else token_kind_words(kind, strings)


def _row(label: str, text: str, strings: Strings) -> str:
    return strings.agents.consent.row.format(label=label, text=strip_control_characters(text))
