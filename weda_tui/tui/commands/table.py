"""The table of commands, from which bindings, footer, help, menus and Ctrl+P are derived."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import isawaitable
from typing import NamedTuple

from textual.binding import Binding
from textual.keys import key_to_character

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.errors import FileError
from weda_tui.i18n.words.commands import KeyWords

READ, WRITE, DESTRUCTIVE = Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE
MORE_KEYS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The keys of a numbered list, one for each row."""

Label = Callable[[KeyWords], str]
"""A function that returns the words for a command in a language."""


class Command(NamedTuple):
    """An action of the user, with its default keys."""

    id: str
    words: Label
    keys: str = ""
    """The default keys as Textual spells them; the first key is shown."""
    shown: str = ""
    """The first key as the footer shows it; without ``keys``, a widget handles this key itself."""
    space: str = ""
    """The key in the Space menu, for a command that works everywhere."""
    effect: Effect = READ
    """The effect on files of the user and on stored data; a send is checked by its guard."""
    letter: str = ""
    """The letter that picks the command in a list, the same in every place; empty for none."""


class Handler(NamedTuple):
    """How an object runs a command."""

    run: Callable[[], object] | None = None
    """Runs the command; an awaitable result is awaited. ``None`` if another object runs it."""
    why_not: Callable[[], str | None] = lambda: None
    """Returns why the command is refused now, ``None`` if it is not; empty gives no reason."""


Handlers = Mapping[Command, Handler]


def when(is_possible: Callable[[], object]) -> Callable[[], str | None]:
    """Return a ``why_not`` that refuses, without words, while a condition is false."""
    return lambda: None if is_possible() else ""


def can_run(command: Command, handlers: Iterable[Handlers]) -> bool:
    """Return whether some object runs the command and no object has a reason against it."""
    found = [each[command] for each in handlers if command in each]
    return any(each.run for each in found) and all(each.why_not() is None for each in found)


class CommandSource:
    """An object that runs commands."""

    def handlers(self) -> Handlers:
        """Return the handlers of this object by command."""
        return {}

    def can_run(self, command: Command) -> bool:
        """Return whether this object has a handler for the command and no reason against it."""
        return command in self.handlers() and self.handlers()[command].why_not() is None

    async def action_run(self, command_id: str) -> None:
        """Run a command of this object; this is the action of the bindings from ``bindings``."""
        handler = self.handlers().get(COMMANDS[command_id])
        if handler is not None and handler.run is not None:
            await run(handler.run)


async def run(act: Callable[[], object]) -> None:
    """Call a function, and await its result if it is awaitable."""
    result = act()
    if isawaitable(result):
        await result


def is_changeable(command: Command) -> bool:
    """Return whether the user can change the keys of a command; a key of a widget is fixed."""
    return bool(command.keys) or not command.shown


def keys_of(command: Command, changed: Mapping[Command, tuple[str, ...]]) -> list[str]:
    """Return the keys of a command: the changed keys, else the default keys."""
    if command in changed or not command.keys:
        return list(changed.get(command, ()))
    return [each.key for each in Binding.make_bindings([Binding(command.keys, "")])]


class PlaceKey(NamedTuple):
    """A command as a place shows it; without a command, keys that only move the cursor."""

    shown: str
    words: Label
    command: Command | None = None
    is_fixed: bool = False
    """Whether a widget handles the key or there is no key; the command's keys do not work here."""

    @property
    def id(self) -> str:
        """The id of the command; empty for keys that only move the cursor."""
        return self.command.id if self.command is not None else ""


