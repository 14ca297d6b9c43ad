"""The block at the end of RESULT: the selected value, the calls that accept it, other actions.

 ──────────────────────────────────────────────────────
F7 下一步   TaskId 1893450276920229889
 带它去  1 可回退节点   2 完成审批任务 写   0 其余 2 个
 或      Ctrl+S 保存请求   y 复制值   a 设为断言   v 存成变量
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from weda_tui.i18n.phrases.facts import effect_mark
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.line_view import Mask
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad

if TYPE_CHECKING:
    from weda_tui.core.links.finder import Link, Links

MOST_DIGITS = 9
REST = "follow_list"
"""The action of the key ``0``."""
_GAP = 3
_LONGEST_NAME = 28


class NextShown(NamedTuple):
    """The content of the block; ``following`` is ``None`` while the calls are being searched."""

    following: "Links | None"
    acts: Sequence[tuple[str, str]] = ()
    """Key and action of the other commands on the value, the most useful first."""
    mask: Mask = str


class LinkItem(NamedTuple):
    """An item that can be chosen: its runs and its action."""

    runs: tuple[Run, ...]
    action: str


class NextRows(NamedTuple):
    """The items that fit into a width: calls, ``0`` if calls are left out, other actions."""

    calls: tuple[LinkItem, ...]
    acts: tuple[LinkItem, ...]

    @property
    def items(self) -> tuple[LinkItem, ...]:
        """All items that can be chosen, in order."""
        return self.calls + self.acts


def next_rows(shown: NextShown, strings: Strings, width: int, *, is_short: bool) -> NextRows:
    """Return the items that fit, in a block of one row if ``is_short``.

    Calls are left out from the last.
    """
    links = shown.following.links if shown.following is not None else ()
    acts = tuple(_act(key, action, strings) for key, action in shown.acts)
    if is_short:
        room = width - cells(_short_head(shown)) - 1
        calls = _calls(links, strings, room)
        return NextRows(calls, () if calls else _fitting(acts, room))
    room = width - cells(_label(strings.following.take_it, strings)) - 1
    return NextRows(_calls(links, strings, room), _fitting(acts, room))


def next_lines(
    shown: NextShown, rows: NextRows, strings: Strings, width: int, *, is_short: bool, chosen: int
) -> list[Line]:
    """Return the block; ``chosen`` is the index of the selected item, -1 without the focus."""
    calls = _drawn(rows.calls, chosen)
    acts = _drawn(rows.acts, chosen - len(rows.calls))
    key = Run(" F7 ", "dim" if chosen < 0 else "focus bold", "next")
    if is_short:
        return [Line([key, *_short_head(shown)[1:], *(calls or acts)])]
    words = strings.following
    head = [key, Run(f"{words.next}   ", "text" if chosen < 0 else "bold", "next")]
    if not calls:
        text = words.reading
        if shown.following is not None:
            text = words.nowhere if shown.following.raw else words.no_id
        calls = [Run(text, "faint")]
    return [
        Line.rule(width, 1),
        Line([*head, *_value(shown, width - cells(head) - 1)]),
        Line([*_label(words.take_it, strings), *calls]),
        Line([*_label(words.other, strings), *acts]),
    ]


def _short_head(shown: NextShown) -> list[Run]:
    name = cut(shown.mask(shown.following.name), _LONGEST_NAME) if shown.following else ""
    return [Run(" F7 "), Run(name, "text"), Run("   " if name else "")]


def _value(shown: NextShown, width: int) -> list[Run]:
    following = shown.following
    if following is None:
        return []
    name = cut(shown.mask(following.name), _LONGEST_NAME)
    role = "str" if following.raw.startswith('"') else "num"
    if following.links:
        role += " underline"
    return [
        Run(name),
        Run(" "),
        Run(cut(shown.mask(following.text), width - cells([Run(name)])), role),
    ]


def _label(word: str, strings: Strings) -> list[Run]:
    words = strings.following
    wide = max(cells([Run(words.take_it)]), cells([Run(words.other)]))
    return [Run("  "), Run(pad(word, wide), "dim"), Run("  ")]


def _calls(links: "Sequence[Link]", strings: Strings, room: int) -> tuple[LinkItem, ...]:
    """Return as many calls as fit beside the key for the remaining calls, which is always shown."""
    items = [_call(number, link, strings) for number, link in enumerate(links[:MOST_DIGITS], 1)]
    for count in range(len(items), -1, -1):
        left = len(links) - count
        kept = items[:count]
        if left:
            kept = [*kept, _rest(left, strings)]
        if _width(kept) <= room:
            return tuple(kept)
    return (_rest(len(links), strings),) if links else ()


def _call(number: int, link: "Link", strings: Strings) -> LinkItem:
    endpoint, action = link.endpoint, f"pick_step({number})"
    runs = [Run(f"{number} ", "bold", action), Run(link_title(link, strings), "text", action)]
    if mark := effect_mark(endpoint.effect, strings):
        runs.append(Run(f" {mark}", EFFECT_ROLES[endpoint.effect], action))
    return LinkItem(tuple(runs), action)


def link_title(link: "Link", strings: Strings) -> str:
    """Return the title of a call; for the call that seeks the value, that it goes back."""
    title = link.endpoint.title.text(strings.language)
    return strings.following.back_with.format(title=title) if link.is_back else title


def _rest(count: int, strings: Strings) -> LinkItem:
    text = strings.following.rest.format(count=count)
    return LinkItem((Run("0 ", "bold", REST), Run(text, "dim", REST)), REST)


def _act(key: str, action: str, strings: Strings) -> LinkItem:
    words = strings.following
    values = {
        "save": words.save,
        "copy_value": words.copy,
        "assert_value": words.assertion,
        "keep_variable": words.variable,
    }
    return LinkItem((Run(f"{key} ", "bold", action), Run(values[action], "dim", action)), action)


def _fitting(items: Sequence[LinkItem], room: int) -> tuple[LinkItem, ...]:
    kept = list(items)
    while kept and _width(kept) > room:
        kept.pop()
    return tuple(kept)


def _width(items: Sequence[LinkItem]) -> int:
    return sum(cells(item.runs) for item in items) + _GAP * max(0, len(items) - 1)


def _drawn(items: Sequence[LinkItem], chosen: int) -> list[Run]:
    runs: list[Run] = []
    for number, item in enumerate(items):
        if runs:
            runs.append(Run(" " * _GAP))
        if number == chosen:
            runs += [run._replace(role="focus bold underline") for run in item.runs]
        else:
            runs += item.runs
    return runs
