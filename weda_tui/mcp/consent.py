"""The question to the user as a form of the protocol, and the reader of its answer."""

from collections.abc import Mapping

import msgspec

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.agents import place_text, question_text
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.results import Document

LONGEST = 10_000
"""Maximum characters of a question in a form.

Consent to a longer question would not count, because the user would not see all of it.
"""
SEND, NAME = "send", "name"
"""The form fields that the user fills in."""


class ConsentForm(msgspec.Struct, frozen=True):
    """A question as the client shows it: a message and the schema of its fields."""

    message: str
    schema: Document


def form_of(question: AgentQuestion, strings: Strings) -> ConsentForm | None:
    """Return the form of a question; ``None`` if the question is too long."""
    message = question_text(question, strings)
    if len(message) > LONGEST:
        return None
    words = strings.agents.consent
    place = place_text(question, strings)
    if question.needs_name:
        typed = strip_control_characters(question.environment)
        field: Document = {
            "type": "string",
            "title": words.type_name.format(name=typed, place=place),
        }
        name = NAME
    else:
        field = {"type": "boolean", "title": words.send_to.format(place=place), "default": False}
        name = SEND
    schema: Document = {"type": "object", "properties": {name: field}, "required": [name]}
    return ConsentForm(message, schema)


def read_answer(
    question: AgentQuestion, action: str, content: Mapping[str, object] | None
) -> PersonAnswer:
    """Return the answer of the user; only an accepted form with its field filled in is a yes."""
    given = content or {}
    typed = given.get(NAME)
    is_filled = isinstance(typed, str) if question.needs_name else given.get(SEND) is True
    return PersonAnswer(
        seal=question.seal,
        is_yes=action == "accept" and is_filled,
        typed=typed if isinstance(typed, str) else "",
    )