class KeyMap:
    """The keys of the commands, including the changes of the user."""

    def __init__(self, changed: Mapping[Command, tuple[str, ...]] | None = None) -> None:
        self.changed = changed or {}

    def shown(self, command: Command) -> str:
        """Return the first key of a command as the footer shows it; empty for none."""
        return show_key(keys[0]) if (keys := self.changed.get(command)) else command.shown

    def letter(self, command: Command) -> str:
        """Return the key of a command if the key is a letter, else the command's default letter."""
        return shown if is_letter(shown := self.shown(command)) else command.letter

    def shown_in_place(self, key: PlaceKey) -> str:
        """Return the key of a place as the footer shows it; a key of a widget does not change."""
        is_changed = key.command is not None and key.command in self.changed and not key.is_fixed
        return self.shown(key.command) if is_changed and key.command is not None else key.shown

    def by_id(self) -> dict[str, str]:
        """Return the changed keys by command id, in the format of Textual's key map."""
        return {command.id: ",".join(keys) for command, keys in self.changed.items()}


_SHOWN = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "delete": "Del", "insert": "Ins",
    "pageup": "PgUp", "pagedown": "PgDn",
}  # fmt: skip
_CHARACTERS = {
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_",
}  # fmt: skip


def show_key(key: str) -> str:
    """Return a key as the footer shows it, for example ``Ctrl+K`` for ``ctrl+k``."""
    *modifiers, name = key.split("+")
    character = _CHARACTERS.get(name) or key_to_character(name) or ""
    if len(character) == 1 and character.isprintable() and not character.isspace():
        name = character.upper() if modifiers else character
    else:
        name = _SHOWN.get(name, name.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), name])


def is_letter(shown: str) -> bool:
    """Return whether a shown key is a letter, which a list with a filter reads as text."""
    return len(shown) == 1 and shown.isalpha()


COMMANDS: dict[str, Command] = {}
"""Every command by its id."""


def _command(
    name: str,
    words: Label,
    keys: str = "",
    shown: str = "",
    space: str = "",
    effect: Effect = READ,
    letter: str = "",
) -> Command:
    """Add a command to the table. Raises ``ValueError`` for a duplicate id.

    The default letter is the shown key or the key in the Space menu, if one of them is a letter.
    """
    if name in COMMANDS:
        raise ValueError(name)
    letter = letter or next(filter(is_letter, (shown, space)), "")
    return COMMANDS.setdefault(name, Command(name, words, keys, shown, space, effect, letter))


def _key(command: Command, words: Label | None = None, shown: str | None = None) -> PlaceKey:
    """Return a command with the words and the key that one place shows."""
    key = command.shown if shown is None else shown
    return PlaceKey(key, words or command.words, command, is_fixed=shown is not None)


def _keys(*commands: Command) -> tuple[PlaceKey, ...]:
    """Return commands for a place, with their own words and keys."""
    return tuple(map(_key, commands))


class CommandApp(CommandSource):
    """An app whose key bindings the user can change."""

    key_map = KeyMap()
    key_problems: Sequence[FileError] = ()
    """The errors in the key bindings of the user."""


# -- everywhere ------------------------------------------------------------------------------

HELP = _command("help", KeyWords.help.of, "f1", "F1", "1")
WHERE = _command("where", KeyWords.where.of, "f2", "F2", "2")
WHAT = _command("what", KeyWords.what.of, "f3", "F3", "3")
WITH_WHAT = _command("with_what", KeyWords.with_what.of, "f4", "F4", "4")
SEND = _command("send", KeyWords.send.of, "f5,ctrl+r,ctrl+enter", "F5", "5")
RESULT = _command("result", KeyWords.result.of, "f6", "F6", "6")
NEXT = _command("next", KeyWords.next.of, "f7", "F7", "7")
SHOW = _command("show", KeyWords.show.of, "f8", "F8", "8")
TOKEN = _command("token", KeyWords.token.of, "ctrl+t", "Ctrl+T", "9")
ZOOM = _command("zoom", KeyWords.zoom.of, space="0")
CHECK_ENVIRONMENT = _command("check_environment", KeyWords.check_environment.of, space="C")
SAVE = _command("save", KeyWords.save.of, "ctrl+s", "Ctrl+S", "s", WRITE)
SAVED = _command("saved", KeyWords.saved.of, space="f")
IMPORT_DOCUMENT = _command("import_document", KeyWords.import_document.of, "ctrl+o", "Ctrl+O", "i")
COPY_AS = _command("copy_as", KeyWords.copy_as.of, space="x")
GO_TO = _command("go_to", KeyWords.go_to.of, "ctrl+p", "Ctrl+P", "p")
ERROR_BOOK = _command("error_book", KeyWords.error_book.of, space="b")
HISTORY = _command("history", KeyWords.history.of, space="h")
UPLOAD = _command("upload", KeyWords.upload.of, space="U")
DOWNLOAD = _command("download", KeyWords.download.of, space="D")
LANGUAGE = _command("language", KeyWords.other_language.of, space="l")
THEME = _command("theme", KeyWords.theme.of, space="L")
LONG_RUN = _command("long_run", KeyWords.long_run.of, space="R")
QUIT = _command("quit", KeyWords.quit.of, "ctrl+q", "Ctrl+Q", "q")

