from pathlib import Path

import msgspec
import pytest

from tests.tui.explorer import explorer
from tests.tui.host import MARKUP, answers_to, hosted, shown
from tests.tui.screens.test_main_races import burst
from tests.tui.views.values import HOST
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.environments.target_dialog import TargetChoice, TargetDialog
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines

HQ = Environment(
    name="总部",
    host=HOST,
    env_types=(EnvTypeSetting("prod", Guard.READ_ONLY), EnvTypeSetting("dev", Guard.NONE)),
)
EAST = msgspec.structs.replace(
    HQ, name="华东 [/api]", env_types=(EnvTypeSetting("prod", Guard.CONFIRM),)
)
PROBLEM = FileError(
    ErrorCode.TOML_UNKNOWN_KEY, file="[bold].toml", line=7, key="hots", nearest="host"
)


def place_list(where: Target | None = None, *problems: FileError) -> TargetDialog:
    return TargetDialog((HQ, EAST), where, problems, ZH)


CHOSEN = [
    ("enter", TargetChoice("switch", Target(HQ, "dev"))),
    ("right enter", TargetChoice("switch", Target(HQ, "prod"))),
    ("left left enter", TargetChoice("switch", Target(HQ, "dev"))),
    ("down right enter", TargetChoice("switch", Target(EAST, "prod"))),
    ("f2", TargetChoice("edit", Target(HQ, "dev"))),
    ("down f2", TargetChoice("edit", Target(EAST, "prod"))),
    ("pagedown right enter", TargetChoice("new", None)),
    ("pagedown f2", TargetChoice("new", None)),
    ("pagedown pageup enter", TargetChoice("switch", Target(HQ, "dev"))),
    ("0", TargetChoice("new", None)),
    ("０", TargetChoice("new", None)),
    ("escape", None),
    ("a p i enter", TargetChoice("switch", Target(EAST, "prod"))),
    ("华 right f2", TargetChoice("edit", Target(EAST, "prod"))),
    ("Ａ ｐ ｉ enter", TargetChoice("switch", Target(EAST, "prod"))),
    ("a p i backspace backspace backspace enter", TargetChoice("switch", Target(HQ, "dev"))),
    ("z z enter f2 down enter", TargetChoice("new", None)),
    ("z z enter escape", None),
    ("z z 0 escape", None),
    ("p r o d enter", TargetChoice("switch", Target(HQ, "prod"))),
    ("正 式 enter", TargetChoice("switch", Target(HQ, "prod"))),
    ("p r o d space 华 enter", TargetChoice("switch", Target(EAST, "prod"))),
    ("d e v down enter", TargetChoice("new", None)),
    ("p r o d ctrl+u enter", TargetChoice("switch", Target(HQ, "dev"))),
]


async def test_both_axes_are_chosen_by_arrows():
    async with hosted(size=(120, 36)) as (app, pilot):
        for keys, answer in CHOSEN:
            asked = place_list(Target(HQ, "dev"))
            assert await answers_to(app, pilot, asked, *keys.split()) == [answer], keys


async def test_rows_say_env_types_guards_and_addresses():
    async with shown(place_list(Target(EAST, "gone"))) as (app, _, _):
        rows = [row for row in app.rows if HOST in row]
        assert rows[0].startswith("  总部              prod 正式  #  dev")
        assert rows[1].startswith("› 华东 [/api]       prod 正式  !")


async def test_letters_keep_the_deployments_whose_name_or_address_has_them():
    plant = msgspec.structs.replace(HQ, name="验收", host="http://10.20.4.18")
    listed = TargetDialog((HQ, EAST, plant), None, (), ZH)
    async with shown(listed) as (app, pilot, answers):
        assert [name in app.text for name in ("总部", "华东", "验收")] == [True] * 3
        await pilot.press(*"10.2", "space", *"18")
        await pilot.pause()
        assert [name in app.text for name in ("总部", "华东", "验收")] == [False, False, True]
        await pilot.press("z")
        await pilot.pause()
        assert "验收" not in app.text
        assert "没有匹配“10.2 18z”" in app.text
        assert "新建环境" in app.text
        assert "0  新建环境" not in app.text
        assert "0 新建" not in app.text
        assert answers == [], "a 0 in the filter is a letter"
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert "0  新建环境" in app.text
        assert "0 新建" in app.text


