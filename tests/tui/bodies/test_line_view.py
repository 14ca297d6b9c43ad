import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.bodies.fake_reader import WORDS, whole
from weda_tui.core.bodies.document import BodyForm, Document
from weda_tui.core.bodies.folds import Fold
from weda_tui.core.bodies.text_index import hex_text
from weda_tui.core.masking import MASK, Masker
from weda_tui.tui.bodies.line_view import fold_runs, line_runs, restyled
from weda_tui.tui.widgets.drawing.paint import Run


def roles(runs: list[Run]) -> list[tuple[str, str]]:
    return [(character, run.role) for run in runs for character in run.text]


@given(
    st.lists(st.tuples(st.text("ab", max_size=4), st.sampled_from("xy")), max_size=5),
    st.lists(st.integers(0, 12), max_size=8).map(sorted),
)
def test_characters_have_the_role_of_their_place_and_else_their_own(
    parts: list[tuple[str, str]], edges: list[int]
):
    runs = [Run(text, role) for text, role in parts]
    pairs = zip(edges[::2], edges[1::2], strict=False)
    places = [(start, end, f"lit {number}") for number, (start, end) in enumerate(pairs)]
    wanted = roles(runs)
    for start, end, role in places:
        wanted[start:end] = [(character, role) for character, _ in wanted[start:end]]
    assert roles(restyled(runs, places)) == wanted


@pytest.mark.parametrize("size", [63, 900, 8000])
def test_a_folded_node_shows_no_part_of_a_secret(size: int):
    secret = "eyJ" + "k3Y" * (size // 3)
    for body in (f'{{"jwt": "{secret}", "x": 1}}', f'{{"x": 1, "name": "by {secret}"}}'):
        document = whole(body.encode())
        assert document.tree is not None
        fold = Fold(0, document.tree.line_count - 1)
        runs = fold_runs(document.tree, fold, Masker([secret]).text, WORDS.body)
        text = "".join(run.text for run in runs)
        assert MASK in text
        assert secret[:8] not in text


def test_a_folded_node_shows_the_beginning_of_a_long_value():
    document = whole(('{"x": "' + "中" * 100 + '"}').encode())
    assert document.tree is not None
    runs = fold_runs(document.tree, Fold(0, 2), str, WORDS.body)
    assert '"' + "中" * 21 + "…" in [run.text for run in runs]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("before", [0, 5, 100])
def test_bytes_show_no_part_of_a_secret_and_stay_at_their_offsets(charset: str, before: int):
    secret = "eyJhbGciOiJIUzI1NiJ9.canary.0123456789"
    text = "\u4e2d" * before
    body = f'{{"x": "{text}", "jwt": "{secret}", "z": "behind"}}'.encode(charset)
    document = Document(body, form=BodyForm.HEX)
    document.grow_whole()
    rows = [
        "".join(run.text for run in line_runs(document, line, 0, 99, Masker([secret]).text))
        for line in range(document.index.line_count)
    ]
    plain = [hex_text(body[at : at + 16], at, 8) for at in range(0, len(body), 16)]
    start = body.index(secret.encode(charset))
    hidden = range(start, start + len(secret.encode(charset)))
    for at, (row, bare) in enumerate(zip(rows, plain, strict=True)):
        assert row[:8] == bare[:8]
        for column in range(min(16, len(body) - 16 * at)):
            place = 10 + 3 * column + (column >= 8)
            is_hidden = 16 * at + column in hidden
            is_shown = row[place : place + 2] == bare[place : place + 2]
            assert is_shown is not is_hidden or body[16 * at + column] == 0
