"""A monitor in the background of the explorer: its permissions and the files it writes."""

from pathlib import Path

import httpx
import pytest

from tests.session.runs.test_monitor import READING, WRITING, write
from tests.session.weda import Weda, place
from weda_tui.core.errors import GuardError
from weda_tui.core.runs.choices import MonitorChoice, RunWay
from weda_tui.core.runs.results import Consent, RunChoice
from weda_tui.i18n.language import strings_for
from weda_tui.session import Session
from weda_tui.tui.runs.monitor_work import MonitorWork


def monitor(session: Session, weda: Weda, choice: MonitorChoice) -> MonitorWork:
    """Return a monitor that ends after one round, because a minute passes with the call."""

    def answer(_: httpx.Request) -> httpx.Response:
        weda.passed += 60.0
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = answer
    chosen = RunChoice(way=RunWay.MONITOR, monitor=choice)
    return MonitorWork(session, place(session), "a", chosen, strings_for("en"))


async def test_a_write_that_came_after_the_question_is_not_sent(
    session: Session, weda: Weda
) -> None:
    write(session, {"a/1": WRITING})
    choice = MonitorChoice(every="1m", until="1m", may_write=True)
    work = monitor(session, weda, choice)
    asked = await work.prepare()
    write(session, {"a/2": WRITING})
    with pytest.raises(GuardError):
        await work.go(Consent(asked.decision, frozenset(asked.writes)))
    assert weda.calls == []


async def test_a_file_that_cannot_be_written_keeps_no_other_from_it(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    write(session, {"a/1": READING})
    (tmp_path / "folder").mkdir()
    choice = MonitorChoice(
        every="1m", until="1m", textfile=str(tmp_path / "folder"), html=str(tmp_path / "a.html")
    )
    work = monitor(session, weda, choice)
    await work.prepare()
    await work.go(Consent())
    assert (tmp_path / "a.html").exists()
    assert any("folder" in str(each) for each in work.summary(strings_for("en"), 200, 0))
