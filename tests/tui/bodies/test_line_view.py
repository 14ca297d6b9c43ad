from hypothesis import given
from hypothesis import strategies as st

from weda_tui.tui.bodies.line_view import restyled
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
