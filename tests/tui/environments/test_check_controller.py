"""A check shows each step and saves a working environment, without a terminal."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.tui.environments.fakes import FakeScreen
from weda_tui.core.environments.check import Fact, FactCode, Faulty, Passed, StepResult, plan_steps
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.environments.input import EnvironmentInput
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.tui.environments.check_controller import CheckController

FACT = Fact(next(iter(FactCode)))


def checking(
    screen: FakeScreen, monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> CheckController:
    """Return a controller whose steps all succeed, or all fail if ``works`` is false."""

    async def check(environment: Environment, **_: object) -> AsyncGenerator[StepResult]:
        for step in plan_steps(environment):
            error = NotReachableError(ErrorCode.CONNECTION_REFUSED)
            yield StepResult(step, Passed(FACT) if works else Faulty(error))

    def save(content: EnvironmentInput) -> None:
        screen.calls.append(("save", content.environment.name))

    monkeypatch.setattr(screen.session.checks, "run", check)
    return CheckController(screen, screen.session, screen.editing, screen.run, save)


async def test_a_new_environment_that_works_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = FakeScreen(tmp_path)
    controller = checking(screen, monkeypatch, works=True)
    controller.check()
    assert not controller.is_busy
    screen.says("丙")
    controller.check()
    assert controller.is_busy
    controller.check()
    await screen.finish()
    assert screen.calls == [("save", "丙")]
    assert screen.checks.state.is_fit
    assert not controller.is_busy


async def test_a_check_without_edits_or_with_a_fault_says_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for works in (True, False):
        screen = FakeScreen(tmp_path / str(works), "甲")
        screen.fields.is_edited = not works
        controller = checking(screen, monkeypatch, works=works)
        screen.says("甲")
        controller.check()
        await screen.finish()
        assert screen.calls == []
        assert "甲" in screen.notices[-1]
        assert screen.checks.state.has_cross is not works
