"""The check of the values in the form, step by step."""

from collections.abc import Callable
from contextlib import aclosing
from functools import partial

from weda_tui.core.environments.check import first_fault, refused_field
from weda_tui.core.environments.input import EnvironmentInput
from weda_tui.i18n.phrases.environments import sum_words
from weda_tui.session import Session
from weda_tui.tui.environments.editing import CheckRun, EnvironmentEditing
from weda_tui.tui.workbench.bench import Bench


class CheckController:
    """Checks an environment; passes new or edited content that works to ``save``."""

    def __init__(
        self,
        bench: Bench,
        session: Session,
        editing: EnvironmentEditing,
        run: CheckRun,
        save: Callable[[EnvironmentInput], None],
    ) -> None:
        self._bench, self._session = bench, session
        self._editing, self._run, self._save = editing, run, save

    @property
    def is_busy(self) -> bool:
        """Whether a check or a save is under way."""
        return self._run.state.is_running or self._editing.is_saving

    def check(self) -> None:
        """Check the values in the form; if they work, save them where they are new or edited."""
        if not self.is_busy and (content := self._editing.read()) is not None:
            self._run.begin(content.environment)
            self._bench.start(partial(self._check, content), "check")

    async def _check(self, content: EnvironmentInput) -> None:
        """Show each step as it finishes; where no secret is typed, the kept secret is used."""
        editing, run, session = self._editing, self._run, self._session
        tried, old = content.environment, editing.environment
        begun = session.clock.monotonic()
        results = session.checks.run(
            tried,
            secret=content.secret,
            password=content.password,
            replaces=old,
            begun_as=editing.begun_as,
        )
        async with aclosing(results):
            async for result in results:
                run.add(result)
        run.end()
        if run.state.is_fit and (old is None or editing.fields.is_edited):
            self._save(content)
            return
        fault = first_fault(run.state.plan, run.state.results)
        if field := refused_field(fault):
            editing.fields.return_to(field)
        took = session.clock.monotonic() - begun
        self._bench.notice(sum_words(tried.name, run.state.results, took, self._bench.words))
