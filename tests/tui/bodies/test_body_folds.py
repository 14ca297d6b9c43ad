"""Folding and unfolding many lines at once."""

import json
import re
from collections.abc import Iterable, Iterator

import pytest
from textual.strip import Strip

from tests.tui.host import hosted
from weda_tui.core.bodies.folds import Fold, Folds
from weda_tui.i18n.language import strings_for
from weda_tui.tui.bodies.reader import BodyReader

BODY = json.dumps([{"id": n} for n in range(20)]).encode()


async def test_what_is_drawn_while_many_lines_are_folded_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
):
    reader = BodyReader(strings_for("en"), id="reader")
    fold, drawn = Folds.fold, list[int]()

    def fold_and_draw(folds: Folds, more: Iterable[Fold]) -> None:
        def each() -> Iterator[Fold]:
            for one in more:
                yield one
                drawn.append(reader.document.folds.line_of(9))

        fold(folds, each())

    async with hosted(reader, size=(60, 14)) as (app, _):
        reader.show(BODY, "application/json", str)
        monkeypatch.setattr(Folds, "fold", fold_and_draw)
        reader.folding.fold_to(1)
        await app.workers.wait_for_complete()
        assert set(drawn) == {9}
        assert reader.document.folds.line_of(9) > 9


def numbers(strips: list[Strip]) -> list[int]:
    """Return the numbers of the visible lines."""
    return [int(found[0]) for strip in strips if (found := re.search(r"\d+", strip.text))]
