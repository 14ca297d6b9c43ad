"""The names offered while one is typed: which there are, which is selected, how they look."""

from collections.abc import Callable
from typing import Any, Protocol

from rich.cells import cell_len

from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad

MOST_ROWS = 6
NARROWEST, WIDEST = 24, 44


class NameOffer(Protocol):
    """What may stand in place of ``text[start:end]``."""

    @property
    def start(self) -> int:
        """Where the text begins that is replaced."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def options(self) -> tuple[Any, ...]:
        """What there is to choose from, at least one."""
        ...

    def written(self, option: Any) -> tuple[str, int]:
        """Return the text of an option, and how far into it the cursor goes."""
        ...


Complete = Callable[[str, int], NameOffer | None]
"""Returns the names that fit into a text at a position."""
Words = Callable[[NameOffer, int], tuple[str, str]]
"""Returns the name of an option and what it means."""


class NameList:
    """The list of an offer; closed while there is none."""

    def __init__(self) -> None:
        self.offer: NameOffer | None = None
        self.chosen = 0
        """The selected option."""

    def show(self, offer: NameOffer | None) -> bool:
        """Offer something else, or nothing; ``False`` where it is the same."""
        if offer == self.offer:
            return False
        self.offer, self.chosen = offer, 0
        return True

    def step(self, by: int) -> bool:
        """Select another option, round the end; ``False`` where nothing is offered."""
        if self.offer is not None:
            self.chosen = (self.chosen + by) % len(self.offer.options)
        return self.offer is not None

    def seen(self, most: int = MOST_ROWS) -> range:
        """Return the options in view, ``most`` of them, the selected one among them."""
        count = len(self.offer.options) if self.offer is not None else 0
        first = max(0, min(self.chosen - most + 1, count - most))
        return range(first, min(count, first + most))

    def rows(self, words: Words, width: int) -> list[Line]:
        """Return the rows in view, all equally wide, over a text ``width`` cells wide."""
        offer, seen = self.offer, self.seen()
        if offer is None:
            return []
        said = [words(offer, index) for index in seen]
        names = max(cell_len(name) for name, _ in said)
        room = min(WIDEST, max(NARROWEST, width - 4)) - 4
        texts = [cut(f"{pad(name, names)}  {meaning}".rstrip(), room) for name, meaning in said]
        widest = max(map(cell_len, texts))
        return [
            Line([Run(f"› {pad(text, widest)} ", "bold")], fill="sel")
            if index == self.chosen
            else Line([Run(f"  {pad(text, widest)} ", "text")], fill="panel")
            for index, text in zip(seen, texts, strict=True)
        ]
