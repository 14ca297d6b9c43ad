"""A run over rows that is killed: no row arrives twice, and each is done or known as unknown."""

import os
from pathlib import Path

import pytest

from tests.killed_runs import check, run_killed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")


def test_ten_kills_send_no_row_twice(tmp_path: Path) -> None:
    figures = run_killed(tmp_path, rows=220, kills=10, parallel=4)
    check(figures)
    assert figures.arrived >= figures.done
