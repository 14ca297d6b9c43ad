import msgspec

from tests.tui.drawings.values import HOST
from tests.tui.host import MARKUP, answers_to, hosted, shown
from weda_tui.core.clean import clean
from weda_tui.core.environment import Environment, EnvTypeSetting, Guard, Where
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.i18n.en import EN
from weda_tui.i18n.zh import ZH
from weda_tui.tui.dialogs.where_list import WhereChoice, WhereList
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


def place_list(where: Where | None = None, *problems: FileError) -> WhereList:
    return WhereList((HQ, EAST), where, problems, ZH)


CHOSEN = [
    ("enter", WhereChoice("switch", Where(HQ, "dev"))),
    ("right enter", WhereChoice("switch", Where(HQ, "prod"))),
    ("left left enter", WhereChoice("switch", Where(HQ, "dev"))),
    ("down right enter", WhereChoice("switch", Where(EAST, "prod"))),
    ("f2", WhereChoice("edit", Where(HQ, "dev"))),
    ("down e", WhereChoice("edit", Where(EAST, "prod"))),
    ("end right enter", WhereChoice("new", None)),
    ("end f2", WhereChoice("new", None)),
    ("n", WhereChoice("new", None)),
    ("0", WhereChoice("new", None)),
    ("０", WhereChoice("new", None)),
    ("escape", None),
]


async def test_both_axes_are_chosen_by_arrows():
    async with hosted(size=(120, 36)) as (app, pilot):
        for keys, answer in CHOSEN:
            asked = place_list(Where(HQ, "dev"))
            assert await answers_to(app, pilot, asked, *keys.split()) == [answer], keys


async def test_rows_say_env_types_guards_and_addresses():
    async with shown(place_list(Where(EAST, "gone"))) as (app, _, _):
        rows = [row for row in app.rows if HOST in row]
        assert rows[0].startswith("  总部              prod 正式  #  dev")
        assert rows[1].startswith("› 华东 [/api]       prod 正式  !")


async def test_clicks_choose_a_row_and_close_beside_the_panel():
    async with shown(place_list()) as (app, pilot, answers):
        row = next(i for i, text in enumerate(app.rows) if "华东" in text)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert answers == [WhereChoice("switch", Where(EAST, "prod"))]
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
    async with shown(WhereList((), None, (), EN)) as (app, pilot, answers):
        assert any(row.rstrip() == "› n  New environment" for row in app.rows)
        await pilot.press("right", "enter")
        await pilot.pause()
        assert answers == [WhereChoice("new", None)]


async def test_names_from_files_are_shown_literally():
    odd = tuple(
        msgspec.structs.replace(
            HQ, name=text, host=text, env_types=(EnvTypeSetting(text, Guard.NONE),)
        )
        for text in MARKUP
    )
    async with shown(WhereList(odd, None, (), EN)) as (app, _, answers):
        for text in MARKUP:
            assert app.text.count(clean(text)) >= 2
        assert answers == []
