"""The rows of a transfer: its target, the progress and the result of each file."""

from enum import StrEnum
from pathlib import PurePath

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.storage.object_names import SCHEME
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.core.storage.transfer import Direction, ItemResult, Moving, Planned, TransferItem
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.explain_object import explain_item
from weda_tui.i18n.phrases.facts import guard_words
from weda_tui.i18n.phrases.sending import name_wanted
from weda_tui.i18n.phrases.storage import is_downgrade, moving_facts, name_of
from weda_tui.i18n.quantities import count, size, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.targets import env_type_chip
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fit, pad, paragraph, wrap
from weda_tui.tui.widgets.modal import HelpRow

LABEL = 14
"""The width of a label in cells."""


class TransferStage(StrEnum):
    """The stage of the dialog."""

    FORM = "form"
    ASKING = "asking"
    CONFIRM = "confirm"
    MOVING = "moving"
    DONE = "done"


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """The state that the dialog shows."""

    direction: Direction
    where: Target
    decision: GuardDecision
    stage: TransferStage = TransferStage.FORM
    items: tuple[TransferItem, ...] = ()
    plan: Planned | None = None
    moving: Moving | None = None
    results: tuple[ItemResult, ...] = ()
    """The results so far, in the order of the items."""
    is_stopped: bool = False
    error: WedaError | None = None
    """The fault of the form."""

    @property
    def ready(self) -> int:
        """The number of items that can be transferred."""
        plan = self.plan
        return sum(isinstance(each, ObjectAddress) for each in plan.addresses) if plan else 0

    def outcome(self, index: int) -> ItemResult | None:
        """Return the result of an item; an item without an address fails before the transfer."""
        if index < len(self.results):
            return self.results[index]
        address = self.plan.addresses[index] if self.plan else None
        return address if isinstance(address, ItemResult) else None


def heading(transfer: Transfer, strings: Strings) -> list[Line]:
    """Return the title with the target at the right."""
    words, where = strings.transfer.screen, transfer.where
    is_upload = transfer.direction is Direction.UPLOAD
    title = words.upload_title.format(count=count(len(transfer.items)))
    place = [Run(f"{where.environment.name} › "), env_type_chip(where.env_type, strings), Run("  ")]
    return [
        Line([Run("  "), Run(title if is_upload else words.download_title, "bold")], place),
        Line(),
    ]


def item_row(transfer: Transfer, index: int, width: int, strings: Strings) -> Line:
    """Return the row of a file: mark, name, and its destination or the reason of its failure."""
    item, outcome = transfer.items[index], transfer.outcome(index)
    moving = transfer.moving
    is_current = moving is not None and moving.position == index + 1 and outcome is None
    name = width * 2 // 5
    if outcome is not None and outcome.ok:
        became = Run(cut(f"→ {_target(item)}", width - name - 8))
        return _row("✓ ", "ok bold", _source(item), name, became)
    if outcome is not None:
        meaning = explain_item(outcome, strings)
        reason = cut(meaning.what if meaning else "", width - name - 8)
        return _row("✗ ", "fail bold", _source(item), name, Run(reason, "fail"))
    if is_current and transfer.is_stopped:
        stopped = Run(strings.transfer.screen.item_stopped, "dim")
        return _row("– ", "dim", _source(item), name, stopped)
    becomes = Run(cut(f"→ {_target(item)}", width - name - 16), "dim")
    right = [Run(size(item.size) if item.size is not None else "", "dim"), Run("  ")]
    mark = "~ " if is_current else "  "
    return _row(mark, "focus bold", _source(item), name, becomes)._replace(right=right)


def plan_rows(transfer: Transfer, strings: Strings) -> list[Line]:
    """Return which hosts the bytes are sent to or received from, before the transfer."""
    words, plan = strings.transfer.screen, transfer.plan
    if plan is None:
        return []
    if not transfer.ready:
        return [Line([Run(f"  {words.no_address}", "fail")])]
    lines: list[Line] = []
    for index, host in enumerate(plan.hosts[:3]):
        is_plain = is_downgrade(plan) and host.startswith("http:")
        warning = [Run(f"   {strings.transfer.plain_http}", "caution")] if is_plain else []
        lines.append(_fact(words.host if index == 0 else "", [Run(host, "bold"), *warning]))
    lines.append(_fact("", [Run(words.host_remark, "dim")]))
    if transfer.direction is Direction.UPLOAD:
        amount = words.files_of.format(count=count(transfer.ready), size=size(plan.size))
        lines.append(_fact(words.files, [Run(amount), Run(f"   {words.replaces}", "dim")]))
    elif plan.items:
        folder = strip_control_characters(str(PurePath(plan.items[0].file).parent))
        lines.append(_fact(words.local_folder, [Run(folder)]))
    if transfer.decision is not GuardDecision.SEND:
        guard = guard_words(transfer.where.guard, strings)
        lines.append(_fact(words.guard, [Run(f"! {guard}", "caution")]))
    if transfer.decision is GuardDecision.ASK_NAME:
        asked = name_wanted(transfer.where.environment, strings)
        lines.append(_fact("", [Run(asked, "dim")]))
    return lines


