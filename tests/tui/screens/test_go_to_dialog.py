"""The search field for endpoints, commands and environments."""

import asyncio

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from tests.core.recordings import EXPIRED, NOW, record
from tests.tui.host import MARKUP, Host, answers_to, hosted, shown
from tests.tui.views.values import text as drawn
from tests.tui.views.values import where
from weda_tui.core.catalogue.endpoint import Bilingual
from weda_tui.core.catalogue.search import search
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryEntry
from weda_tui.core.history.recent import RecentSends, recent_sends
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.screens.go_to_dialog import BEST_CALLS, GoTo, GoToReaders
from weda_tui.tui.screens.go_to_rows import CommandEntry, GoToChoice, GoToRows
from weda_tui.tui.widgets.field import Field

CATALOGUE = load_bundled_catalogue()
HQ = where(name="总部").environment
COMMANDS = [CommandEntry("help", "Help [/api]", "F1"), CommandEntry("theme", "next theme", "")]


def go_to(strings: Strings = ZH) -> GoTo:
    return GoTo(CATALOGUE, (HQ,), COMMANDS, strings)


async def typed(app: Host, pilot: Pilot[int], text: str) -> list[GoToChoice]:
    """Put a text into the field and return the listed results."""
    app.screen.query_one(Field).value = text
    await pilot.pause()
    return app.screen.query_one(GoToRows).choices


def ids(choices: list[GoToChoice]) -> list[str]:
    return [choice.endpoint.id for choice in choices if choice.endpoint is not None]


async def test_letters_list_the_best_first_and_prefixes_narrow():
    async with shown(go_to()) as (app, pilot, _):
        everything = await typed(app, pilot, "")
        assert ids(everything) == list(CATALOGUE.by_id)
        assert [choice.kind for choice in everything].count("where") == 0
        assert f"{len(everything)} 个结果" in app.text
        for query in ("cxlcrw", "终止", "StopFlow", "ＳＴＯＰ"):
            found = ids(await typed(app, pilot, query))
            assert found == [m.endpoint.id for m in search(CATALOGUE, query)]
            assert found
        assert ids(await typed(app, pilot, "cxlcrw"))[0] == "workflow.GetFlowInstanceTasks"
        for query in (">", "＞", " > "):
            assert await typed(app, pilot, query) == [
                GoToChoice("command", action="help"),
                GoToChoice("command", action="theme"),
            ]
        assert await typed(app, pilot, "> THEME") == [GoToChoice("command", action="theme")]
        for query in ("@", "＠", "@总部", "@ prod", "@weda.example"):
            assert await typed(app, pilot, query) == [GoToChoice("where", where=Target(HQ, "prod"))]
        assert await typed(app, pilot, "@nowhere") == []
        mixed = await typed(app, pilot, "theme")
        assert [choice.kind for choice in mixed] == ["command"]


OWN = [
    CommandEntry("history", "历史", ""),
    CommandEntry("error_book", "错误码手册", ""),
    CommandEntry("show", "预览", "F8"),
]


async def test_a_command_is_found_by_its_name_its_key_and_its_initials(subtests: pytest.Subtests):
    actions = {
        "history": "history", "ls": "history", "> l": "history", "历史": "history",
        "book": "error_book", "cwm": "error_book", "f8": "show", "F8": "show",
        "lishi": "history", "> lis": "history", "shouce": "error_book",
    }  # fmt: skip
    async with shown(GoTo(CATALOGUE, (HQ,), OWN, ZH)) as (app, pilot, _):
        for text, action in actions.items():
            with subtests.test(text):
                found = await typed(app, pilot, text)
                assert action in [each.action for each in found if each.kind == "command"]


async def test_a_command_that_is_called_so_stands_first():
    async with shown(GoTo(CATALOGUE, (HQ,), OWN, ZH)) as (app, pilot, _):
        assert (await typed(app, pilot, "history"))[0].action == "history"
        assert (await typed(app, pilot, "histor"))[0].kind == "endpoint"


async def test_the_name_of_a_module_lists_its_calls(subtests: pytest.Subtests):
    storage = next(each for each in CATALOGUE.modules if each.id == "storage")
    async with shown(go_to()) as (app, pilot, _):
        for name in ("云存储", "cloud storage", "ycc", "yuncun"):
            with subtests.test(name):
                found = await typed(app, pilot, name)
                assert {each.id for each in storage.endpoints} <= set(ids(found))