GLOBAL_COMMANDS = (
    HELP, WHERE, WHAT, WITH_WHAT, SEND, RESULT, NEXT, SHOW, TOKEN, ZOOM, CHECK_ENVIRONMENT, SAVE,
    SAVED, IMPORT_DOCUMENT, COPY_AS, GO_TO, ERROR_BOOK, HISTORY, UPLOAD, DOWNLOAD, LANGUAGE, THEME,
    LONG_RUN, QUIT,
)  # fmt: skip
"""The commands with the same meaning everywhere, in the order of the Space menu."""
APP_COMMANDS = (HELP, QUIT, LANGUAGE, THEME, LONG_RUN)
"""The global commands that the app runs, not the main screen."""

FIRST_STEPS = (SEND, GO_TO, WHAT, RESULT, SAVE, SHOW)
"""The commands that the help shows first if a place has few commands of its own."""

MENU = _command("menu", KeyWords.menu.of, "space,ideographic_space")
MORE = _command("more", KeyWords.more.of, "0,０", "0")
HELP_HERE = _command("help_here", KeyWords.help.of, "question_mark,？", "?")
COMMAND_LIST = _command("command_list", KeyWords.command_list.of, "colon,：", ":")
STEP_BACK = _command("step_back", KeyWords.escape.of, shown="Esc")
TURN_DRAFTS = _command("turn_drafts", KeyWords.return_drafts.of, "f9", "F9")

EVERYWHERE = (*GLOBAL_COMMANDS, MENU, MORE, HELP_HERE, COMMAND_LIST, TURN_DRAFTS)
"""The commands whose keys have the same meaning in every place."""

# -- more than one place ---------------------------------------------------------------------

CHOOSE = _command("choose", KeyWords.choose.of, shown="Enter")
FOLD = _command("fold", KeyWords.fold.of, shown="←→")
FILTER = _command("filter", KeyWords.filter.of, "slash,／,、,ctrl+f", "/")
NEXT_TAB = _command("next_tab", KeyWords.tabs.of, "right_square_bracket,】", "[ ]")
NEXT_WHAT_TAB = _command("next_what_tab", KeyWords.tabs.of, "right_square_bracket,】", "[ ]")
GO_BACK = _command("go_back", KeyWords.go_back.of, "alt+left", "Alt+←")
COPY_VALUE = _command("copy_value", KeyWords.copy_value.of, "y", "y")
COPY_REQUEST_ID = _command("copy_request_id", KeyWords.copy_request_id.of, "r", "r")
BUNDLE = _command("bundle", KeyWords.bundle.of, "B", "B")
SAVE_EXAMPLE = _command("save_example", KeyWords.save_example.of, "X", "X", effect=WRITE)
EDIT_CALL = _command("edit_call", KeyWords.edit_call.of, "W", "W", effect=WRITE)
BUILD_FILTER = _command("build_filter", KeyWords.build_filter.of, "ctrl+f", "Ctrl+F")

# -- what can be called ----------------------------------------------------------------------

