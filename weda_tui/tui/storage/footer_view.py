"""The foot of a transfer's dialog: what there is to say at its stage, and the keys that answer."""

from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.storage.transfer import Direction
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.storage.view import (
    Transfer,
    TransferStage,
    details,
    error_rows,
    plan_rows,
    progress_rows,
    summary_rows,
)
from weda_tui.tui.widgets.drawing.paint import Line, Run, fit, wrap
from weda_tui.tui.widgets.modal import HelpRow


def foot_lines(
    transfer: Transfer, index: int, missing: int, strings: Strings, width: int
) -> list[Line]:
    """Return the rows; ``index`` is the selected file, ``missing`` letters are still awaited."""
    rule = Line([Run("  "), Run("─" * (width - 4), "line")])
    keys = [item for item in _answers(transfer, index, missing, strings) if item]
    return [
        Line(),
        *_said(transfer, index, strings, width),
        rule,
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
            return [Line([Run(f"  {part}", "dim")]) for part in wrap(remark, width - 4)]
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
    close = [Run("Esc", "bold", "close"), Run(f" {strings.tui.keys.close}", "dim", "close")]
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
    """Return the keys of a stage, each with the other way to press it."""
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
        esc = [Run("Esc", "bold", "close"), Run(f" {words.dont}", "dim", "close")]
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
    one = [Run("1", "bold", "copy_one"), Run(f" {what}", "dim", "copy_one")]
    every = [Run("2", "bold", "copy_all"), Run(f" {words.copy_all}", "dim", "copy_all")]
    several = sum(each.ok for each in transfer.results) > 1
    return [one if outcome is not None and outcome.ok else [], every if several else []]