@pytest.mark.parametrize(
    ("text", "keys", "kind", "what"),
    [
        ("cxlcrw", ["enter"], "endpoint", "workflow.GetFlowInstanceTasks"),
        ("> next", ["enter"], "command", "theme"),
        ("@总部", ["enter"], "where", "prod"),
        (">", ["down", "down", "up", "down", "enter"], "command", "theme"),
    ],
)
async def test_enter_answers_with_what_is_selected(
    text: str, keys: list[str], kind: str, what: str
):
    async with shown(go_to()) as (app, pilot, answers):
        await typed(app, pilot, text)
        await pilot.press(*keys)
        await pilot.pause()
        (answer,) = answers
        assert isinstance(answer, GoToChoice)
        assert answer.kind == kind
        found = [
            answer.endpoint.id if answer.endpoint else "",
            answer.action,
            answer.where.env_type if answer.where else "",
        ]
        assert [each for each in found if each] == [what]


async def test_nothing_found_is_said_and_enter_waits():
    async with shown(go_to()) as (app, pilot, answers):
        await typed(app, pilot, "[/qqx] qq")
        assert "没有找到“[/qqx] qq”。" in app.text
        await pilot.press("enter", "down", "pagedown", "up")
        await pilot.pause()
        assert answers == []
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_moving_shows_what_the_selected_one_takes_and_gives():
    async with shown(go_to(EN)) as (app, pilot, _):
        await typed(app, pilot, "DescribeInstanceApproverList")
        assert "needs no parameters" in app.text
        await typed(app, pilot, "GetFlowInstances")
        assert "needs 13 parameters   returns" in app.text
        await typed(app, pilot, "StopFlow")
        assert "needs InstanceId" in app.text
        await typed(app, pilot, "flow")
        rows = app.screen.query_one(GoToRows)
        assert rows.cursor == 0
        first = app.rows[-14:]
        await pilot.press("pagedown")
        await pilot.pause()
        assert rows.cursor > 5
        assert app.rows[-14:] != first
        await pilot.press("pageup")
        assert rows.cursor == 0
        assert app.focused is app.screen.query_one(Field), "typing goes on"
        await typed(app, pilot, ">")
        assert "returns" not in app.text


async def test_a_group_is_named_once_and_what_was_matched_is_lit():
    async with shown(go_to()) as (app, pilot, _):
        await typed(app, pilot, "cxlcrw")
        rows = app.screen.query_one(GoToRows)
        lit = [run.text for run in rows.row(0, 100).left if run.role == "focus bold"]
        assert "".join(lit) == "查询流程任务"
        await typed(app, pilot, "查询")
        assert app.text.count("接口") == 1
        assert "写" in "".join(run.text for run in _row_of(rows, "workflow.StartFlow", app).right)


def _row_of(rows: GoToRows, endpoint_id: str, app: Host):
    rows.choices = [GoToChoice("endpoint", endpoint=CATALOGUE.get(endpoint_id))]
    return rows.row(0, 100)


@pytest.mark.parametrize(("width", "panel"), [(120, 120), (160, 112), (80, 80)])
async def test_no_letters_of_the_screen_below_are_left_at_its_sides(width: int, panel: int):
    async with shown(go_to(), size=(width, 36)) as (app, _, _):
        assert app.screen.query_one(".panel").region.width == panel


async def test_a_click_answers():
    async with shown(go_to()) as (app, pilot, answers):
        await typed(app, pilot, "@")
        y = next(i for i, row in enumerate(app.rows) if "weda.example.cn" in row)
        await pilot.click(offset=(30, y))
        await pilot.pause()
        assert answers == [GoToChoice("where", where=Target(HQ, "prod"))]


async def test_text_from_outside_is_shown_literally():
    places = tuple(where(name=text, env_type=text).environment for text in MARKUP)
    commands = [CommandEntry(f"c{i}", text, text) for i, text in enumerate(MARKUP)]
    async with hosted(size=(120, 36)) as (app, pilot):
        assert await answers_to(app, pilot, GoTo(CATALOGUE, places, commands, EN)) == []
        for prefix in (">", "@"):
            await typed(app, pilot, prefix)
            for text in MARKUP:
                assert strip_control_characters(text) in app.text
        await typed(app, pilot, MARKUP[1])
        assert MARKUP[1] in app.text


