"""WHERE: the strip at the top with deployment, env type, guard, address and token gauge."""

from textual.reactive import var

from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.access_token import TokenState, TokenStatus
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.phrases.routes import mark_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session.routes import system_proxy_of
from weda_tui.tui.views.targets import (
    env_type_chip,
    gauge_bar,
    gauge_state,
    guard_run,
    is_dangerous,
    other_token,
)
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.lines import Lines


class TargetPane(Lines):
    """Two rows: the target of calls, and a line whose weight shows how careful to be."""

    DEFAULT_CSS = "TargetPane { height: 2; background: $panel; }"

    strings: var[Strings] = var(default_strings)
    where: var[Target | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    """The token of the kind that the selected call needs."""
    other_token: var[TokenStatus | None] = var(None)
    """The token of the other kind."""
    problems: var[int] = var(0)
    """The number of environment files with problems."""
    has_environment: var[bool] = var(False)
    """Whether there is an environment to choose."""
    gone: var[str] = var("")
    """The name of the chosen environment if its file is gone; empty otherwise."""
    going: var[str] = var("")
    """The running long run in a few words; empty if there is none."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_strip, id=id, surface="panel")

    watch_strings = watch_where = watch_problems = watch_has_environment = Lines.redraw
    watch_gone = watch_token = watch_other_token = watch_going = Lines.redraw

    def _draw_strip(self, width: int) -> list[Line]:
        return [self._strip(width, self.strings), self._safety_line(width)]

    def _strip(self, width: int, strings: Strings) -> Line:
        """Return both sides of the strip, with as much detail as fits.

        Each step omits one more item. At last, a name that is too long is cut.
        """
        gauges, lefts = self._gauges(width, strings), self._lefts(width, strings)
        steps = [(lefts[0], gauges[0])]
        steps += [(lefts[min(1, len(lefts) - 1)], gauge) for gauge in gauges]
        steps += [(left, gauges[-1]) for left in lefts[2:]]
        for left, gauge in steps:
            if cells(left) + cells(gauge) + 2 <= width:
                return Line(left, gauge)
        left, gauge = steps[-1]
        if self.where is not None:
            spare = width - cells([*left, *gauge]) - 2
            name = cut(left[1].text, cells(left[1:2]) + spare)
            left = [left[0], left[1]._replace(text=name), *left[2:]]
        return Line(left, gauge)

    def _lefts(self, width: int, strings: Strings) -> list[list[Run]]:
        """Return the variants of the left side, which omit the address, then the guard's words."""
        words = strings.tui
        key = Run(" F2 ", "dim", "where")
        broken = words.where.broken.format(count=count(self.problems))
        problem = [Run(f"   ✗ {broken}", "fail", "where")] if self.problems else []
        if self.where is None:
            label = Run(words.stage.where, "text", "where")
            text = words.where.no_environment
            if self.has_environment and self.gone:
                name = strip_control_characters(self.gone)
                text = words.where.environment_gone.format(name=name)
            elif self.has_environment:
                text = words.where.no_environment_chosen
            return [[key, label, Run(f"  {text}", "bold", "where"), *problem]]
        place = [
            key,
            Run(self.where.environment.name, "bold", "where"),
            Run(" › ", "dim", "where"),
            env_type_chip(self.where.env_type, strings, "where"),
        ]
        guard = guard_run(self.where, strings)
        full = [Run("  "), *guard] if guard else []
        short = [Run("  "), *guard_run(self.where, strings, with_word=False)] if guard else []
        address = [Run(f"     {self.where.environment.host}", "dim")] if width >= 140 else []
        going = [Run(f"   ▶ {self.going}", "focus bold", "long_run")] if self.going else []
        unsafe = [*going, *self._route_runs(strings)]
        return [
            [*place, *full, *unsafe, *problem, *address],
            [*place, *full, *unsafe, *problem],
            [*place, *full, *unsafe],
            [*place, *short, *unsafe],
        ]

    def _route_runs(self, strings: Strings) -> list[Run]:
        """Return the marks of an unusual route: TLS not verified, a proxy, a CA of its own."""
        if self.where is None:
            return []
        environment = self.where.environment
        marks = mark_words(environment, system_proxy_of(environment), strings)
        return [Run(f"   ! {' · '.join(marks)}", "caution", "where")] if marks else []

    def _gauges(self, width: int, strings: Strings) -> list[list[Run]]:
        """Return the variants of the gauge, which omit the other token, the kind, then the bar."""
        status = self.token
        if status is None:
            return [[]]
        other: list[Run] = []
        if width >= 140 and self.other_token is not None:
            other = other_token(self.other_token, strings)
        state = [*gauge_state(status, strings), Run(" ")]
        if status.state is TokenState.NOT_NEEDED:
            return [_pressable([*state[:-1], *other, Run(" ")]), _pressable(state)]
        bar = [*gauge_bar(status, 20 if width >= 140 else 10 if width >= 100 else 6), Run("  ")]
        if width >= 140:
            label = [Run(token_kind_words(status.kind, strings) + "  ", "dim")]
        else:
            label = [Run(strings.tui.where.token + " ", "dim")] if width >= 100 else []
        whole = [*label, *bar, *state[:-1], *other, Run(" ")]
        drops = (whole, [*label, *bar, *state], [*bar, *state], state)
        return [_pressable(runs) for runs in drops]

    def _safety_line(self, width: int) -> Line:
        glyph, role = "─", "line"
        if self.where is not None and self.where.guard is Guard.READ_ONLY:
            glyph = "╌"
        elif self.where is not None and is_dangerous(self.where):
            glyph, role = "━", "caution"
        return Line([Run(glyph * width, role)], fill="ground")


def _pressable(runs: list[Run]) -> list[Run]:
    return [run._replace(action="token") for run in runs]
