"""The services that a screen offers to every controller."""

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
        """Show a notice in the footer for a moment, with keys that react to it."""

    def ask(
        self, dialog: Screen[Result], answered: ScreenResultCallbackType[Result] | None = None
    ) -> None:
        """Show a dialog, and call ``answered`` with its result."""

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        """Start a worker; an exclusive worker cancels the other workers of its group."""


class TargetBench(Bench, Protocol):
    """A screen with a chosen target."""

    @property
    def target(self) -> Target | None:
        """The chosen target."""


def refuse(bench: Bench, error: WedaError) -> None:
    """Show why an action is refused, and what the user can do about it."""
    file = str(error.parameters.get("file", ""))
    bench.notice(f"✗ {explain(error, bench.words).line}", path=file)


@contextmanager
def refusals(bench: Bench) -> Generator[None]:
    """Report a ``FileError`` in the block as a refusal; the rest of the block does not run."""
    try:
        yield
    except FileError as error:
        refuse(bench, error)


def refuse_while_sending(bench: Bench, answer: AnswerView) -> bool:
    """Return whether a send is running; if so, show a notice."""
    if not isinstance(answer.current.state, Sending):
        return False
    bench.notice(bench.words.tui.result.still_waiting)
    return True


AnyIntent = TypeVar("AnyIntent", bound=Intent)


class IntentRoutes:
    """The handlers of intents, one for each type of intent."""

    def __init__(self) -> None:
        self._handlers: dict[type[Intent], Callable[[Intent], None]] = {}

    def add(self, kind: type[AnyIntent], handler: Callable[[AnyIntent], object]) -> None:
        """Register the handler of a type of intent. Raises ``ValueError`` for a second handler."""
        if kind in self._handlers:
            raise ValueError(kind)

        def handle(intent: Intent) -> None:
            if isinstance(intent, kind):
                handler(intent)

        self._handlers[kind] = handle

    def handle(self, intent: Intent) -> bool:
        """Call the handler of an intent; return whether a handler exists."""
        handler = self._handlers.get(type(intent))
        if handler is not None:
            handler(intent)
        return handler is not None