@pytest.mark.parametrize("strings", [ZH, EN])
async def test_the_foot_says_what_the_keys_do_with_the_selected_result(strings: Strings):
    words = strings.tui.go_to
    async with shown(go_to(strings)) as (app, pilot, _):
        for query, act in (("StopFlow", words.open), (">", words.run), ("@", words.switch)):
            await typed(app, pilot, query)
            assert f"Enter {act}   Esc" in app.text
        await typed(app, pilot, "ListProcessInstances")
        assert f"Enter {words.open}   F5 {strings.tui.keys.send}   Esc" in app.text
        await typed(app, pilot, "zzzz")
        assert "Enter" not in app.text


async def test_the_words_that_were_found_stand_beside_a_title_that_lacks_them():
    async with shown(go_to()) as (app, pilot, _):
        found = (await typed(app, pilot, "wdyb"))[0]
        assert found.endpoint is not None
        assert (found.endpoint.action, found.gloss) == ("ListProcessInstances", "我的已办")
        assert "≈ 我的已办" in app.text
        assert (await typed(app, pilot, "查询流程任务"))[0].gloss == ""
    async with shown(go_to(EN)) as (app, pilot, _):
        assert (await typed(app, pilot, "查询流程任务"))[0].gloss == "查询流程任务"


async def test_f5_answers_with_a_call_that_is_to_be_sent():
    async with shown(go_to()) as (app, pilot, answers):
        await typed(app, pilot, ">")
        await pilot.press("f5")
        await typed(app, pilot, "wdyb")
        await pilot.press("f5")
        await pilot.pause()
        (answer,) = answers
        assert isinstance(answer, GoToChoice)
        assert answer.is_sent
        assert answer.endpoint is CATALOGUE.get("workflow.ListProcessInstances")


def read_row(app: Host) -> str:
    """Return the left part of the row below the field."""
    at = next(i for i, row in enumerate(app.rows) if "个结果" in row or "result" in row)
    return "  ".join(app.rows[at].split()[:-2])


READ_AS: list[tuple[Strings, dict[str, str]]] = [
    (
        ZH,
        {
            "cxlc": "cx  查询  lc  流程",
            "cxlcrw prod": "cx  查询  lc  流程  rw  任务",
            "wdyb": "wd  我的  yb  已办",
            "> cwm": "cwm  错误码",
            "> history": "",
            "查询": "",
            "StopFlow": "",
            "": "",
            "@prod": "",
        },
    ),
    (EN, {"wdyb": "wd  我的  yb  已办"}),
]


@pytest.mark.parametrize(("strings", "rows"), READ_AS)
async def test_the_row_below_the_box_says_as_what_letters_were_read(
    subtests: pytest.Subtests, strings: Strings, rows: dict[str, str]
) -> None:
    own = [CommandEntry("error_book", "错误码", ""), CommandEntry("history", "历史", "")]
    async with shown(GoTo(CATALOGUE, (HQ,), own, strings)) as (app, pilot, _):
        top = app.screen.query_one(GoToRows).region
        for typed_text, read in rows.items():
            with subtests.test(typed_text):
                await typed(app, pilot, typed_text)
                assert read_row(app) == read
                assert app.screen.query_one(GoToRows).region == top, "nothing jumps"


def recent(*entries: HistoryEntry) -> GoToReaders:
    async def read() -> RecentSends:
        return recent_sends(entries, NOW)

    return GoToReaders(sent=read)


