"""A load test that runs in the background of the explorer, without Locust."""

from pathlib import Path

import pytest

from tests.session.runs.test_monitor import READING, write
from tests.session.weda import place
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.choices import LoadChoice, RunWay
from weda_tui.core.runs.results import Consent, RunChoice
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.session.load import run
from weda_tui.tui.runs.load_work import LoadWork

STUB = """
import os
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write(SAMPLE + chr(10))
"""


@pytest.mark.parametrize(
    ("sample", "end", "is_ok"),
    [
        ('{"total": {"count": 50}, "seconds": 1}', "", True),
        ('{"total": {"count": 50}, "seconds": 1}', "os.abort()", False),
        ('{"total": {"count": 0}, "seconds": 1}', "", False),
    ],
)
async def test_one_that_broke_off_or_sent_nothing_has_not_passed(
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sample: str,
    end: str,
    is_ok: bool,
) -> None:
    text = STUB.replace("SAMPLE", repr(sample)) + end
    (tmp_path / "stub_of_locust.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(run, "PACKAGE", "stub_of_locust")
    write(session, {"a/1": READING})
    choice = RunChoice(way=RunWay.LOAD, load=LoadChoice(users="1", time="1s"))
    work = LoadWork(session, place(session), "a", choice, strings_for("en"))
    await work.prepare()
    await work.go(Consent(GuardDecision.ASK, None))
    assert work.is_ok is is_ok
