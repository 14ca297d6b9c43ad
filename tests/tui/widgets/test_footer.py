from collections.abc import Callable

import pytest

from tests.tui.host import MARKUP, hosted
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines

LEFT = [Hint("↑↓", "move"), Hint("/", "filter"), Hint("Enter", "open"), Hint("0", "more", "more")]
RIGHT = [Hint("F1", "Help", "help"), Hint("Ctrl+P", "Go to"), Hint("Ctrl+Q", "Quit")]


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (100, " ↑↓ move   / filter   Enter open   0 more", "F1 Help   Ctrl+P Go to   Ctrl+Q Quit"),
        (72, " ↑↓ move   / filter   0 more", "F1 Help   Ctrl+P Go to   Ctrl+Q Quit"),
        (60, " ↑↓ move   / filter   0 more", "F1 Help   Ctrl+P Go to"),
        (44, " ↑↓ move   0 more", "F1 Help   Ctrl+P Go to"),
        (20, " 0 more", "F1 Help"),
        (12, " 0 more", ""),
    ],
)
async def test_hints_that_do_not_fit_are_left_out_whole(width: int, left: str, right: str):
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(width, 3)) as (app, pilot):
        footer.show(LEFT, RIGHT)
        await pilot.pause()
        assert app.rows[2] == (left + right.rjust(width - 1 - len(left))).rstrip()


async def test_of_a_long_notice_the_middle_of_its_path_gives_way():
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        footer.show(LEFT[:1], RIGHT[:1])
        path = "/home/somebody/Downloads/reports/2026/november/approvers.json"
        footer.notice(f"Saved: 12 MB → {path}. Gone when you quit", path=path)
        await pilot.pause()
        said, _, rest = app.rows[2].partition("…")
        assert said.strip().startswith("Saved: 12 MB → /home")
        assert rest.startswith(".json. Gone when you quit")
        footer.notice(f"{'x' * 60}{path}", path=path)
        await pilot.pause()
        assert "xx…" in app.rows[2]


async def test_a_key_that_goes_with_a_notice_stands_behind_it_and_stays_longer(
    monkeypatch: pytest.MonkeyPatch,
):
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        seconds: list[float] = []

        def set_timer(after: float, then: Callable[[], None]) -> None:
            seconds.append(after)

        monkeypatch.setattr(footer, "set_timer", set_timer)
        footer.show(LEFT[:1], RIGHT[:1])
        footer.notice("1 draft is back", Hint("F9", "drop", "drop"))
        await pilot.pause()
        assert app.rows[2].endswith("1 draft is back   F9 drop   F1 Help")
        assert seconds[0] > 10
        await pilot.click(footer, offset=(45, 0))
        assert [each.action for each in app.heard if isinstance(each, Lines.Pressed)] == ["drop"]
        footer.notice("x" * 90, Hint("F9", "drop", "drop"))
        await pilot.pause()
        assert app.rows[2].endswith("…   F9 drop   F1 Help")
        footer.show([], RIGHT[:1])
        await pilot.pause()
        assert "F9" not in app.rows[2]


async def test_a_notice_takes_the_right_side_for_a_while(monkeypatch: pytest.MonkeyPatch):
    footer = KeyFooter(id="footer")
    timers: list[tuple[float, Callable[[], None]]] = []
    stopped: list[int] = []

    class Stoppable:
        def __init__(self, number: int) -> None:
            self.number = number

        def stop(self) -> None:
            stopped.append(self.number)

    async with hosted(footer, size=(60, 3)) as (app, pilot):

        def set_timer(seconds: float, then: Callable[[], None]) -> Stoppable:
            timers.append((seconds, then))
            return Stoppable(len(timers))

        monkeypatch.setattr(footer, "set_timer", set_timer)
        footer.show(LEFT[:1], RIGHT[:1])
        for text in ("Copied the value", MARKUP[1]):
            footer.notice(text)
            await pilot.pause()
            assert app.rows[2] == " ↑↓ move" + f"{strip_control_characters(text)}   F1 Help".rjust(
                51
            )
        assert [seconds for seconds, _ in timers] == [4.0, 4.0]
        assert stopped == [1], "the end of the first does not end the second"
        timers[1][1]()
        await pilot.pause()
        assert app.rows[2] == " ↑↓ move" + "F1 Help".rjust(51)


async def test_hints_act_on_a_click_and_may_be_none():
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        assert app.rows[2] == ""
        footer.show(LEFT[3:], RIGHT)
        footer.show(LEFT[3:], RIGHT)
        await pilot.pause()
        await pilot.click(footer, offset=(3, 0))
        assert [m.action for m in app.heard if isinstance(m, Lines.Pressed)] == ["more"]


async def test_a_notice_that_leaves_no_room_for_a_hint_stands_alone():
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        footer.show(LEFT, RIGHT)
        for length, is_hinted in ((41, True), (42, False), (90, False)):
            footer.notice("x" * length)
            await pilot.pause()
            assert ("0 more" in app.rows[2]) is is_hinted
            assert app.rows[2].lstrip(" 0more").startswith("x")
            assert app.rows[2].endswith("   F1 Help")


async def test_a_notice_that_is_to_be_read_comes_back_after_one_that_replaced_it():
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        footer.show(LEFT[:1], RIGHT[:1])
        footer.notice_until_read("keys.toml line 3")
        await pilot.pause()
        assert "keys.toml line 3" in app.rows[2]
        footer.notice("Drafts are back", Hint("F9", "drop them", "drop"))
        await pilot.pause()
        assert "keys.toml" not in app.rows[2]
        footer.clear()
        await pilot.pause()
        assert "keys.toml line 3" in app.rows[2]
        footer.clear()
        await pilot.pause()
        assert app.rows[2].split() == ["↑↓", "move", "F1", "Help"]


async def test_a_reminder_replaces_no_notice_and_ends_alone():
    footer = KeyFooter(id="footer")
    async with hosted(footer, size=(60, 3)) as (app, pilot):
        footer.show(LEFT[:1], RIGHT[:1])
        footer.notice("Copied")
        footer.remind("An agent waits")
        footer.end_reminder("An agent waits")
        await pilot.pause()
        assert "Copied" in app.rows[2]
        footer.clear()
        footer.remind("An agent waits")
        await pilot.pause()
        assert "An agent waits" in app.rows[2]
        footer.end_reminder("An agent waits")
        await pilot.pause()
        assert "waits" not in app.rows[2]
