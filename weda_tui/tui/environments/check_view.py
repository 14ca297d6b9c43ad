"""The list of checks beside the environment form: one row per step, its finding below."""

from collections.abc import Callable, Sequence

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.check import (
    CheckStep,
    Faulty,
    Outcome,
    Passed,
    Skipped,
    StepKind,
    StepResult,
    Warned,
)
from weda_tui.core.environments.deployment import parse_origin
from weda_tui.core.environments.form_texts import FieldFault, Reason
from weda_tui.core.errors import WedaError
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.environments import outcome_words, step_words
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText
from weda_tui.tui.environments.form_view import fault_words
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad, paragraph, wrap
from weda_tui.tui.widgets.lines import Lines


class CheckState(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of a check over the network, and their results."""

    is_running: bool = False
    plan: tuple[CheckStep, ...] = ()
    results: tuple[StepResult, ...] = ()
    save_error: WedaError | None = None
    live: tuple[StepResult, ...] = ()
    """Results of the check of the address that runs while the user types it."""

    @property
    def by_step(self) -> dict[CheckStep, StepResult]:
        """The results by their step."""
        return {result.step: result for result in self.results}

    @property
    def is_fit(self) -> bool:
        """Whether connection and credentials work, even if a module refuses a call."""
        crossed = [each for each in self.results if isinstance(each.outcome, Faulty)]
        is_over = bool(self.plan) and len(self.results) == len(self.plan)
        return is_over and all(each.step.kind is StepKind.MODULE for each in crossed)

    @property
    def has_cross(self) -> bool:
        """Whether a step failed."""
        return any(isinstance(result.outcome, Faulty) for result in self.results)


def draw_checks(
    host: str,
    faults: Sequence[FieldFault],
    state: CheckState,
    strings: Strings,
    width: int,
    height: int = 0,
) -> list[Line]:
    """Return the check of the spelling of ``host``, the results, and what prevents saving.

    If more than ``height`` rows (0 for no limit) were needed, each step gets a single row; if there
    are still too many, passed and skipped steps are only counted.
    """
    saving = _saving(faults, state, strings, width)
    if not state.plan:
        waiting = _waiting(faults, strings, width)
        seen = [line for each in state.live for line in _result(each, strings, width)]
        return [*_spelling(host, faults, strings, width), *seen, *waiting, *saving]
    for steps in (_in_full, _in_rows, _in_short):
        lines = [*steps(state, strings, width), *_ending(state, strings, width), *saving]
        if not height or len(lines) <= height:
            break
    return lines


def draw_afterwards(example: Endpoint, strings: Strings, width: int) -> list[Line]:
    """Return the rows that say what happens after the first environment is saved."""
    words = strings.tui.form
    title = [Run("  "), Run(example.title.text(strings.language), "bold")]
    action = [Run(f"  {example.action}", "dim")]
    return [
        Line(),
        Line([Run(" "), Run(words.after, "text")]),
        Line(),
        Line([Run("  "), Run(words.after_open)]),
        Line(title + action if cells(title + action) < width else title),
        *paragraph(words.after_why, width - 1, "dim"),
    ]


# -- before anything was tried ---------------------------------------------------------------


def _spelling(host: str, faults: Sequence[FieldFault], strings: Strings, width: int) -> list[Line]:
    words = strings.tui.form
    if not host:
        return _check("–", words.check_spelling, words.host_hint, width)
    if fault := _of("host", faults):
        if isinstance(fault.reason, WedaError):
            return _failure(words.check_spelling, explain(fault.reason, strings), width)
        return _check("✗", words.check_spelling, fault_words(fault, strings), width)
    scheme, _, name = parse_origin(host).partition("://")
    is_ip = name.startswith("[") or name.split(":")[0].replace(".", "").isdigit()
    kind = words.ip if is_ip else words.domain
    text = words.check_spelling_good.format(scheme=scheme, kind=kind)
    return _check("✓", words.check_spelling, text, width)


def _waiting(faults: Sequence[FieldFault], strings: Strings, width: int) -> list[Line]:
    words = strings.tui.form
    has_key = _of("secret_key", faults) is None
    wait = words.check_token_ready if has_key else words.check_token_wait
    return _check("–", words.check_token, wait, width)


# -- step by step ----------------------------------------------------------------------------


def _in_full(state: CheckState, strings: Strings, width: int) -> list[Line]:
    """Return two or more rows per step: the step's name, and its finding below."""
    lines: list[Line] = []
    for step in state.plan:
        if result := state.by_step.get(step):
            lines += _result(result, strings, width)
        else:
            lines += _pending(step, state, strings)
    return lines


def _in_rows(state: CheckState, strings: Strings, width: int) -> list[Line]:
    """Return one row per step, its finding beside the name; a failed step in full."""
    names = max(cells([Run(step_words(step, strings))]) for step in state.plan)
    lines: list[Line] = []
    for step in state.plan:
        result = state.by_step.get(step)
        if result is None:
            lines += _pending(step, state, strings)
        elif isinstance(result.outcome, Faulty):
            lines += _result(result, strings, width)
        else:
            fact = outcome_words(result.outcome, strings).what
            name = Run(f"  {pad(step_words(step, strings), names)}  ")
            lines.append(Line([Run("  "), _mark(result.outcome), name, Run(fact, "dim")]))
    return lines


def _in_short(state: CheckState, strings: Strings, width: int) -> list[Line]:
    """Return failed and warned steps in full, and counts of the others."""
    words, lines = strings.check, list[Line]()
    outcomes = [result.outcome for result in state.results]
    passed = sum(isinstance(each, Passed) for each in outcomes)
    skipped = sum(isinstance(each, Skipped) for each in outcomes)
    for step in state.plan:
        result = state.by_step.get(step)
        if result is None:
            lines += _pending(step, state, strings)
        elif isinstance(result.outcome, Faulty | Warned):
            lines += _result(result, strings, width)
    if passed:
        lines += _counted("✓", words.hidden_good.format(count=count(passed)))
    if skipped:
        lines += _counted("–", words.hidden_skipped.format(count=skipped))
    return lines


def _pending(step: CheckStep, state: CheckState, strings: Strings) -> list[Line]:
    """Return the row of a step without a result: marked if it runs, faint if it waits."""
    name = step_words(step, strings)
    if not state.is_running:
        return []
    first = next(each for each in state.plan if each not in state.by_step)
    if step != first:
        return [Line([Run(f"     {name}", "faint")])]
    return [Line([Run("  "), Run("~", "focus"), Run(f"  {name}")])]


def _result(result: StepResult, strings: Strings, width: int) -> list[Line]:
    title, words = step_words(result.step, strings), outcome_words(result.outcome, strings)
    if isinstance(result.outcome, Faulty):
        return _failure(title, words, width)
    took = f" · {elapsed(result.elapsed)}" if result.elapsed else ""
    return _check(_MARKS[type(result.outcome)], title, words.what + took, width)


def _ending(state: CheckState, strings: Strings, width: int) -> list[Line]:
    """Return the rows that say that saving is possible although a step failed."""
    if state.is_running or not state.has_cross:
        return []
    still = wrap(strings.tui.form.still_saves, width - 6)
    return [Line(), *(Line([Run("     "), Run(text, "dim")]) for text in still)]


def _saving(
    faults: Sequence[FieldFault], state: CheckState, strings: Strings, width: int
) -> list[Line]:
    """Return what prevents saving: a name that no file can have, or the error of the last save."""
    title = strings.tui.form.check_saving
    if state.save_error is not None:
        return _failure(title, explain(state.save_error, strings), width)
    fault = _of("name", faults)
    if fault is None or fault.reason is Reason.MISSING:
        return []
    if isinstance(fault.reason, WedaError):
        return _failure(title, explain(fault.reason, strings), width)
    return _check("✗", title, fault_words(fault, strings), width)


def _of(field: str, faults: Sequence[FieldFault]) -> FieldFault | None:
    return next((fault for fault in faults if fault.field == field), None)


_MARKS = {Passed: "✓", Warned: "!", Faulty: "✗", Skipped: "–"}
_MARK_ROLES = {"✓": "ok", "✗": "fail", "!": "caution", "~": "focus", "–": "dim"}


def _mark(outcome: Outcome) -> Run:
    mark = _MARKS[type(outcome)]
    return Run(mark, _MARK_ROLES[mark])


def _counted(mark: str, text: str) -> list[Line]:
    return [Line([Run("  "), Run(mark, _MARK_ROLES[mark]), Run(f"  {text}", "dim")])]


def _failure(title: str, said: FailureText, width: int) -> list[Line]:
    """Return a failed check: the reason, and what to do about it."""
    hint = [Line([Run("     "), Run(text)]) for text in wrap(said.hint, width - 7)]
    return [*_check("✗", title, said.what, width), *hint]


def _check(mark: str, title: str, fact: str, width: int) -> list[Line]:
    """Return a check: its mark and title, the finding below."""
    return [
        Line([Run("  "), Run(mark, _MARK_ROLES[mark]), Run(f"  {title}")]),
        *(Line([Run("     "), Run(text, "dim")]) for text in wrap(fact, width - 7)),
    ]


ReadAddress = Callable[[], tuple[str, Sequence[FieldFault]] | None]
"""Returns the address as typed and the faults of the form; ``None`` before the form is mounted."""
DrawMore = Callable[[int], list[Line]]


class EnvironmentCheckPane(VerticalScroll):
    """Heading and list of checks; a long list scrolls with the mouse wheel."""

    DEFAULT_CSS = """
    EnvironmentCheckPane { scrollbar-size: 0 0; }
    """

    is_ready = False
    """Whether the child widgets are mounted."""

    strings: var[Strings] = var(default_strings)

    _list = query_one("#checks", Lines)
    _heading = query_one("#checks-heading", Lines)

    def __init__(self, read_address: ReadAddress, draw_more: DrawMore, *, id: str) -> None:  # noqa: A002 - Textual's name
        """``draw_more`` draws the rows below the list."""
        super().__init__(id=id, can_focus=False)
        self._read_address, self._draw_more, self._state = read_address, draw_more, CheckState()

    def compose(self) -> ComposeResult:
        """Lay out heading and list."""
        yield Lines(self._draw_heading, id="checks-heading")
        yield Lines(self._draw, id="checks")

    def on_mount(self) -> None:
        """Allow drawing from now on."""
        self.is_ready = True

    def on_resize(self) -> None:
        """Draw again, because another number of rows fits."""
        self.redraw()

    def watch_strings(self) -> None:
        """Draw in the new language."""
        self.redraw()

    def show(self, state: CheckState) -> None:
        """Show a state of the check."""
        self._state = state
        self.redraw()

    def redraw(self) -> None:
        """Draw again what depends on the typed values."""
        if self.is_ready:
            self._heading.redraw()
            self._list.redraw()

    def _draw_heading(self, width: int) -> list[Line]:
        is_tried = bool(self._state.plan)
        title = self.strings.check.title if is_tried else self.strings.tui.form.checks
        key = [Run("F5", "faint", "check"), Run(" ")]
        return [Line([Run(" "), Run(title, "text")], key), Line()]

    def _draw(self, width: int) -> list[Line]:
        typed = self._read_address()
        if typed is None:
            return []
        more = self._draw_more(width)
        heading = self._heading.size.height if self._heading.display else 0
        room = max(1, self.size.height - heading)
        lines = draw_checks(*typed, self._state, self.strings, width, max(1, room - len(more)))
        return [*lines, *more]
