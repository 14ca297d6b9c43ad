"""The rows of the doctor: the finding, whether the call was executed, the causes, the steps.

诊断  令牌过期了：Authorization                    head: the finding, what to do
      怎么办：取新令牌并重发
      什么都没有执行：网关在业务之前就拒绝了
是它  看到的是 jwt expired                         causes, the confirmed ones first
不是 2 个，未知 1 个    i 看全部                   causes omitted for lack of room
F7 下一步
1  取新令牌并重发    只读请求，重发不会改数据      steps
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.doctor.cause_checks import Cause, CauseState, CauseText
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.diagnosis import (
    act_words,
    details_of,
    executed_line,
    finding_of,
    left_out_words,
)
from weda_tui.i18n.phrases.doctor import checked_words, evidence_words, state_words
from weda_tui.i18n.phrases.server_logs import log_source
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText
from weda_tui.tui.commands.table import ALL_CAUSES
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad, wrap

MARGIN = 2
ENTER = 7
"""The cells at the right of a step that are reserved for the key of the selected row."""


class DoctorRow(NamedTuple):
    """A row; ``step`` is the index of its step, from 0, and -1 if the row is not a step."""

    line: Line
    step: int = -1


class DoctorView(NamedTuple):
    """The data to draw."""

    diagnosis: Diagnosis
    state: Answered | Failed
    strings: Strings
    waiting: float | None = None
    """The seconds until the waiting step sends; ``None`` if no step waits."""


class _Form(NamedTuple):
    """The amount of detail."""

    causes: str
    """How causes are shown.

    ``all``: with their evidence; ``named``: without evidence; ``folded``: only the confirmed
    causes; ``bare``: only those, without evidence.
    """
    has_hint: bool
    blanks: int
    """The number of blank rows: first before F7, then after the finding, then at the end."""


class _HeadWords(NamedTuple):
    """The texts above the causes."""

    finding: FailureText
    executed: str
    details: str


def doctor_rows(told: DoctorView, width: int, room: int) -> list[DoctorRow]:
    """Return the most detailed rows that fit into ``room`` rows; the least detailed if none fit."""
    rows: list[DoctorRow] = []
    for form in _forms(told.diagnosis):
        rows = list(_rows(told, width, form))
        if len(rows) <= room:
            break
    return rows


def whole_rows(told: DoctorView, width: int) -> list[DoctorRow]:
    """Return all rows with all details, regardless of the room."""
    rows = list(_rows(told, width, _Form("all", True, 2)))
    if any(step.log for step in told.diagnosis.steps):
        parts = wrap(log_source(told.strings), width - MARGIN - 1)
        lines = [*(Line([Run(" " * MARGIN), Run(part, "dim")]) for part in parts), Line()]
        at = min(step_rows(rows).values()) - 1
        rows[at:at] = [DoctorRow(line) for line in lines]
    return rows


def fewest_rows(told: DoctorView, width: int) -> int:
    """Return the number of rows of the least detailed form."""
    return len(list(_rows(told, width, _forms(told.diagnosis)[-1])))


def _forms(diagnosis: Diagnosis) -> list[_Form]:
    """Return all forms, the most detailed first."""
    has_cause = any(cause.state is CauseState.YES for cause in diagnosis.causes)
    amounts = ("all", "folded", "bare") if has_cause else ("all", "named", "folded")
    hints = (True, False)
    return [
        _Form(causes, has_hint, blanks)
        for causes in amounts
        for has_hint in hints
        for blanks in (3, 2, 1, 0)
    ]


def _rows(told: DoctorView, width: int, form: _Form) -> Iterator[DoctorRow]:
    head = _HeadWords(
        finding_of(told.diagnosis, told.state, told.strings),
        executed_line(told.diagnosis, told.state, told.strings),
        details_of(told.diagnosis, told.state, told.strings) if form.has_hint else "",
    )
    yield from (DoctorRow(line) for line in _head(told, head, width))
    causes = [DoctorRow(line) for line in _causes(told, head, width, form)]
    if causes and form.blanks > 1:
        yield DoctorRow(Line())
    yield from causes
    if form.blanks > 0:
        yield DoctorRow(Line())
    words = told.strings.doctor
    yield DoctorRow(Line([Run(" F7", "focus bold", "next"), Run(f" {words.next}", "bold")]))
    yield from _steps(told, width)
    if form.blanks > 2:
        yield DoctorRow(Line())


def _head(told: DoctorView, head: _HeadWords, width: int) -> Iterator[Line]:
    words = told.strings.doctor
    indent = MARGIN + cell_len(words.title) + 2
    texts = [(head.finding.what, "bold"), (head.finding.hint, "text"), (head.executed, "bold")]
    texts.append((head.details, "dim"))
    is_first = True
    for text, role in texts:
        for part in wrap(text, width - indent - 1):
            label = f"{' ' * MARGIN}{words.title}  " if is_first else " " * indent
            yield Line([Run(label, "bold"), Run(part, role)])
            is_first = False


# -- causes --------------------------------------------------------------------------------------

_CAUSE = 8
"""The cells before the text of a cause."""
_ROLES = {
    CauseState.YES: ("fail bold", "bold"),
    CauseState.NO: ("dim", "text"),
    CauseState.UNKNOWN: ("dim", "text"),
}


def _causes(told: DoctorView, head: _HeadWords, width: int, form: _Form) -> Iterator[Line]:
    words, causes = told.strings.doctor, told.diagnosis.causes
    is_folded = form.causes in {"folded", "bare"}
    kept = [each for each in causes if not is_folded or each.state is CauseState.YES]
    rows = [row for cause in kept for row in _rows_of(cause, told, head, width, form)]
    if rows and form.causes == "all" and form.blanks > 0:
        yield Line([Run("  "), Run(words.causes_checked, "dim")])
    yield from rows
    if len(kept) < len(causes) or form.causes == "named":
        left_out = left_out_words(told.diagnosis, told.strings)
        see = Run.key(f"    {ALL_CAUSES.shown}", words.see_all, "all_causes")
        yield Line([Run(f"  {left_out}", "dim"), *see])


def _rows_of(
    cause: Cause, told: DoctorView, head: _HeadWords, width: int, form: _Form
) -> Iterator[Line]:
    """Yield the rows of a cause; nothing if the head already shows all of it."""
    is_it = cause.state is CauseState.YES
    has_evidence = form.causes == "all" or (is_it and form.causes != "bare")
    evidence = evidence_words(cause, told.strings) if has_evidence else ""
    if evidence == head.finding.what or _is_quoted(cause, head.details):
        evidence = ""
    statement = checked_words(cause, told.strings)
    is_said = is_it and head.finding.what.startswith(statement)
    mark, role = state_words(cause.state, told.strings), _ROLES[cause.state]
    texts = [(statement, role[1])] if not is_said else []
    yield from _cause((mark, role[0]), [*texts, (evidence, "dim")], width)


def _is_quoted(cause: Cause, details: str) -> bool:
    """Return whether the details already quote the text of the evidence."""
    looked_at = cause.evidence.text if isinstance(cause.evidence, CauseText) else ""
    return bool(looked_at) and strip_control_characters(looked_at) in details


def _cause(mark: tuple[str, str], texts: list[tuple[str, str]], width: int) -> Iterator[Line]:
    """Yield the rows of a cause: its mark, and beside it the texts with their roles."""
    rows = [(part, role) for text, role in texts for part in wrap(text, width - _CAUSE - 1)]
    for index, (part, role) in enumerate(rows):
        head = (
            Run(f"  {pad(mark[0], _CAUSE - MARGIN)}", mark[1]) if not index else Run(" " * _CAUSE)
        )
        yield Line([head, Run(part, role)])


# -- steps ---------------------------------------------------------------------------------------


def _steps(told: DoctorView, width: int) -> Iterator[DoctorRow]:
    words = [_words(told, step) for step in told.diagnosis.steps]
    column = max((cell_len(what) for what, _ in words), default=0) + 2
    for index, (what, will_do) in enumerate(words):
        number = [Run("  "), Run(str(index + 1), "bold"), Run("  ")]
        title = Run(pad(what, column), "bold" if index == 0 else "text")
        rest = width - cells(number) - column - ENTER
        will = [Run(will_do, "dim")] if cell_len(will_do) <= rest else []
        yield DoctorRow(Line([*number, title, *will]), index)


def _words(told: DoctorView, step: Remedy) -> tuple[str, str]:
    is_waiting = step.seconds is not None and told.waiting is not None
    words = act_words(step, told.strings, left=told.waiting if is_waiting else None)
    return words.what, words.hint


def step_rows(rows: Sequence[DoctorRow]) -> dict[int, int]:
    """Return the index of the row of each step."""
    return {row.step: index for index, row in enumerate(rows) if row.step >= 0}
