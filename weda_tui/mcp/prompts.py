"""What a client offers to begin with."""

from collections.abc import Mapping

import msgspec

from weda_tui.i18n.strings import Strings
from weda_tui.mcp.results import cut_text

LONGEST_VALUE = 6000
"""Bytes of a value that stay, which leaves room for the text around it."""


class AgentPrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A text with one value in it."""

    name: str
    title: str
    about: str
    argument: str
    argument_about: str
    pattern: str

    def text(self, arguments: Mapping[str, str]) -> str:
        """Return the text with the value that was given, cut.

        Nothing of it is masked: it is the client's own, and a mask would confirm a guess.
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