def progress_rows(transfer: Transfer, strings: Strings, width: int) -> list[Line]:
    """Return the progress bar of the current file, and its facts."""
    moving = transfer.moving
    if moving is None:
        return [Line(), Line()]
    room = width - 4
    done = min(room, moving.done * room // moving.total) if moving.total else 0
    bar = Line([Run("  "), Run("━" * done, "focus"), Run("─" * (room - done), "line")])
    facts = [
        [Run(fact, "bold" if index == 0 else "text")]
        for index, fact in enumerate(moving_facts(moving, strings))
    ]
    return [bar, Line([Run("  "), *fit(room, facts)])]


def summary_rows(transfer: Transfer, index: int, strings: Strings, width: int) -> list[Line]:
    """Return the summary, and the details of the item under the cursor."""
    words, results = strings.transfer.screen, transfer.results
    total, ok = len(transfer.items), sum(each.ok for each in results)
    if transfer.is_stopped:
        text, role = words.stopped.format(count=total, ok=ok), "caution"
        text = f"! {text.removeprefix('– ')}"
    elif ok == total:
        moved = size(sum(each.size for each in results))
        text, role = words.all_done.format(count=total, size=moved), "ok bold"
    else:
        text, role = words.some_failed.format(count=total, failed=total - ok), "fail bold"
    return [Line([Run("  "), Run(text, role)]), *details(transfer.outcome(index), strings, width)]


def error_rows(error: WedaError, strings: Strings, width: int) -> list[Line]:
    """Return the fault of the form, and what to do about it."""
    meaning = explain(error, strings)
    return [
        *(Line([Run(f"  ✗ {part}", "fail")]) for part in wrap(meaning.what, width - 6)),
        *(Line([Run(f"    {part}", "dim")]) for part in wrap(meaning.hint, width - 6)),
    ]


def details(outcome: ItemResult | None, strings: Strings, width: int) -> list[Line]:
    """Return the full destination of an item, or the full reason of its failure."""
    if outcome is None:
        return [Line()]
    meaning = explain_item(outcome, strings)
    if meaning is None:
        facts = [size(outcome.size), time_left(outcome.elapsed)] if outcome.elapsed >= 1 else []
        became = outcome.cloud_object_id if _is_upload(outcome.item) else outcome.item.file
        return [
            *(Line([Run(f"  {part}")]) for part in wrap(became, width - 4)),
            *([Line([Run("  "), Run(" · ".join(facts), "dim")])] if facts else []),
        ]
    lines = [Line([Run(f"  ✗ {part}", "fail")]) for part in wrap(meaning.what, width - 6)]
    message = outcome.verdict.message if outcome.verdict else ""
    if message:
        told = strings.transfer.server_says.format(message=message)
        lines += [Line([Run(f"    {part}")]) for part in wrap(told, width - 6)][:3]
    return lines + [Line([Run(f"    {part}", "dim")]) for part in wrap(meaning.hint, width - 6)]


def _row(mark: str, role: str, name: str, width: int, rest: Run) -> Line:
    return Line([Run("  "), Run(mark, role), Run(pad(name, width)), Run("  "), rest])


def _fact(label: str, runs: list[Run]) -> Line:
    return Line([Run("  "), Run(pad(label, LABEL), "dim"), *runs])


def _is_upload(item: TransferItem) -> bool:
    return not item.object_id.startswith(SCHEME)


def _source(item: TransferItem) -> str:
    return name_of(item) if _is_upload(item) else item.object_id.rpartition("/")[2]


def _target(item: TransferItem) -> str:
    return item.object_id if _is_upload(item) else name_of(item)


def draw_footer(
    transfer: Transfer, index: int, missing: int, strings: Strings, width: int
) -> list[Line]:
    """Return the foot; ``index`` is the selected file, ``missing`` letters are left to type."""
    keys = [item for item in _answers(transfer, index, missing, strings) if item]
    return [
        Line(),
        *_said(transfer, index, strings, width),
        Line.rule(width),
        Line([Run("  "), *fit(width - 3, keys)]),
        Line(),
    ]


def _said(transfer: Transfer, index: int, strings: Strings, width: int) -> list[Line]:
    words = strings.transfer.screen
    match transfer.stage:
        case TransferStage.FORM if transfer.error is not None:
            return error_rows(transfer.error, strings, width)
        case TransferStage.FORM:
            is_upload = transfer.direction is Direction.UPLOAD
            remark = words.ask_remark if is_upload else words.ask_remark_download
            return paragraph(remark, width - 1, "dim")
        case TransferStage.ASKING:
            return [Line([Run(f"  {words.asking}", "focus")])]
        case TransferStage.CONFIRM:
            outcome = transfer.outcome(index)
            why = details(outcome, strings, width) if outcome is not None else []
            return [*plan_rows(transfer, strings), *why]
        case TransferStage.MOVING:
            return progress_rows(transfer, strings, width)
        case TransferStage.DONE:
            return summary_rows(transfer, index, strings, width)


def _answers(transfer: Transfer, index: int, missing: int, strings: Strings) -> list[list[Run]]:
    words = strings.transfer.screen
    close = Run.key("Esc", strings.tui.keys.close, "close")
    match transfer.stage:
        case TransferStage.FORM:
            return [[Run(f" F5 {words.ask} ", "chip-focus", "go_on")], close]
        case TransferStage.ASKING | TransferStage.MOVING:
            return [[Run(f" Esc {words.cancel} ", "chip-focus", "close")]]
        case TransferStage.CONFIRM:
            return _agreements(transfer, missing, strings) if transfer.ready else [close]
        case TransferStage.DONE:
            return [*_copies(transfer, index, strings), close]


def help_rows(transfer: Transfer, strings: Strings) -> list[HelpRow]:
    """Return the keys of a stage, each with an alternative key."""
    words, keys = strings.transfer.screen, strings.tui.keys
    is_upload = transfer.direction is Direction.UPLOAD
    move, close = HelpRow("↑↓", keys.move), HelpRow("Esc", keys.close)
    match transfer.stage:
        case TransferStage.FORM:
            return [HelpRow("Tab", keys.next_field), HelpRow("F5", words.ask, "Ctrl+R"), close]
        case TransferStage.ASKING | TransferStage.MOVING:
            return [move, HelpRow("Esc", words.cancel)]
        case TransferStage.CONFIRM if transfer.ready:
            sentence = words.start_upload if is_upload else words.start_download
            start = sentence.format(count=count(transfer.ready))
            twin = "" if transfer.decision is GuardDecision.ASK_NAME else "y"
            is_free = transfer.decision is GuardDecision.SEND
            row = HelpRow("F5", start, "Ctrl+R") if is_free else HelpRow("Ctrl+Y", start, twin)
            return [move, row, HelpRow("Esc", words.dont)]
        case TransferStage.CONFIRM:
            return [move, close]
        case TransferStage.DONE:
            one = words.copy_id if is_upload else words.copy_path
            return [move, HelpRow("1", one, "y"), HelpRow("2", words.copy_all), close]


def _agreements(transfer: Transfer, missing: int, strings: Strings) -> list[list[Run]]:
    words, guard = strings.transfer.screen, strings.tui.guard
    is_upload = transfer.direction is Direction.UPLOAD
    sentence = words.start_upload if is_upload else words.start_download
    start = sentence.format(count=count(transfer.ready))
    dont = [Run(f" Esc {words.dont} ", "chip-focus", "close")]
    if transfer.decision is GuardDecision.SEND:
        esc = Run.key("Esc", words.dont, "close")
        return [[Run(f" F5 {start} ", "chip-focus", "go_on")], esc]
    if transfer.decision is GuardDecision.ASK:
        yes = [Run("y", "caution bold", "agree"), Run(f" {guard.or_word} ", "dim")]
        keys = [*yes, Run("Ctrl+Y", "caution bold", "agree"), Run(f" {start}", "bold", "agree")]
        return [dont, keys, [Run(guard.enter_never, "dim")]]
    key, said = ("faint", "faint") if missing else ("caution bold", "text")
    state = guard.letters_left.format(count=missing) if missing else guard.name_right
    return [
        dont,
        [Run("Ctrl+Y", key, "agree"), Run(f" {start}", said, "agree")],
        [Run(state, "caution" if missing else "ok")],
    ]


def _copies(transfer: Transfer, index: int, strings: Strings) -> list[list[Run]]:
    words, outcome = strings.transfer.screen, transfer.outcome(index)
    what = words.copy_id if transfer.direction is Direction.UPLOAD else words.copy_path
    one = Run.key("1", what, "copy_one")
    every = Run.key("2", words.copy_all, "copy_all")
    several = sum(each.ok for each in transfer.results) > 1
    return [one if outcome is not None and outcome.ok else [], every if several else []]
