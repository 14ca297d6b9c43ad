"""The keys, the lists and the help of a place come from the command table."""

from collections.abc import Callable

from tests.tui.workbench.fakes import FakeBench
from weda_tui.tui.commands.table import (
    COMMANDS,
    COPY_AS,
    GO_TO,
    MENU,
    MORE,
    NEW_SAVED,
    NEXT_TAB,
    RENAME_SAVED,
    SAVE,
    SEND,
    SHOW,
    STEP_BACK,
    WITH_WHAT,
    ZOOM,
    CommandApp,
    Handler,
    Handlers,
    KeyMap,
)
from weda_tui.tui.layout.command_menus import CommandMenus, ShortHelp
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.pane import Pane


class FakePane(Pane):
    """A pane with the given handlers."""

    def __init__(self, handlers: Handlers) -> None:
        super().__init__(id="pane")
        self._given = handlers

    def handlers(self) -> Handlers:
        return self._given


class TypingPane(FakePane):
    """A pane in which letters are text."""

    def __init__(self, handlers: Handlers) -> None:
        super().__init__(handlers)
        self.typed = list[str]()

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        return self.typed.append


class CommandFake(FakeBench):
    """A screen that can send, with the focus in the request."""

    def __init__(self) -> None:
        super().__init__()
        self.command_app = CommandApp()
        self.focused_place, self.is_typing = "with", False
        self.ran = list[str]()
        self.pane: FakePane | None = FakePane({})
        self.screen: Handlers = {SEND: Handler(lambda: self.ran.append("send"))}
        self.menus = CommandMenus(self, lambda: "title")

    def focused_pane(self) -> Pane | None:
        return self.pane

    def handlers(self) -> Handlers:
        return self.screen

    def shown(self) -> list[str]:
        """Return the actions of the displayed hints."""
        return [each.action for each in self.menus.here()]


async def test_a_command_is_run_by_its_id_of_the_screen_before_the_pane() -> None:
    bench = CommandFake()
    bench.pane = FakePane({SEND: Handler(lambda: bench.ran.append("pane"))})
    for name in ("send", "app.send", "nothing", "save"):
        await bench.menus.run(name)
    assert bench.ran == ["send", "send"]


async def test_a_command_that_cannot_be_run_says_why_not() -> None:
    bench = CommandFake()
    bench.screen = {SAVE: Handler(lambda: bench.ran.append("save"), lambda: "no file")}
    await bench.menus.run("save")
    assert (bench.ran, bench.notices) == ([], ["no file"])


async def test_a_click_may_call_a_command_otherwise() -> None:
    bench = CommandFake()
    bench.screen = {
        STEP_BACK: Handler(lambda: bench.ran.append("step_back")),
        WITH_WHAT: Handler(lambda: bench.ran.append("with_what")),
    }
    for name in ("cancel", "with"):
        await bench.menus.run(name)
    assert bench.ran == ["step_back", "with_what"]


def test_the_footer_shows_what_works_and_the_list() -> None:
    bench = CommandFake()
    assert bench.shown() == ["send", "more"]
    bench.pane = FakePane({SHOW: Handler(lambda: None), COPY_AS: Handler(lambda: None)})
    assert bench.shown() == ["send", "show", "more"]


def test_the_footer_names_about_a_dozen_keys_at_most() -> None:
    bench = CommandFake()
    bench.focused_place = "result"
    bench.pane = FakePane(dict.fromkeys(COMMANDS.values(), Handler(lambda: None)))
    assert 6 < len(bench.menus.here()) <= 10, "two or three of everywhere stand beside them"


def test_where_letters_are_text_a_letter_is_a_key_behind_the_list() -> None:
    bench = CommandFake()
    bench.focused_place = "saved"
    handlers = {RENAME_SAVED: Handler(lambda: None), NEW_SAVED: Handler(lambda: None)}
    bench.pane = pane = TypingPane(handlers)
    keys = {each.action: each.key for each in bench.menus.here()}
    assert (keys["rename_saved"], keys["new_saved"]) == ("0 m", "+")
    for key, text in (("m", "m"), ("at", "@"), ("4", "4"), ("审", "审")):
        assert bench.menus.type_text(key, text)
    for key, text in (("plus", "+"), ("0", "0"), ("question_mark", "?"), ("colon", ":"),
                      ("slash", "/"), ("equals_sign", "="), ("less_than_sign", "<"),
                      ("space", " ")):  # fmt: skip
        assert not bench.menus.type_text(key, text), key
    assert pane.typed == ["m", "@", "4", "审"]
    bench.command_app.key_map = KeyMap({RENAME_SAVED: ("w",)})
    assert not bench.menus.type_text("w", "w"), "a user's own key acts"
    assert {each.key for each in bench.menus.here()} >= {"w", "+"}


def test_brackets_change_tabs_where_letters_are_text() -> None:
    bench = CommandFake()
    bench.focused_place = "form"
    bench.pane = pane = TypingPane({NEXT_TAB: Handler(lambda: None)})
    for key, text in (("left_square_bracket", "["), ("right_square_bracket", "]"), ("【", "【")):
        assert not bench.menus.type_text(key, text), key
    assert bench.menus.type_text("a", "a")
    assert pane.typed == ["a"]


def test_a_field_leaves_the_keys_that_are_not_typed() -> None:
    bench = CommandFake()
    bench.is_typing = True
    assert bench.shown() == ["send", "step_back"]


def test_there_are_no_keys_before_there_is_a_pane() -> None:
    bench = CommandFake()
    bench.pane = None
    assert bench.menus.here() == []


def test_hints_are_adapted_before_they_are_shown() -> None:
    bench = CommandFake()
    bench.menus = CommandMenus(bench, lambda: "", adapt=lambda hints: hints[:1])
    assert bench.shown() == ["send"]


def test_the_way_to_anything_is_shown_where_a_screen_has_it() -> None:
    bench = CommandFake()
    assert bench.menus.everywhere() == []
    bench.screen = {GO_TO: Handler(lambda: None)}
    assert bench.menus.everywhere() == [Hint("Ctrl+P", "Go to", "go_to")]


async def test_a_list_offers_the_commands_and_runs_the_chosen_one() -> None:
    bench = CommandFake()
    await bench.menus.run(MORE.id)
    assert isinstance(bench.asked[-1][0], Menu)
    await bench.answer("send")
    await bench.menus.run(MENU.id)
    await bench.answer("send")
    assert bench.ran == ["send", "send"]


def test_help_is_full_or_that_of_a_screen_where_little_works() -> None:
    bench = CommandFake()
    bench.screen = {ZOOM: Handler(lambda: None)}
    bench.menus.show_help()
    short = ShortHelp((("F1", SEND.words, ""),), lists_all=True)
    CommandMenus(bench, lambda: "title", short_help=short).show_help()
    assert [type(dialog) for dialog, _ in bench.asked] == [Help, Help]
