"""What every controller may do on the screen that it works for."""

from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from textual.screen import Screen, ScreenResultCallbackType

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.sending.exchange import Sending
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.workbench.state import AnswerView

Result = TypeVar("Result")


class Bench(Protocol):
    """The services of a screen."""

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language."""
        ...

    def notice(self, text: str, *hints: Hint, path: str = "") -> None:
        """Show a line in the footer for a moment, with keys that answer it."""

    def ask(
        self, dialog: Screen[Result], answered: ScreenResultCallbackType[Result] | None = None
    ) -> None:
        """Show a dialog, and call ``answered`` with its answer."""

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        """Start a worker; one that is exclusive cancels the others of its group."""


class TargetBench(Bench, Protocol):
    """A screen with a chosen target."""

    @property
    def target(self) -> Target | None:
        """The chosen target."""


def refuse(bench: Bench, error: WedaError) -> None:
    """Say why something cannot be, and what to do about it."""
    file = str(error.parameters.get("file", ""))
    bench.notice(f"✗ {explain(error, bench.words).line}", path=file)


@contextmanager
def refusals(bench: Bench) -> Generator[None]:
    """Do what a file may not allow; where it does not, say so and do nothing more."""
    try:
        yield
    except FileError as error:
        refuse(bench, error)


def refuse_while_sending(bench: Bench, answer: AnswerView) -> bool:
    """Return whether a send is running, and say so."""
    if not isinstance(answer.current.state, Sending):
        return False
    bench.notice(bench.words.tui.result.still_waiting)
    return True


Asked = TypeVar("Asked", bound=Intent)


class IntentRoutes:
    """One handler for each kind of intent."""

    def __init__(self) -> None:
        self._handlers: dict[type[Intent], Callable[[Intent], None]] = {}

    def add(self, kind: type[Asked], handler: Callable[[Asked], object]) -> None:
        """Let ``handler`` answer a kind of intent. Raises ``ValueError`` for a second one."""
        if kind in self._handlers:
            raise ValueError(kind)

        def handle(intent: Intent) -> None:
            if isinstance(intent, kind):
                handler(intent)

        self._handlers[kind] = handle

    def handle(self, intent: Intent) -> bool:
        """Call the handler of an intent; return whether there is one."""
        handler = self._handlers.get(type(intent))
        if handler is not None:
            handler(intent)
        return handler is not None