NEW_CALL = _command("new_call", KeyWords.new_call.of, "plus,＋", "+", effect=WRITE)
REMOVE_CALL = _command("remove_call", KeyWords.remove_call.of, "delete", "Del", effect=DESTRUCTIVE)
REFRESH_MODELS = _command("refresh_models", KeyWords.refresh_models.of, "Q", "Q")
ADD_MODEL = _command("add_model", KeyWords.add_model.of, letter="A")
ENDPOINTS = _command("endpoints", KeyWords.what.of)

# -- what is saved ---------------------------------------------------------------------------

TOGGLE_FOLDER = _command("toggle_folder", KeyWords.toggle_folder.of, shown="Enter")
RUN_SAVED = _command("run_saved", KeyWords.run_saved.of, "R", "R")
RENAME_SAVED = _command("rename_saved", KeyWords.rename_saved.of, "m", "m", effect=WRITE)
EXPORT_SAVED = _command("export_saved", KeyWords.export_saved.of, "x", "x")
REMOVE_SAVED = _command(
    "remove_saved", KeyWords.remove_saved.of, "delete", "Del", effect=DESTRUCTIVE
)
COMPARE_SAVED = _command("compare_saved", KeyWords.compare_saved.of, "equals_sign,＝", "=")
NEW_SAVED = _command("new_saved", KeyWords.new_saved.of, "plus,＋", "+")
EDIT_DETAILS = _command("edit_details", KeyWords.edit_details.of, "e", "e", effect=WRITE)
DUPLICATE_SAVED = _command("duplicate_saved", KeyWords.duplicate_saved.of, "T", "T", effect=WRITE)
SHIFT_UP = _command("shift_up", KeyWords.shift_up.of, "alt+up", "Alt+↑", effect=WRITE)
SHIFT_DOWN = _command("shift_down", KeyWords.shift_down.of, "alt+down", "Alt+↓", effect=WRITE)
UNDO_CHANGE = _command("undo_change", KeyWords.undo_change.of, "ctrl+z", "Ctrl+Z", effect=WRITE)
NEW_FOLDER = _command("new_folder", KeyWords.new_folder.of, effect=WRITE, letter="F")
COMPARE_BEFORE = _command("compare_before", KeyWords.compare_before.of, "equals_sign,＝", "=")
MARK_RESULT = _command("mark_result", KeyWords.mark_result.of, "M", "M")

# -- what was sent ---------------------------------------------------------------------------

COMPARE_ENTRY = _command("compare_entry", KeyWords.compare_entry.of, "equals_sign,＝", "=")
REMOVE_ENTRY = _command(
    "remove_entry", KeyWords.remove_entry.of, "delete", "Del", effect=DESTRUCTIVE
)
UNDO_REMOVAL = _command("undo_removal", KeyWords.undo_removal.of, "ctrl+z", "Ctrl+Z", effect=WRITE)
CLEAR_ENTRIES = _command("clear_entries", KeyWords.clear_entries.of, effect=DESTRUCTIVE, letter="w")
AGENT_CALLS = _command("agent_calls", KeyWords.agent_calls.of)

# -- the request -----------------------------------------------------------------------------

SAVE_AS = _command("save_as", KeyWords.save_as.of, effect=WRITE, letter="S")
RESET = _command("reset", KeyWords.reset.of, letter="Z")
TOGGLE_RECORD = _command("toggle_record", KeyWords.toggle_record.of, effect=WRITE, letter="H")
EDIT_TEXT = _command("edit_text", KeyWords.edit_text.of, shown="Enter")
FORMAT = _command("format", KeyWords.format.of, "ctrl+l", "Ctrl+L")
EDIT_OUTSIDE = _command("edit_outside", KeyWords.edit_outside.of, "e", "e")
UNDO = _command("undo", KeyWords.undo.of, "ctrl+z", "Ctrl+Z")
REMOVE_VALUE = _command("remove_value", KeyWords.dont_send.of, "delete,backspace", "Del")
SET_EMPTY = _command("set_empty", KeyWords.set_empty.of, letter="w")
SUBMIT = _command("submit", KeyWords.next_row.of, shown="Enter")
DROP_DRAFTS = _command("drop_drafts", KeyWords.drop_drafts.of, effect=DESTRUCTIVE)
RETURN_DRAFTS = _command("return_drafts", KeyWords.return_drafts.of)

