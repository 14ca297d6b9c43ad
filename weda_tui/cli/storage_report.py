"""The output of ``storage``: ids or paths on stdout, progress on stderr.

On a terminal, a progress line is shown below the finished items.
"""

from collections.abc import Sequence
from typing import Any

from weda_tui.cli import output
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.sending.report import unanswered_report, verdict_report
from weda_tui.core.answers.verdict import VerdictState
from weda_tui.core.storage.transfer import (
    Change,
    Direction,
    ItemResult,
    Moving,
    Planned,
    TransferItem,
)
from weda_tui.i18n import quantities
from weda_tui.i18n.phrases.explain_object import explain_item
from weda_tui.i18n.phrases.storage import hosts_words, moving_facts, planned_title, result_title
from weda_tui.i18n.strings import Strings

BAR = 20
"""Cells of the progress bar."""


class StorageReport:
    """Collects and prints the results of one command."""

    def __init__(
        self, strings: Strings, direction: Direction, count: int, *, as_json: bool
    ) -> None:
        """``count`` is the number of items to transfer."""
        self._strings, self._direction, self._count = strings, direction, count
        self._as_json = as_json
        self._hosts: tuple[str, ...] = ()
        self._plan: Planned | None = None
        self._results: list[ItemResult] = []

    @property
    def status(self) -> int:
        """The exit status, which is the highest status of all items."""
        return max((_status(result) for result in self._results), default=ExitStatus.OK)

    def print_plan(self, plan: Planned) -> None:
        """Show the hosts of the transfer before any bytes are sent."""
        self._hosts = plan.hosts
        if plan.hosts:
            output.talk(hosts_words(plan, self._strings))
        self._plan = plan

    def print_items(self, items: Sequence[TransferItem]) -> None:
        """Show what would be done with the items."""
        for item in items:
            output.talk(f"  {planned_title(item)}")

    def on_change(self, change: Change) -> None:
        """Show the progress of a transfer, or the result of an item."""
        if isinstance(change, Moving):
            output.progress("  ".join([*self._bar(change), *moving_facts(change, self._strings)]))
            return
        output.progress("")
        self._results.append(change)
        self._print_result(change)
        if not self._as_json and change.ok:
            output.data(self._datum(change))

    def end(self, *, is_whole: bool, is_dry: bool = False) -> None:
        """Print the JSON object, and the number of finished items if there are several."""
        output.progress("")
        if is_dry:
            self._end_dry()
            return
        words = self._strings.transfer
        ok = sum(result.ok for result in self._results)
        if self._as_json and (self._results or is_whole):
            self._print_json()
        if not is_whole and self._results:
            output.talk(words.cancelled.format(ok=ok, count=self._count))
        elif self._count > 1:
            output.talk(words.summary.format(ok=ok, count=self._count))

    def _end_dry(self) -> None:
        """Show what would have been transferred, and what has failed already."""
        for result in self._plan.addresses if self._plan else ():
            if isinstance(result, ItemResult):
                self._results.append(result)
                self._print_result(result)
        if self._plan is not None:
            self.print_items(self._plan.items)
        if self._as_json:
            self._print_json()
        output.talk(self._strings.cli.send.nothing_sent)

    def _print_result(self, result: ItemResult) -> None:
        title = result_title(result, self._strings)
        if result.ok:
            size = [quantities.size(result.size)] if self._direction is not Direction.DELETE else []
            elapsed = [quantities.elapsed(result.elapsed)] if size else []
            output.talk("   ".join([f"✓ {title}", *size, *elapsed]))
            return
        output.talk(f"✗ {title}")
        meaning = explain_item(result, self._strings)
        if result.verdict is not None and result.verdict.message:
            text = self._strings.transfer.server_says
            output.talk(f"  {text.format(message=result.verdict.message)}")
        if meaning is not None:
            output.talk(f"  {meaning.what}\n  {meaning.hint}")

    def _datum(self, result: ItemResult) -> str:
        """Return the value that a script needs: the new id, the new file, or the deleted id."""
        is_download = self._direction is Direction.DOWNLOAD
        return result.item.file if is_download else result.cloud_object_id

    def _bar(self, moving: Moving) -> list[str]:
        if not moving.total:
            return []
        full = min(BAR, moving.done * BAR // moving.total)
        return ["━" * full + "─" * (BAR - full)]

    def _print_json(self) -> None:
        value = {
            "hosts": list(self._hosts),
            "items": [self._described(result) for result in self._results],
        }
        output.json_value(value)

    def _described(self, result: ItemResult) -> dict[str, Any]:
        return {
            "verdict": self._verdict(result),
            "file": _text(result.item.file) or None,
            "objectId": _text(result.item.object_id),
            "cloudObjectId": _text(result.cloud_object_id) or None,
            "size": result.size,
            "elapsedMs": round(result.elapsed * 1000),
        }

    def _verdict(self, result: ItemResult) -> dict[str, Any]:
        if result.error is not None:
            meaning = explain_item(result, self._strings)
            text = _text(meaning.what if meaning else "")
            return unanswered_report(result.error, result.error.delivery, text)
        if result.verdict is not None:
            return verdict_report(result.verdict, _text) | {"ok": result.ok}
        unknown = {"ok": result.ok, "state": VerdictState.UNKNOWN.value}
        return unknown | dict.fromkeys(("layer", "code", "message", "requestId"), "")


def _status(result: ItemResult) -> ExitStatus:
    outcome = result.error or result.verdict
    return ExitStatus.VERDICT if outcome is None else exit_status(outcome)


def _text(text: str) -> str:
    """Return text that JSON can hold: a file name may contain bytes that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()
