"""Folding and unfolding many lines at once."""

import json
import re

import pytest
from textual.strip import Strip

from tests.tui.host import hosted
from weda_tui.core.bodies import folding
from weda_tui.i18n.language import strings_for
from weda_tui.tui.parts.body_reader import BodyReader
from weda_tui.tui.widgets import kept_rows

BODY = json.dumps([{"id": n} for n in range(20)]).encode()


async def test_a_frame_without_time_shows_no_row_of_a_fold_that_is_unfolded(
    monkeypatch: pytest.MonkeyPatch,
):
    reader = BodyReader(strings_for("en"), id="reader")
    async with hosted(reader, size=(60, 14)) as (_, pilot):
        reader.show(BODY, "application/json", str)
        view, tree = reader.view, reader.document.tree
        assert tree is not None
        view.fold([fold for line in range(1, 60, 3) if (fold := folding.fold_node(tree, line))])
        await pilot.pause()
        rows = view.size.height
        assert numbers(view.render_lines(view.size.region)) == [1, *range(2, 3 * rows - 3, 3)]
        monkeypatch.setattr(kept_rows, "FRAME_SHARE", 0.0)
        reader.action_unfold_all()
        assert numbers(view.render_lines(view.size.region)) == [*range(1, rows + 1)]


def numbers(strips: list[Strip]) -> list[int]:
    """Return the numbers of the lines that are seen."""
    return [int(found[0]) for strip in strips if (found := re.search(r"\d+", strip.text))]