# -- the answer ------------------------------------------------------------------------------

TAKE_STEP = _command("take_step", KeyWords.take_step.of, shown="Enter")
PICK_STEP = _command("pick_step", KeyWords.pick_step.of, shown="1-5")
ALL_CAUSES = _command("all_causes", KeyWords.all_causes.of, "I", "I")
DETAIL = _command("detail", KeyWords.detail.of, "d", "d")
SUCCESS_RULE = _command("success_rule", KeyWords.success_rule.of, shown="1", effect=WRITE)
LOG_PLACE = _command("log_place", KeyWords.log_place.of, effect=WRITE, letter="J")
CHANGE_RULE = _command("change_rule", KeyWords.success_rule.of, effect=WRITE, letter="e")
NEXT_PAGE = _command("next_page", KeyWords.next_page.of, "full_stop,。", ".")
PREVIOUS_PAGE = _command("previous_page", KeyWords.previous_page.of, "comma,，", ",")
ALL_PAGES = _command("all_pages", KeyWords.all_pages.of, "asterisk", "*")
COMPARE = _command("compare", KeyWords.compare_entry.of, "equals_sign,＝", "=")
LOOK_UP_CODE = _command("look_up_code", KeyWords.error_book.of, "b", "b")
COPY_CURL = _command("copy_curl", KeyWords.copy_curl.of, letter="x")
FOLLOW_LIST = _command("follow_list", KeyWords.follow_list.of, shown="1-9")
ASSERT_VALUE = _command("assert_value", KeyWords.assert_value.of, "a", "a", effect=WRITE)
KEEP_VARIABLE = _command("keep_variable", KeyWords.keep_variable.of, "v", "v", effect=WRITE)

# -- a body ----------------------------------------------------------------------------------

SEARCH = _command("search", KeyWords.search.of, "slash,／,、,ctrl+f", "/")
NEXT_HIT = _command("next_hit", KeyWords.next_hit.of, "n", "n")
PREVIOUS_HIT = _command("previous_hit", KeyWords.previous_hit.of, "N", "N")
END_SEARCH = _command("end_search", KeyWords.end_search.of, shown="Esc")
FOLD_MENU = _command("fold_menu", KeyWords.fold_menu.of, "z", "z")
FILTER_PATH = _command("filter_path", KeyWords.filter_path.of, "dollar_sign,￥,＄", "$")
KEEP_FOUND = _command("keep_found", KeyWords.keep_found.of, shown="Enter")
TAKE_NAME = _command("take_name", KeyWords.take_name.of, shown="Tab")
OPEN_NESTED = _command("open_nested", KeyWords.open_nested.of, shown="Enter")
LEAVE_PART = _command("leave_part", KeyWords.leave_part.of, shown="Esc")
GO_TO_ORIGIN = _command("go_to_origin", KeyWords.go_to_origin.of, "O", "O")
GO_TO_LINE = _command("go_to_line", KeyWords.go_to_line.of)
SAVE_BODY = _command("save_body", KeyWords.save_body.of, "s", "s")
COPY_PATH = _command("copy_path", KeyWords.copy_path.of, "Y", "Y")
COPY_MENU = _command("copy_menu", KeyWords.copy_menu.of, letter="P")
SHOW_TABLE = _command("show_table", KeyWords.table.of)
SHOW_TREE = _command("show_tree", KeyWords.tree.of)
TOGGLE_ESCAPES = _command("toggle_escapes", KeyWords.toggle_escapes.of, "u", "u")
LACKING_FIELDS = _command("lacking_fields", KeyWords.lacking_fields.of, letter="K")
FORM_MENU = _command("form_menu", KeyWords.form_menu.of, "t", "t")
CHARSET_MENU = _command("charset_menu", KeyWords.charset_menu.of, "E", "E")
TABLE = _command("table", KeyWords.table.of, "vertical_line,｜", "|")
FILTER_ROWS = _command("filter_rows", KeyWords.filter_rows.of, "slash,／,、", "/")
LEAVE_FILTER = _command("leave_filter", KeyWords.to_rows.of, shown="Enter")
SORT_COLUMN = _command("sort_column", KeyWords.sort_column.of, "o", "o")
CHOOSE_COLUMNS = _command("choose_columns", KeyWords.choose_columns.of, "c", "c")
EXPORT_TABLE = _command("export_table", KeyWords.export_table.of, "x", "x")
COPY_ROW = _command("copy_row", KeyWords.copy_row.of, letter="P")
ALL_COLUMNS = _command("all_columns", KeyWords.all_columns.of, letter="V")

