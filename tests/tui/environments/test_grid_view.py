"""The cells, the four guards and the address in brackets, in any width."""

import pytest
from rich.cells import cell_len

from tests.tui.views.values import EN, ZH, text
from weda_tui.core.environments.changes import FieldChange
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.changes_view import draw_changes
from weda_tui.tui.environments.grid_view import (
    columns_for,
    draw_deployment,
    draw_guards,
    draw_header,
    draw_two_axes,
)

HQ = Environment(
    name="总部",
    host="https://weda.zongbu.example.cn",
    env_types=tuple(EnvTypeSetting(n, g) for n, g in zip(("prod", "dev"), Guard, strict=False)),
)
TYPES = ["prod", "dev", "pre", "test-with-a-long-name"]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("width", [50, 61, 79])
@pytest.mark.parametrize("chosen", TYPES)
def test_the_selected_column_is_always_seen(strings: Strings, width: int, chosen: str) -> None:
    columns = columns_for(TYPES, chosen, width, strings)
    assert chosen in columns.env_types
    assert columns.name >= 12
    row = draw_deployment(HQ, HQ.env_types, columns, chosen, strings, has_focus=True)
    (line,) = text([row])
    assert cell_len(line) <= width
    assert "›" in line
    header = text(draw_header(columns, strings, width))[0]
    assert ("→" in header) is columns.is_cut_right
    assert ("←" in header) is columns.is_cut_left


@pytest.mark.parametrize("strings", [ZH, EN])
def test_each_guard_says_what_it_asks_and_one_is_marked(strings: Strings) -> None:
    lines = text(draw_guards(Target(HQ, "dev"), strings, 61))
    assert sum("(•)" in line for line in lines) == 1
    assert all(any(f"{number} (" in line for line in lines) for number in (1, 2, 3, 4))
    assert all(cell_len(line) <= 61 for line in lines)


def test_both_axes_are_bracketed_where_they_stand() -> None:
    lines = text(draw_two_axes(Target(HQ, "prod"), ZH, 61))
    address, brackets = lines[3], lines[4]
    assert address.strip() == "https://weda.zongbu.example.cn/weda/workflow/v1/prod/…"
    assert brackets.index("└") == address.index("https")
    assert brackets.rindex("┘") == address.index("prod") + 3
    assert "└ 部署 总部" in lines[5]
    assert "环境类型 prod ┘" in lines[5]


@pytest.mark.parametrize("env_type", ["a", "ab", "prod", "a-long-env-type"])
@pytest.mark.parametrize("width", [50, 61, 79])
def test_no_row_is_wider_than_the_column(env_type: str, width: int) -> None:
    assert all(cell_len(t) <= width for t in text(draw_two_axes(Target(HQ, env_type), EN, width)))


@pytest.mark.parametrize("strings", [ZH, EN])
def test_a_change_reads_old_and_new(strings: Strings) -> None:
    changes = [
        FieldChange("timeout", "", "10", "30"),
        FieldChange("guard", "prod", "none", "confirm"),
        FieldChange("proxy", "", "system", "http://p.cn"),
        FieldChange("variable", "a", "", "1"),
    ]
    said = "\n".join(text(draw_changes(changes, False, strings, 60)))
    assert "10 s → 30 s" in said
    assert "http://p.cn" in said
    assert said.count("→") == len(changes)
    assert "None" not in said


def test_a_long_change_is_shown_whole() -> None:
    old, new = "AKIDy3Jkj9J1GHvQWy12rbaqGvJT9PpVFmWX", "AKIDy3Jkj9J1GHvQWy12rbaqGvJT9PpVFmWY"
    rows = text(draw_changes([FieldChange("secret_id", "", old, new)], False, ZH, 39))
    assert all(cell_len(row) <= 39 for row in rows)
    assert "".join(row.strip() for row in rows).endswith(f"{old}→ {new}")
