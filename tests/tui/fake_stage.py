"""A stage without a terminal: it records calls of its parts, and tests run its workers."""

from textual.message import Message

from weda_tui.i18n.language import strings_for
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import Work


class FakeStage:
    def __init__(self) -> None:
        self.words = strings_for("en")
        self.posted: list[Message] = []
        self._started: list[Work] = []

    @property
    def notices(self) -> list[str]:
        """The texts posted for the footer."""
        return [message.text for message in self.posted if isinstance(message, Noticed)]

    def post_message(self, message: Message) -> bool:
        self.posted.append(message)
        return True

    def start_worker(self, work: Work, group: str, *, is_exclusive: bool = True) -> None:
        del group, is_exclusive
        self._started.append(work)

    async def finish(self) -> None:
        """Run the started workers, and the workers that they start."""
        while self._started:
            await self._started.pop(0)()
