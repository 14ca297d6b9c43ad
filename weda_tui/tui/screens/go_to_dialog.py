"""The search dialog (Ctrl+P) for calls, saved requests, history, commands, targets and codes."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import Match, search
from weda_tui.core.catalogue.search_index import GROUPS
from weda_tui.core.doctor.error_book import ErrorBook
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.history.entry import HistoryEntry
from weda_tui.core.history.recent import RecentSends
from weda_tui.core.text.folding import normalise
from weda_tui.i18n.phrases.facts import confidence_words, effect_words, token_kind_words
from weda_tui.i18n.phrases.history import entry_heading, outcome_words, reason_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import GO_TO_LINE, SEND
from weda_tui.tui.history.view import ROLES
from weda_tui.tui.screens.go_to_rows import (
    LEAST_LETTERS,
    CommandEntry,
    GoToChoice,
    GoToRows,
    SavedEntry,
)
from weda_tui.tui.views.endpoints import field_names
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import Rows

MOST_SAVED = 20
"""Number of saved requests that are listed before the endpoints."""
BEST_CALLS = 6
"""Number of endpoints that are listed before the history.

More endpoints would push the history out of sight.
"""
SENT_KINDS = {"endpoint", "saved", "history"}
"""The kinds of results that F5 opens, and sends if they only read."""
MOST_CODES = 5
"""Number of error codes that are listed together with endpoints and commands."""


async def _nothing_sent() -> RecentSends:
    return RecentSends()


class GoToReaders(NamedTuple):
    """Functions that read the listed items from disk after the dialog is shown."""

    titles: Callable[[], Mapping[str, str]] = dict
    """Returns the title of each saved request by its path; called in a thread."""
    sent: Callable[[], Awaitable[RecentSends]] = _nothing_sent
    """Returns the recent sends without blocking the event loop."""
    by_agents: Callable[[], Awaitable[RecentSends]] = _nothing_sent
    """Returns the recent calls of agents without blocking the event loop."""


class GoTo(Modal[GoToChoice]):
    """The dialog that finds anything; its result is what the user chose."""

    BINDINGS = [Binding(SEND.keys, "send", id=SEND.id, show=False, priority=True)]

    _input = query_one("#go-to-input", Field)
    _rows = query_one("#go-to-rows", GoToRows)

    def __init__(
        self,
        catalogue: Catalogue,
        environments: tuple[Environment, ...],
        commands: Sequence[CommandEntry],
        strings: Strings,
        book: ErrorBook | None = None,
        readers: GoToReaders | None = None,
        text: str = "",
    ) -> None:
        """``text`` is the initial text of the field."""
        super().__init__(classes="at-top")
        self._text = text
        self._book, self._readers = book, readers or GoToReaders()
        self._catalogue, self._environments, self._commands = catalogue, environments, commands
        self._strings = strings
        self._saved: Sequence[SavedEntry] = ()
        self._sent = RecentSends()
        self._is_sent_read = False
        self._by_agents = RecentSends()

    def compose(self) -> ComposeResult:
        """Lay out the field, the results, and the facts about the selected result."""
        rows = GoToRows(self._strings, self._catalogue, self._book)
        with Vertical(classes="panel go-to"):
            yield Lines(self._draw_title, surface="panel")
            yield ListField(rows, id="go-to-input")
            yield Lines(self._draw_count, id="go-to-count", surface="panel")
            yield rows
            yield Lines(self._draw_footer, id="go-to-foot", surface="panel")

    def on_mount(self) -> None:
        """List everything, and start to read saved requests and calls of agents."""
        self._rows.labels = {command.action: command for command in self._commands}
        self._input.focus()
        if self._text:
            self._input.begin(self._text)
        self._list(self._text)
        self.run_worker(self._list_saved)
        self.run_worker(self._list_by_agents)

    async def _list_saved(self) -> None:
        """Read the saved requests, and list them too."""
        titles = await asyncio.to_thread(self._readers.titles)
        self._saved = [SavedEntry(*each) for each in titles.items()]
        self._list(self._input.value, keeps_place=True)

    async def _list_by_agents(self) -> None:
        """Read the recent calls of agents, which are listed while nothing is typed."""
        self._by_agents = await self._readers.by_agents()
        if self._by_agents.calls:
            self._rows.now = self._by_agents.now
            self._list(self._input.value, keeps_place=True)

    async def _list_sent(self) -> None:
        """Read the recent sends when the user types the first letter, and list them too."""
        self._sent = await self._readers.sent()
        self._rows.now = self._sent.now
        self._list(self._input.value, keeps_place=True)

    def _list(self, text: str, *, keeps_place: bool = False) -> None:
        query = normalise(text).strip()
        prefix, word = (
            (query[:1], query[1:].strip()) if query[:1] in {">", "@", "#"} else ("", query)
        )
        choices: list[GoToChoice] = []
        if query == "":
            choices += [GoToChoice("agent", sent=each) for each in self._by_agents.newest]
        if prefix == "" and word:
            words = word.split()
            fit = (s for s in self._saved if _has_all(words, s))
            choices += [GoToChoice("saved", saved=each) for each in islice(fit, MOST_SAVED)]
        commands = self._fitting(word, is_wanted=prefix == ">") if prefix in {"", ">"} else []
        called = [each for each in commands if word and each.is_called(word)]
        called.sort(key=lambda each: (each.effect is Effect.DESTRUCTIVE, -each.is_called(word)))
        endpoints = self._endpoints(word) if prefix == "" else []
        first = endpoints[0].endpoint if endpoints else None
        if word and first is not None and first.effect is Effect.DESTRUCTIVE:
            called += [each for each in commands if each not in called]
        choices += [GoToChoice("command", action=each.action, place=each.place) for each in called]
        sent = self._sent.find(word.split()) if prefix == "" else []
        found = [GoToChoice("history", sent=each) for each in sent]
        choices += [*endpoints[:BEST_CALLS], *found, *endpoints[BEST_CALLS:]]
        choices += [
            GoToChoice("command", action=each.action, place=each.place)
            for each in commands
            if each not in called
        ]
        if prefix in {"", "#"}:
            choices += self._codes(word, text, is_alone=prefix == "#")
        if prefix in {"", "@"} and (word or prefix):
            choices += [
                GoToChoice("where", where=Target(environment, setting.name))
                for environment in self._environments
                for setting in environment.env_types
                if word in f"{environment.name} {setting.name} {environment.host}".casefold()
            ]
        kept = self._rows.choice if keeps_place and self._rows.cursor else None
        self._rows.choices, self._rows.word = choices, word
        cursor = choices.index(kept) if kept is not None and kept in choices else 0
        self._rows.show_rows(len(choices), cursor=cursor)
        for name in ("#go-to-count", "#go-to-foot"):
            self.query_one(name, Lines).redraw()

    def _fitting(self, word: str, *, is_wanted: bool) -> list[CommandEntry]:
        words = word.split()
        found = (each for each in self._commands if each.fits(words, is_wanted=is_wanted))
        return [*found] if word or is_wanted else []

    def _endpoints(self, word: str) -> list[GoToChoice]:
        """Return the matching endpoints, each with the words that match."""
        if not word:
            every = self._catalogue.by_id.values()
            return [GoToChoice("endpoint", endpoint=each) for each in every]
        return [
            GoToChoice(
                "endpoint", endpoint=match.endpoint, gloss=self._gloss(match), preset=match.preset
            )
            for match in search(self._catalogue, word)
        ]

    def _gloss(self, match: Match) -> str:
        if match.phrase is None or match.phrase.weight < GROUPS:
            return ""
        gloss = " ".join(match.phrase.text.split())
        endpoint, language = match.endpoint, self._strings.language
        shown = normalise(f"{endpoint.title.text(language)} {endpoint.action}")
        return "" if gloss.replace(" ", "") in re.sub(r"[\W_]", "", shown) else gloss

    def _codes(self, word: str, text: str, *, is_alone: bool) -> list[GoToChoice]:
        """Return the matching error codes; after ``#`` the typed code if no code matches."""
        if self._book is None or not (is_alone or len(word) >= LEAST_LETTERS):
            return []
        found = [entry.code for entry in self._book.search(word)]
        if is_alone:
            typed = text.strip()[1:].strip()
            return [GoToChoice("code", code=each) for each in found or [typed]]
        named = [each for each in found if word in normalise(each)]
        return [GoToChoice("code", code=each) for each in named[:MOST_CODES]]

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self._list(event.value)
        if event.value.strip(" >@#") and not self._is_sent_read:
            self._is_sent_read = True
            self.run_worker(self._list_sent)
        digit = event.value.removeprefix(">")
        if digit != event.value and digit.isdigit() and GO_TO_LINE.id in self._rows.labels:
            self.dismiss(GoToChoice("command", action=GO_TO_LINE.id, typed=digit))

    def action_send(self) -> None:
        """Close the dialog with the selected call or request, which is sent if it only reads."""
        if (choice := self._rows.choice) is not None and choice.kind in SENT_KINDS:
            self.dismiss(choice._replace(is_sent=True))

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self.query_one("#go-to-foot", Lines).redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.dismiss(self._rows.choices[event.index])

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        words = self._strings.tui.go_to
        return [
            Line([Run("  "), Run(words.title, "bold")], [Run(words.hint, "dim"), Run("  ")]),
            Line(),
        ]

    def _draw_count(self, width: int) -> list[Line]:
        words = self._strings.tui.go_to
        number = len(self._rows.choices)
        if not number:
            text = words.nothing.format(query=self._input.value.strip())
            return [Line([Run("  "), Run(text, "dim")]), Line()]
        right = [Run(words.results.format(count=count(number)), "dim"), Run("  ")]
        read = self._rows.readings(width - cells(right) - 4)
        return [Line([Run("  "), *read], right), Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        words, choice = self._strings.tui, self._rows.choice
        enter = (
            [] if choice is None else [Run("Enter", "bold"), Run(f" {self._act(choice)}   ", "dim")]
        )
        if choice is not None and choice.may_be_sent:
            enter += [Run(SEND.shown, "bold"), Run(f" {words.keys.send}   ", "dim")]
        keys = Line(
            [Run("  "), *enter, Run("Esc", "bold"), Run(f" {words.keys.close}", "dim")],
            [
                Run(">", "bold"),
                Run(f" {words.go_to.prefix_commands}   ", "dim"),
                Run("#", "bold"),
                Run(f" {words.go_to.prefix_codes}   ", "dim"),
                Run("@", "bold"),
                Run(f" {words.go_to.prefix_environments}  ", "dim"),
            ],
        )
        about = [Line(), Line()]
        if choice is not None and choice.endpoint is not None:
            about = self._about(choice.endpoint)
        elif choice is not None and choice.sent is not None:
            about = self._about_sent(choice.sent, width)
        return [Line.rule(width), *about, Line(), keys, Line()]

    def _act(self, choice: GoToChoice) -> str:
        """Return what Enter does with a result."""
        words = self._strings.tui.go_to
        acts = {
            "saved": words.open,
            "endpoint": words.open,
            "history": words.open,
            "agent": words.open_in_history,
            "command": words.run,
            "code": words.look_up,
            "where": words.switch,
        }
        return acts[choice.kind]

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.tui.go_to.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the dialog."""
        words, keys = strings.tui.go_to, strings.tui.keys
        return [
            HelpRow("↑↓ PgUp PgDn", keys.move),
            HelpRow("Enter", words.enter),
            HelpRow(SEND.shown, words.send),
            HelpRow(">", words.prefix_commands),
            HelpRow("#", words.prefix_codes),
            HelpRow("@", words.prefix_environments),
            HelpRow("Esc", keys.close),
        ]

    def _needs(self, endpoint: Endpoint) -> str:
        words = self._strings.tui.go_to
        if not endpoint.has_path:
            return words.needs_unknown
        if needs := tuple(p for p in endpoint.body if p.required):
            return field_names(needs, 5)
        if endpoint.body:
            return words.fields.format(count=count(len(endpoint.body)))
        return words.needs_nothing

    def _about(self, endpoint: Endpoint) -> list[Line]:
        words = self._strings.tui.go_to
        takes = self._needs(endpoint)
        facts = " · ".join(
            [
                effect_words(endpoint.effect, self._strings),
                token_kind_words(endpoint.token_kind, self._strings),
                confidence_words(endpoint.confidence, self._strings),
            ]
        )
        return [
            Line(
                [
                    Run("  "),
                    Run(endpoint.title.text(self._strings.language), "bold"),
                    Run(f"  {endpoint.summary.text(self._strings.language)}", "dim"),
                ]
            ),
            Line(
                [
                    Run(f"  {words.needs} ", "dim"),
                    Run(takes),
                    Run(f"   {words.gives} ", "dim"),
                    Run(field_names(endpoint.response, 4) or "–"),
                    Run(f"   {facts}", "dim"),
                ]
            ),
        ]

    def _about_sent(self, entry: HistoryEntry, width: int) -> list[Line]:
        title, words = entry_heading(entry, self._strings), self._strings
        ended = reason_words(entry, words) or outcome_words(entry, words)
        call = f"  {entry.method} {entry.url}"
        return [
            Line([Run("  "), Run(cut(title, width // 2), "bold"), Run(call, "dim")]),
            Line([Run("  "), Run(cut(ended, width - 4), ROLES[entry.ending])]),
        ]


def _has_all(words: Sequence[str], entry: SavedEntry) -> bool:
    text = normalise(f"{entry.path} {entry.title}")
    return all(word in text for word in words)
