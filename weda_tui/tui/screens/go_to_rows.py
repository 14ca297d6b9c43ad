"""The items that the search dialog (Ctrl+P) lists, and its rows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Preset, preset_words
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search import SHORTEST_SPELT, highlights, readings, title_highlights
from weda_tui.core.doctor.error_book import ErrorBook
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryEntry, SendEnding
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import find_spelt, initials
from weda_tui.i18n.phrases.facts import effect_mark, layer_words
from weda_tui.i18n.phrases.history import (
    GLYPHS,
    clock_words,
    day_words,
    entry_heading,
    outcome_words,
)
from weda_tui.i18n.quantities import elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import OPENERS
from weda_tui.tui.history.view import ROLES
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fit, pad
from weda_tui.tui.widgets.rows import Rows

LEAST_OF_A_NAME = 2
"""Minimum number of letters to find a command by its name, its key or its initials."""
LEAST_LETTERS = 3
"""Minimum number of letters to list error codes, and to rank a command by an ASCII prefix."""
_TITLE, _WHEN = 28, 17
"""Cells for a title, and for a day and a time."""
_CLIENT, _WIDE = 12, 100
"""Cells for the name of an agent; minimum width of a row that shows it beside a full title."""
_LEAST_OUTCOME = 6
"""Minimum cells in which an outcome is shown."""


class CommandEntry(NamedTuple):
    """A command that the search dialog lists."""

    action: str
    label: str
    shortcut: str
    names: tuple[str, ...] = ()
    """Other names: the words of the command in both languages, and synonyms."""
    place: str = ""
    """The place in ``OPENERS`` where the command runs; empty if it runs everywhere."""
    effect: Effect = Effect.READ

    def is_called(self, word: str) -> int:
        """Return how closely a folded word matches a name of the command.

        3 for an id or a full name, 2 for the beginning of a name, 1 for its key, 0 for no match.
        """
        names = _folded((self.label, *self.names))
        least = LEAST_LETTERS if word.isascii() and self.names else LEAST_OF_A_NAME
        if word in {self.action, *names}:
            return 3
        begins = len(word) >= least and _begins(names, word)
        return 2 if begins else int(word == normalise(self.shortcut))

    def fits(self, words: Sequence[str], *, is_wanted: bool) -> bool:
        """Return whether the command matches each of ``words``.

        A word matches if a name contains it, or, with at least ``LEAST_OF_A_NAME`` letters, if the
        id, the key or the initials begin with it. ``is_wanted`` drops this minimum, because the
        user asked for commands. A word also matches if a name contains it in pinyin.
        """
        names = _folded((self.label, *self.names))
        short = filter(None, map(initials, names))
        named = (self.action, *self.action.split("_"), normalise(self.shortcut), *short)
        return all(
            any(word in each for each in names)
            or ((is_wanted or len(word) >= LEAST_OF_A_NAME) and _begins(named, word))
            or (len(word) >= SHORTEST_SPELT and any(find_spelt(each, word) for each in names))
            for word in words
        )

    def spelt_names(self, word: str) -> Sequence[str]:
        """Return the names if none contains a folded word, so that only pinyin can match."""
        names = self.label, *self.names
        return () if any(word in each for each in _folded(names)) else names


class SavedEntry(NamedTuple):
    """A saved request that the search dialog lists."""

    path: str
    title: str


class GoToChoice(NamedTuple):
    """A result of the search; the field for its kind is set."""

    kind: Literal["agent", "saved", "endpoint", "history", "command", "code", "where"]
    endpoint: Endpoint | None = None
    action: str = ""
    place: str = ""
    """The place where a command runs that does not run everywhere."""
    where: Target | None = None
    code: str = ""
    saved: SavedEntry | None = None
    sent: HistoryEntry | None = None
    gloss: str = ""
    """The words of an endpoint that matched, if its title does not show them."""
    preset: Preset | None = None
    """The values that the matched words set in the body of an endpoint."""
    is_sent: bool = False
    """Whether the request is sent at once, if it only reads."""
    typed: str = ""
    """The initial text of the field that a command opens."""

    @property
    def may_be_sent(self) -> bool:
        """Whether F5 may send it: a call that only reads, or a saved request.

        Whether a saved request only reads is not known here.
        """
        if self.kind == "agent":
            return False
        call = self.endpoint or self.sent
        return self.saved is not None or (call is not None and call.effect is Effect.READ)


class GoToRows(Rows):
    """The results; the first row of each group shows the name of the group."""

    is_selected = True

    def __init__(self, strings: Strings, catalogue: Catalogue, book: ErrorBook | None) -> None:
        super().__init__(id="go-to-rows", surface="panel")
        self._book = book
        self._strings = strings
        self._modules = {module.id: module.title for module in catalogue.modules}
        self.choices: list[GoToChoice] = []
        self.labels: dict[str, CommandEntry] = {}
        self.word = ""
        self.now = 0.0
        """The current time, from which days get names such as today."""

    @property
    def choice(self) -> GoToChoice | None:
        """The selected result."""
        return self.choices[min(self.cursor, len(self.choices) - 1)] if self.choices else None

    def row(self, index: int, width: int) -> Line:
        """Draw a result."""
        choice = self.choices[index]
        is_first = index == 0 or self.choices[index - 1].kind != choice.kind
        words = self._strings.tui.go_to
        names = {
            "saved": self._strings.saved.screen.tab,
            "endpoint": words.endpoints,
            "history": self._strings.history.screen.tab,
            "agent": words.agents,
            "command": words.commands,
            "code": words.codes,
            "where": words.environments,
        }
        group = Run(pad(f"  {names[choice.kind]}" if is_first else "", 12), "dim")
        if choice.endpoint is not None:
            setting = preset_words(choice.endpoint, choice.preset, self._strings.language)
            return self._endpoint(choice.endpoint, choice.gloss, setting, group, width)
        if choice.sent is not None:
            return self._sent(choice.sent, group, width)
        if choice.saved is not None:
            path = [Run(choice.saved.path, "faint"), Run("  ")]
            return Line([group, Run(choice.saved.title)], path)
        if choice.where is not None:
            where = choice.where
            return Line(
                [
                    group,
                    Run(pad(where.environment.name, 20)),
                    Run(where.env_type, env_type_role(where.env_type)),
                ],
                [Run(where.environment.host, "faint"), Run("  ")],
            )
        if choice.kind == "code":
            return self._code(choice.code, group, width)
        command = self.labels[choice.action]
        opener = OPENERS.get(command.place)
        place = [Run(opener.words(self._strings.tui.keys), "dim")] if opener is not None else []
        key = f"  {command.shortcut}  "
        return Line([group, Run(command.label)], [*place, Run(key, "faint")])

    def _code(self, code: str, group: Run, width: int) -> Line:
        entry = self._book.exactly(code) if self._book else None
        if entry is None:
            return Line([group, Run(cut(code, max(8, width - 16)))])
        meaning = entry.meaning.text(self._strings.language)
        right = [Run(layer_words(entry.layer, self._strings), "dim"), Run("  ")]
        room = max(4, width - 16 - cells([Run(code), *right]))
        return Line([group, Run(code), Run(f"  {cut(meaning, room)}", "dim")], right)

    def _endpoint(
        self, endpoint: Endpoint, gloss: str, setting: str, group: Run, width: int
    ) -> Line:
        language = self._strings.language
        shown = endpoint.title.text(language)
        title = _lit(shown, highlights(endpoint, self.word, language), pad_to=_TITLE)
        mark = effect_mark(endpoint.effect, self._strings)
        module = self._modules[endpoint.module].text(self._strings.language)
        right = [
            Run(f"{mark} " if mark else "", EFFECT_ROLES[endpoint.effect]),
            Run(module, "dim"),
            Run("  "),
        ]
        room = max(8, width - 48 - cells(right))
        if setting:
            both = f"{gloss} → {setting}".strip()
            gloss = both if cells([Run(both)]) + 2 <= room else setting
        found = [Run(f"≈ {cut(gloss, room - 2)}  ", "focus")] if gloss else []
        action = cut(endpoint.action, room - cells(found)) if cells(found) + 8 < room else ""
        return Line([group, *title, *found, Run(action, "dim")], right)

    def _sent(self, entry: HistoryEntry, group: Run, width: int) -> Line:
        """Draw an entry: verdict, agent, title, time, env type, and outcome if there is room."""
        whole, place = (
            strip_control_characters(entry_heading(entry, self._strings)),
            entry.conditions,
        )
        seen, client = title_highlights(whole, self.word), strip_control_characters(entry.agent)
        room = _TITLE - (_CLIENT if client and width < _WIDE else 0)
        day = day_words(entry.started_at, self.now, self._strings)
        left = [
            Run(pad(group.text.rstrip(), 10), group.role),
            Run(f"{GLYPHS[entry.ending]} ", ROLES[entry.ending]),
            *([Run(pad(cut(client, _CLIENT - 1), _CLIENT), "dim")] if client else []),
            *_lit(cut(whole, room - 1), seen, pad_to=room),
            Run(pad(f"{day} {clock_words(entry.started_at)}", _WHEN), "dim"),
            Run(f" {cut(place.env_type, 8)}", env_type_role(place.env_type)),
        ]
        effect = effect_mark(entry.effect, self._strings)
        right = [
            Run(f"{effect} " if effect else "", EFFECT_ROLES[entry.effect]),
            Run(cut(place.environment, 12), "dim"),
            Run("  "),
        ]
        is_fine = entry.ending is SendEnding.OK
        outcome = elapsed(entry.elapsed) if is_fine else outcome_words(entry, self._strings)
        room = width - cells([*left, *right]) - 4
        if room >= _LEAST_OUTCOME:
            left.append(Run(f"  {cut(outcome, room)}", "dim" if is_fine else ROLES[entry.ending]))
        return Line(left, right)

    def readings(self, room: int) -> list[Run]:
        """Return how the letters match as pinyin in the first result that has a title."""
        kinds = {"endpoint", "command", "history"}
        first = next((each for each in self.choices if each.kind in kinds), None)
        for text, short in self._read_texts(first) if first is not None else ():
            if found := readings(text, self.word, short):
                pairs = ([Run(f"{letters} ", "dim"), Run(seen)] for letters, seen in found)
                return fit(room, [*pairs], "  ")
        return []

    def _read_texts(self, choice: GoToChoice) -> list[tuple[str, str]]:
        """Return the texts that the letters may match, each with its initials if known."""
        if choice.endpoint is not None:
            title = choice.endpoint.title.text(self._strings.language)
            short = choice.endpoint.pinyin.partition(" ")[0]
            return [(title, short), (choice.gloss, "")]
        if choice.sent is not None:
            texts = [strip_control_characters(entry_heading(choice.sent, self._strings))]
        else:
            texts = self.labels[choice.action].spelt_names(self.word)
        return [(each, "") for each in texts]


def _lit(title: str, spans: Sequence[tuple[int, int]], *, pad_to: int) -> list[Run]:
    """Highlight the matched parts of a title."""
    runs: list[Run] = []
    at = 0
    for start, end in spans:
        runs += [Run(title[at:start]), Run(title[start:end], "focus bold")]
        at = end
    return [*runs, Run(pad(title[at:], max(0, pad_to - cells([Run(title[:at])]))))]


@lru_cache(maxsize=512)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normalise, names))


def _begins(names: Sequence[str], word: str) -> bool:
    return any(name.startswith(word) for name in names)
