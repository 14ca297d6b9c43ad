"""A killed run over rows: no row is sent twice, and each row is done or marked as unknown."""

import os
from pathlib import Path

import pytest

from tests.killed_runs import check, run_killed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")


def test_ten_kills_send_no_row_twice(tmp_path: Path) -> None:
    figures = run_killed(tmp_path, rows=220, kills=10, parallel=4)
    check(figures)
    assert figures.arrived >= figures.done
