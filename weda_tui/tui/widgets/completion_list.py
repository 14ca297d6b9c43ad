"""The list of names offered while the user types: its options, selection and appearance."""

from collections.abc import Callable
from typing import Any, Protocol

from rich.cells import cell_len

from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad

MOST_ROWS = 6
NARROWEST, WIDEST = 24, 44


class NameOffer(Protocol):
    """The options that may replace ``text[start:end]``."""

    @property
    def start(self) -> int:
        """The start of the text to replace."""
        ...

    @property
    def end(self) -> int:
        """The end of the text to replace."""
        ...

    @property
    def options(self) -> tuple[Any, ...]:
        """The options to choose from, at least one."""
        ...

    def written(self, option: Any) -> tuple[str, int]:
        """Return the text of an option and the offset of the cursor in it."""
        ...


Complete = Callable[[str, int], NameOffer | None]
"""Returns the names that fit at a position of a text."""
Words = Callable[[NameOffer, int], tuple[str, str]]
"""Returns the name and the meaning of an option."""


class NameList:
    """The list of an offer; closed while ``offer`` is ``None``."""

    def __init__(self) -> None:
        self.offer: NameOffer | None = None
        self.chosen = 0
        """The index of the selected option."""

    def show(self, offer: NameOffer | None) -> bool:
        """Replace the offer, ``None`` for no offer; return whether it changed."""
        if offer == self.offer:
            return False
        self.offer, self.chosen = offer, 0
        return True

    def step(self, by: int) -> bool:
        """Select another option, with wrap-around; return whether a list is open."""
        if self.offer is not None:
            self.chosen = (self.chosen + by) % len(self.offer.options)
        return self.offer is not None

    def seen(self, most: int = MOST_ROWS) -> range:
        """Return the indices of at most ``most`` visible options, including the selected one."""
        count = len(self.offer.options) if self.offer is not None else 0
        first = max(0, min(self.chosen - most + 1, count - most))
        return range(first, min(count, first + most))

    def rows(self, words: Words, width: int) -> list[Line]:
        """Return the visible rows, all of the same width, for a text area ``width`` cells wide."""
        offer, seen = self.offer, self.seen()
        if offer is None:
            return []
        parts = [words(offer, index) for index in seen]
        names = max(cell_len(name) for name, _ in parts)
        room = min(WIDEST, max(NARROWEST, width - 4)) - 4
        texts = [cut(f"{pad(name, names)}  {meaning}".rstrip(), room) for name, meaning in parts]
        widest = max(map(cell_len, texts))
        return [
            Line([Run(f"› {pad(text, widest)} ", "bold")], fill="sel")
            if index == self.chosen
            else Line([Run(f"  {pad(text, widest)} ", "text")], fill="panel")
            for index, text in zip(seen, texts, strict=True)
        ]