# -- what each place shows, the most useful first --------------------------------------------

MOVE = PlaceKey("↑↓", KeyWords.move.of)
OPEN_WITH = _key(CHOOSE, KeyWords.open_with.of)
OPEN_AND_SEND = _key(SEND, KeyWords.open_and_send.of)
DRAFT_ACTS = (_key(SAVE_AS), _key(COPY_AS), _key(RESET), _key(TOGGLE_RECORD))
SEARCHING = (_key(SEARCH), _key(NEXT_HIT), _key(PREVIOUS_HIT), _key(END_SEARCH))
INSIDE_A_BODY = (
    _key(FOLD_MENU, KeyWords.fold.of, "←→"),
    *_keys(FILTER_PATH, OPEN_NESTED, LEAVE_PART, GO_TO_ORIGIN),
    _key(GO_TO_LINE, shown=": 1-9"),
)
HEADER_FORM = _key(FORM_MENU, KeyWords.header_form.of)
WITH_A_VALUE = _keys(COPY_PATH, FOLLOW_LIST, ASSERT_VALUE, KEEP_VARIABLE, GO_BACK)
READING = (_key(FORM_MENU), _key(CHARSET_MENU))

WHAT_KEYS = (
    MOVE,
    *_keys(CHOOSE, FOLD, FILTER, NEW_CALL, EDIT_CALL, REMOVE_CALL, NEXT_WHAT_TAB, IMPORT_DOCUMENT),
    *_keys(REFRESH_MODELS, ADD_MODEL),
)
SAVED_KEYS = (
    _key(TOGGLE_FOLDER),
    _key(CHOOSE, KeyWords.open_saved.of),
    OPEN_AND_SEND,
    *_keys(RUN_SAVED, RENAME_SAVED, EXPORT_SAVED, REMOVE_SAVED),
    MOVE,
    _key(FILTER),
    _key(ZOOM, KeyWords.saved_screen.of, "F3"),
    *_keys(COMPARE_SAVED, NEXT_WHAT_TAB, NEW_SAVED, EDIT_DETAILS, DUPLICATE_SAVED, SHIFT_UP),
    *_keys(SHIFT_DOWN, UNDO_CHANGE, NEW_FOLDER, FOLD),
)
"""The keys of WHAT while it shows the saved requests."""
SAVED_SCREEN_KEYS = (
    _key(TOGGLE_FOLDER),
    OPEN_WITH,
    OPEN_AND_SEND,
    _key(COMPARE_SAVED),
    *(
        key
        for key in SAVED_KEYS
        if key.command not in {TOGGLE_FOLDER, CHOOSE, SEND, COMPARE_SAVED, ZOOM, NEXT_WHAT_TAB}
    ),
)
SAVED_REQUEST_KEYS = (OPEN_WITH, OPEN_AND_SEND, _key(NEXT_TAB), MOVE)
SAVED_RESULT_KEYS = (
    _key(CHOOSE, KeyWords.look_at_answers.of),
    *_keys(COMPARE_BEFORE, MARK_RESULT),
    OPEN_AND_SEND,
    MOVE,
    _key(COPY_REQUEST_ID),
)
"""The last three: the keys of the three columns on the whole screen of saved requests."""
WHAT_COMMANDS = (NEW_CALL, REFRESH_MODELS, ADD_MODEL, GO_BACK, AGENT_CALLS)
"""The commands that need no selection; Ctrl+P runs them from anywhere."""
HISTORY_KEYS = (
    _key(CHOOSE, KeyWords.open_entry.of),
    OPEN_AND_SEND,
    _key(COMPARE_ENTRY),
    _key(SAVE, KeyWords.save_entry.of),
    _key(REMOVE_ENTRY),
    _key(FILTER, KeyWords.search.of),
    MOVE,
    _key(ZOOM, KeyWords.whole_history.of, "F3"),
    *_keys(NEXT_WHAT_TAB, COPY_REQUEST_ID, SAVE_EXAMPLE, BUNDLE, UNDO_REMOVAL, CLEAR_ENTRIES),
)
"""The keys of WHAT while it shows the history."""
WIDENING = "<>《》"
"""The characters that move the rule beside a stage, also where letters are text."""
TAB_CHARACTERS = "[]【】"
"""The characters that change the tab, also in the filter of WHAT: no name contains them."""
HISTORY_SCREEN_KEYS = tuple(key for key in HISTORY_KEYS if key.command not in {ZOOM, NEXT_WHAT_TAB})
WITH_KEYS = (
    *_keys(SEND, SHOW, EDIT_TEXT, FORMAT, EDIT_OUTSIDE),
    _key(ASSERT_VALUE, KeyWords.add_assertion.of),
    *_keys(NEXT_TAB, BUILD_FILTER),
    HEADER_FORM,
    *DRAFT_ACTS,
    _key(EDIT_CALL, shown=""),
    _key(GO_BACK),
    _key(STEP_BACK, KeyWords.to_result.of),
)
FORM_KEYS = (
    MOVE,
    _key(CHOOSE, KeyWords.fill.of),
    *_keys(SHOW, UNDO, REMOVE_VALUE, BUILD_FILTER),
    _key(STEP_BACK, KeyWords.leave_form.of),
    PlaceKey("←→", KeyWords.fold.of),
    HEADER_FORM,
    *_keys(NEXT_TAB, COPY_VALUE, SET_EMPTY),
    *DRAFT_ACTS,
    _key(GO_BACK),
)
"""The keys of WITH while its form is open."""
FORM_FIELD_KEYS = tuple(_key(SUBMIT) if key.command == CHOOSE else key for key in FORM_KEYS)
"""The keys of the form while the user edits a value."""
RESULT_KEYS = (
    *_keys(TAKE_STEP, PICK_STEP),
    MOVE,
    *_keys(SUCCESS_RULE, NEXT_PAGE),
    *SEARCHING,
    *_keys(NEXT_TAB, TABLE, PREVIOUS_PAGE, ALL_PAGES, COPY_VALUE, COPY_REQUEST_ID, LOOK_UP_CODE),
    *INSIDE_A_BODY,
    _key(SAVE_BODY),
    *WITH_A_VALUE,
    *READING,
    *_keys(COMPARE, TOGGLE_ESCAPES, BUNDLE, SAVE_EXAMPLE, DETAIL, LACKING_FIELDS, ALL_CAUSES),
    *_keys(COPY_MENU, CHANGE_RULE, LOG_PLACE, COPY_CURL, SHOW),
)
VIEW_KEYS = (
    MOVE,
    *SEARCHING,
    _key(TABLE),
    *INSIDE_A_BODY,
    *_keys(COPY_VALUE, COPY_PATH, SAVE_BODY),
    *READING,
    *_keys(TOGGLE_ESCAPES, COPY_MENU),
)
"""The keys of a body on the whole screen."""
TABLE_KEYS = (
    _key(CHOOSE, KeyWords.cell_actions.of),
    *_keys(FILTER_ROWS, SORT_COLUMN, EXPORT_TABLE),
    PlaceKey("←→", KeyWords.column.of),
    _key(TABLE, KeyWords.tree.of),
    *_keys(NEXT_PAGE, PREVIOUS_PAGE, ALL_PAGES, COPY_VALUE, CHOOSE_COLUMNS),
    *WITH_A_VALUE,
    *_keys(COPY_ROW, ALL_COLUMNS, NEXT_TAB, COPY_REQUEST_ID, SAVE_BODY, SHOW),
)
"""The keys of a body that is shown as a table."""
TABLE_FILTER_KEYS = (_key(LEAVE_FILTER),)
"""The keys of a table while its filter field has the focus."""
SEARCH_KEYS = (_key(NEXT_HIT, shown="Enter"), _key(PREVIOUS_HIT, KeyWords.hits.of, "↑↓"))
"""The keys of RESULT while its search field has the focus."""
PATH_KEYS = (_key(KEEP_FOUND), _key(TAKE_NAME), _key(TAKE_NAME, KeyWords.offered_names.of, "↑↓"))
"""The keys of RESULT while its path field has the focus."""
PLACES = {
    "what": WHAT_KEYS,
    "saved": SAVED_KEYS,
    "saved-screen": SAVED_SCREEN_KEYS,
    "saved-request": SAVED_REQUEST_KEYS,
    "saved-results": SAVED_RESULT_KEYS,
    "history": HISTORY_KEYS,
    "history-screen": HISTORY_SCREEN_KEYS,
    "with": WITH_KEYS,
    "form": FORM_KEYS,
    "form-field": FORM_FIELD_KEYS,
    "result": RESULT_KEYS,
    "search": SEARCH_KEYS,
    "path": PATH_KEYS,
    "view": VIEW_KEYS,
    "table": TABLE_KEYS,
    "table-filter": TABLE_FILTER_KEYS,
}
"""The keys of each place, the most useful first."""
OPENERS = {
    "result": RESULT, "form": WITH_WHAT, "with": WITH_WHAT, "saved": SAVED, "history": HISTORY,
    "what": ENDPOINTS,
}  # fmt: skip
"""The commands that open the places whose commands Ctrl+P lists, in the order of the list."""


