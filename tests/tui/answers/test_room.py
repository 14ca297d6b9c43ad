import pytest

from weda_tui.tui.answers.doctor_section import BlockHeights, RowShares, share_rows


@pytest.mark.parametrize(
    ("height", "blocks", "shares"),
    [
        (40, BlockHeights(verdict=6, body=5, doctor=10, since=4), RowShares(doctor=25, since=4)),
        (24, BlockHeights(verdict=6, body=5, doctor=10, since=4), RowShares(doctor=13, since=0)),
        (25, BlockHeights(verdict=6, body=5, doctor=10, since=4), RowShares(doctor=10, since=4)),
        (40, BlockHeights(verdict=6, body=5, doctor=0, since=0), RowShares(doctor=29, since=0)),
    ],
)
def test_what_changed_gives_way_to_what_the_doctor_needs(
    height: int, blocks: BlockHeights, shares: RowShares
):
    assert share_rows(height, blocks) == shares