async def test_a_0_behind_a_letter_is_a_letter_however_fast_it_comes(tmp_path: Path):
    async with explorer(tmp_path) as e:
        burst(e, "f2", *"10")
        await e.settle()
        assert isinstance(e.app.screen, TargetDialog)
        assert e.app.screen.query_one(Field).value == "10"


@pytest.mark.parametrize("width", [160, 100, 80])
@pytest.mark.parametrize("strings", [ZH, EN])
async def test_what_does_not_fit_is_left_out_whole(strings: Strings, width: int):
    long = msgspec.structs.replace(
        HQ,
        host="https://a-name-that-takes-much-room.example.cn:8443",
        env_types=tuple(
            EnvTypeSetting(name, Guard.CONFIRM)
            for name in ("prod", "dev", "pre", "acceptance", "production-east", "staging")
        ),
    )
    for env_type in ("prod", "staging"):
        listed = TargetDialog((long,), Target(long, env_type), (), strings)
        async with shown(listed, size=(width, 30)) as (app, _, _):
            row = next(row for row in app.rows if "总部" in row)
            known = {"›", "总部", "!", "正式", long.host, *(f"+{n}" for n in range(1, 6))}
            assert set(row.split()) <= known | {setting.name for setting in long.env_types}
            assert env_type in row.split(), "the chosen one is always seen"
            assert "…" not in app.text


async def test_of_ten_env_types_those_around_the_chosen_one_are_seen_in_order():
    names = ("prod", "dev", "pre", "test", "uat", "stage", "perf", "demo", "train", "east")
    ten = msgspec.structs.replace(
        HQ, env_types=tuple(EnvTypeSetting(name, Guard.CONFIRM) for name in names)
    )
    async with shown(TargetDialog((ten,), Target(ten, "prod"), (), ZH), size=(80, 24)) as (
        app,
        p,
        _,
    ):
        for name in names:
            row = next(row for row in app.rows if "总部" in row)
            seen = [word for word in row.split() if word in names]
            at = names.index(seen[0])
            assert name in seen
            assert seen == [*names[at : at + len(seen)]]
            assert row.split()[-1] == f"+{10 - len(seen)}"
            await p.press("right")


async def test_the_list_ends_where_the_answer_begins():
    async with shown(place_list(), size=(160, 48)) as (app, _, _):
        panel = app.screen.query_one(".panel")
        assert panel.region.right == 38 + 48


async def test_clicks_choose_a_row_and_close_beside_the_panel():
    async with shown(place_list()) as (app, pilot, answers):
        row = next(i for i, text in enumerate(app.rows) if "华东" in text)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert answers == [TargetChoice("switch", Target(EAST, "prod"))]
    async with shown(place_list()) as (app, pilot, answers):
        await pilot.click(app.screen.query(Lines).first(), offset=(3, 0))
        await pilot.pause()
        assert answers == [], "the title answers nothing"
        await pilot.click(offset=(110, 30))
        await pilot.pause()
        assert answers == [None]


async def test_files_that_do_not_open_are_named_with_the_reason():
    async with shown(place_list(None, PROBLEM)) as (app, _, _):
        assert "✗ [bold].toml" in app.text
        assert "hots" in app.text


async def test_without_an_environment_there_is_only_a_new_one():
    async with shown(TargetDialog((), None, (), EN)) as (app, pilot, answers):
        assert any(row.rstrip() == "› 0  New environment" for row in app.rows)
        await pilot.press("right", "enter")
        await pilot.pause()
        assert answers == [TargetChoice("new", None)]


async def test_names_from_files_are_shown_literally():
    odd = tuple(
        msgspec.structs.replace(
            HQ, name=text, host=text, env_types=(EnvTypeSetting(text, Guard.NONE),)
        )
        for text in MARKUP
    )
    async with shown(TargetDialog(odd, None, (), EN)) as (app, _, answers):
        for text in MARKUP:
            assert app.text.count(strip_control_characters(text)) >= 2
        assert answers == []