async def test_what_was_sent_is_listed_behind_the_best_calls_with_its_end_and_its_target():
    sent = record().entry
    old = replace(record(EXPIRED).entry, started_at=NOW - 5 * 86400, id=7)
    dialog = GoTo(CATALOGUE, (HQ,), COMMANDS, ZH, readers=recent(sent, old, sent))
    async with shown(dialog, size=(160, 48)) as (app, pilot, answers):
        assert "历史" not in app.text, "an empty box lists nothing of it"
        choices = await typed(app, pilot, "cxlc")
        kinds = [each.kind for each in choices]
        assert kinds.index("history") == BEST_CALLS
        assert kinds.count("history") == 2
        rows = app.screen.query_one(GoToRows)
        fine, failed = (drawn([rows.row(BEST_CALLS + each, 112)], 112)[0] for each in (0, 1))
        assert fine.split()[:5] == ["历史", "✓", "查询流程任务", "今天", "09:42"]
        assert fine.split()[5:] == ["dev", "84", "ms", "总部"]
        assert failed.split()[:5] == ["✗", "查询流程任务", "11", "月", "20"]
        assert failed.split()[-3:] == ["dev", "INVALID_ACCESS_TOKEN", "总部"]
        lit = [run.text for run in rows.row(BEST_CALLS, 112).left if run.role == "focus bold"]
        assert lit == ["查询流程"]
        narrow = drawn([rows.row(BEST_CALLS + 1, 80)], 80)[0]
        assert narrow.split()[-2:] == ["INVALID_…", "总部"]
        await pilot.press(*["down"] * (BEST_CALLS + 1))
        await pilot.pause()
        assert "jwt expired" in app.text
        assert "F5" in app.text
        await pilot.press("f5")
        await pilot.pause()
        assert answers == [GoToChoice("history", sent=old, is_sent=True)]


async def test_what_agents_did_lately_stands_first_until_something_is_typed():
    mine = replace(record(agent="Cur\x1bsor").entry, id=3)
    other = replace(record(EXPIRED, agent="claude-code").entry, id=2)

    async def read() -> RecentSends:
        return recent_sends([mine, other, replace(mine, id=1)], NOW)

    dialog = GoTo(CATALOGUE, (HQ,), COMMANDS, ZH, readers=GoToReaders(by_agents=read))
    async with shown(dialog, size=(160, 48)) as (app, pilot, answers):
        rows = app.screen.query_one(GoToRows)
        assert [each.kind for each in rows.choices[:3]] == ["agent", "agent", "endpoint"]
        first, second = (drawn([rows.row(each, 112)], 112)[0].split() for each in (0, 1))
        assert first[:4] == ["智能体", "✓", "Cur␛sor", "查询流程任务"]
        assert second[:3] == ["✗", "claude-code", "查询流程任务"]
        assert second[-2:] == ["INVALID_ACCESS_TOKEN", "总部"]
        narrow = drawn([rows.row(0, 80)], 80)[0].split()
        assert narrow[1:4] == ["✓", "Cur␛sor", "查询流程任务"]
        assert narrow[-4:] == ["dev", "84", "ms", "总部"]
        assert "Enter 在历史中打开" in app.text
        assert "F5" not in app.text
        choices = await typed(app, pilot, "cxlc")
        assert "agent" not in [each.kind for each in choices]
        await typed(app, pilot, "")
        await pilot.press("f5")
        assert answers == [], "it is the agent's, and sent again from the history"
        await pilot.press("enter")
        await pilot.pause()
        assert answers == [GoToChoice("agent", sent=mine)]


async def test_words_of_an_entry_are_shown_literally():
    place = record().entry.conditions
    entries = [
        replace(
            record().entry,
            title=Bilingual(f"zzq {each}", f"zzq {each}"),
            saved=f"w/{each.replace('/', '')}",
            conditions=replace(place, environment=each[:12]),
        )
        for each in MARKUP
    ]
    async with shown(GoTo(CATALOGUE, (), (), ZH, readers=recent(*entries))) as (app, pilot, _):
        choices = await typed(app, pilot, "zzq")
        assert [each.kind for each in choices] == ["history"] * min(5, len(MARKUP))
        for at in range(len(choices)):
            await pilot.press("down")
            assert "zzq" in drawn([app.screen.query_one(GoToRows).row(at, 200)], 200)[0]


async def test_what_comes_later_leaves_the_cursor_where_it_was_moved_to():
    arrive = asyncio.Event()

    async def read() -> RecentSends:
        await arrive.wait()
        return recent_sends([record().entry], NOW)

    dialog = GoTo(CATALOGUE, (), (), ZH, readers=GoToReaders(sent=read))
    async with shown(dialog) as (app, pilot, _):
        await typed(app, pilot, "cxlc")
        await pilot.press(*["down"] * (BEST_CALLS + 1))
        rows = app.screen.query_one(GoToRows)
        before = rows.choice
        arrive.set()
        await pilot.pause()
        assert [each.kind for each in rows.choices].count("history") == 1
        assert rows.choice == before
