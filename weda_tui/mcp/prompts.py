"""The prompts that the server offers to a client."""

from collections.abc import Mapping

import msgspec

from weda_tui.i18n.strings import Strings
from weda_tui.mcp.results import cut_text

LONGEST_VALUE = 6000
"""Maximum bytes of a value in a prompt, which leaves room for the text around it."""


class AgentPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A text with one placeholder."""

    name: str
    title: str
    about: str
    argument: str
    argument_about: str
    pattern: str

    def text(self, arguments: Mapping[str, str]) -> str:
        """Return the text with the given value, cut to ``LONGEST_VALUE``.

        The value is not masked: the client sent it, and a mask would confirm a guess of a secret.
        """
        value = cut_text(arguments.get(self.argument, ""), LONGEST_VALUE)
        return self.pattern.format_map({self.argument: value})


def prompts(strings: Strings) -> tuple[AgentPrompt, ...]:
    """Return every prompt in one language."""
    words = strings.agents.prompts
    return (
        AgentPrompt(
            name="debug_failure",
            title=words.debug_failure,
            about=words.debug_failure_about,
            argument="failure",
            argument_about=words.failure,
            pattern=words.debug_failure_text,
        ),
        AgentPrompt(
            name="find_call",
            title=words.find_call,
            about=words.find_call_about,
            argument="task",
            argument_about=words.task,
            pattern=words.find_call_text,
        ),
    )
