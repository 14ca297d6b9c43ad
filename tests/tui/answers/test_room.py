import pytest

from weda_tui.tui.answers.doctor_section import Blocks, Shares, share_rows


@pytest.mark.parametrize(
    ("height", "blocks", "shares"),
    [
        (40, Blocks(verdict=6, body=5, doctor=10, since=4), Shares(doctor=25, since=4)),
        (24, Blocks(verdict=6, body=5, doctor=10, since=4), Shares(doctor=13, since=0)),
        (25, Blocks(verdict=6, body=5, doctor=10, since=4), Shares(doctor=10, since=4)),
        (40, Blocks(verdict=6, body=5, doctor=0, since=0), Shares(doctor=29, since=0)),
    ],
)
def test_what_changed_gives_way_to_what_the_doctor_needs(
    height: int, blocks: Blocks, shares: Shares
):
    assert share_rows(height, blocks) == shares