TAKING = frozenset({
    COPY_AS, COPY_CURL, COPY_MENU, COPY_PATH, COPY_REQUEST_ID, COPY_ROW, COPY_VALUE, BUNDLE,
    EXPORT_SAVED, EXPORT_TABLE, SAVE, SAVE_BODY,
})  # fmt: skip
"""The commands that copy or save something."""


def group_of(key: PlaceKey) -> Label:
    """Return the heading under which the help lists a key."""
    if key.command in TAKING:
        return KeyWords.group_take.of
    is_change = key.command is not None and key.command.effect is not READ
    return KeyWords.group_change.of if is_change else KeyWords.group_look.of


def bindings(*commands: Command, is_priority: bool = False) -> list[Binding]:
    """Return bindings to commands that the widget or screen itself handles."""
    return [_binding(each, f"run('{each.id}')", is_priority=is_priority) for each in commands]


def screen_bindings(*commands: Command, is_priority: bool = False) -> list[Binding]:
    """Return bindings of a widget to commands that the screen handles."""
    return [
        _binding(each, f"screen.run('{each.id}')", is_priority=is_priority) for each in commands
    ]


def app_bindings(*commands: Command) -> list[Binding]:
    """Return bindings of a dialog to commands that the app handles."""
    return [_binding(each, f"app.run('{each.id}')", is_priority=False) for each in commands]


def _binding(command: Command, action: str, *, is_priority: bool) -> Binding:
    """Return a binding for a command.

    A command without keys gets a key that no keyboard sends, so that the user can give it a key.
    """
    keys = command.keys or f"none_{command.id}"
    return Binding(keys, action, id=command.id, show=False, priority=is_priority)


def global_bindings(*, for_app: bool) -> list[Binding]:
    """Return the bindings of the global commands that the app, or the main screen, handles."""
    wanted = [each for each in GLOBAL_COMMANDS if (each in APP_COMMANDS) is for_app]
    return bindings(*wanted, is_priority=True)
