"""One table of actions: it makes the bindings, the footer, the help and the Space menu."""

from typing import NamedTuple

from textual.binding import Binding

from weda_tui.i18n.text import find_text
from weda_tui.i18n.words.commands import KeyWords

MORE_KEYS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The keys of a numbered list, one a row."""


class Key(NamedTuple):
    """An action that works everywhere on a screen."""

    action: str
    """Also the field of ``KeyWords`` that names it."""
    keys: str
    """As Textual spells them, the first one shown."""
    shown: str
    space: str
    """The key behind Space that does the same."""


GLOBAL_KEYS = (
    Key("help", "f1", "F1", "1"),
    Key("where", "f2", "F2", "2"),
    Key("what", "f3", "F3", "3"),
    Key("with_what", "f4", "F4", "4"),
    Key("send", "f5,ctrl+r,ctrl+enter", "F5", "5"),
    Key("result", "f6", "F6", "6"),
    Key("next", "f7", "F7", "7"),
    Key("show", "f8", "F8", "8"),
    Key("token", "ctrl+t", "Ctrl+T", "9"),
    Key("zoom", "", "", "0"),
    Key("check_environment", "", "", "c"),
    Key("save", "ctrl+s", "Ctrl+S", "s"),
    Key("saved", "", "", "v"),
    Key("import_document", "ctrl+o", "Ctrl+O", "i"),
    Key("copy_as", "", "", "x"),
    Key("go_to", "ctrl+p", "Ctrl+P", "p"),
    Key("error_book", "", "", "e"),
    Key("history", "", "", "h"),
    Key("upload", "", "", "u"),
    Key("download", "", "", "d"),
    Key("language", "", "", "l"),
    Key("theme", "", "", "t"),
    Key("quit", "ctrl+q", "Ctrl+Q", "q"),
)
"""Keys with one meaning everywhere, in the order of the Space menu."""

APP_ACTIONS = frozenset({"help", "quit", "language", "theme"})
"""Those that the app answers rather than the main screen."""


class PlaceKey(NamedTuple):
    """A key of one place: what the footer shows, and what the ``0`` list runs."""

    shown: str
    label: str
    """The field of ``KeyWords``."""
    action: str = ""
    """Empty for keys that only move."""


MOVE = PlaceKey("↑↓", "move")
FOLD = PlaceKey("←→", "fold", "fold")
FILTER = PlaceKey("/", "filter", "filter")
NEXT_TAB = PlaceKey("[ ]", "tabs", "next_tab")
NEXT_WHAT_TAB = PlaceKey("[ ]", "tabs", "next_what_tab")
TOGGLE_FOLDER = PlaceKey("Enter", "toggle_folder", "toggle_folder")
OPEN_WITH = PlaceKey("Enter", "open_with", "choose")
SEND_AT_ONCE = PlaceKey("F5", "send_at_once", "send")
COMPARE_SAVED = PlaceKey("=", "compare_saved", "compare_saved")
SHOW = PlaceKey("F8", "show", "show")
BUILD_FILTER = PlaceKey("Ctrl+F", "build_filter", "build_filter")
GO_BACK = PlaceKey("Alt+←", "go_back", "go_back")
TABLE = PlaceKey("|", "table", "table")
NEXT_PAGE = PlaceKey(".", "next_page", "next_page")
PREVIOUS_PAGE = PlaceKey(",", "previous_page", "previous_page")
COPY_VALUE = PlaceKey("y", "copy_value", "copy_value")
COPY_REQUEST_ID = PlaceKey("r", "copy_request_id", "copy_request_id")
SAVE_BODY = PlaceKey("s", "save_body", "save_body")
COPY_PATH = PlaceKey("Y", "copy_path", "copy_path")
TOGGLE_ESCAPES = PlaceKey("u", "toggle_escapes", "toggle_escapes")
COPY_MENU = PlaceKey("", "copy_menu", "copy_menu")
BUNDLE = PlaceKey("p", "bundle", "bundle")
SAVE_EXAMPLE = PlaceKey("x", "save_example", "save_example")
"""Keys of more than one place."""
DRAFT_ACTS = (
    PlaceKey("", "save_as", "save_as"),
    PlaceKey("", "copy_as", "copy_as"),
    PlaceKey("", "reset", "reset"),
    PlaceKey("", "toggle_record", "toggle_record"),
)
SEARCHING = (
    PlaceKey("/", "search", "search"),
    PlaceKey("n", "next_hit", "next_hit"),
    PlaceKey("N", "previous_hit", "previous_hit"),
    PlaceKey("Esc", "end_search", "end_search"),
)
INSIDE_A_BODY = (
    PlaceKey("←→", "fold", "fold_menu"),
    PlaceKey("$", "filter_path", "filter_path"),
    PlaceKey("Enter", "open_nested", "open_nested"),
    PlaceKey("Esc", "leave_part", "leave_part"),
    PlaceKey("o", "go_to_origin", "go_to_origin"),
    PlaceKey(": g G", "go_to_line", "go_to_line"),
)
WITH_A_VALUE = (
    COPY_PATH,
    PlaceKey("1-9", "follow_list", "follow_list"),
    PlaceKey("a", "assert_value", "assert_value"),
    PlaceKey("v", "keep_variable", "keep_variable"),
    GO_BACK,
)
READING = (
    PlaceKey("t", "form_menu", "form_menu"),
    PlaceKey("e", "charset_menu", "charset_menu"),
)
"""Keys that stand together in more than one place."""

WHAT_KEYS = (
    MOVE,
    PlaceKey("Enter", "choose", "choose"),
    FOLD,
    FILTER,
    PlaceKey("n", "new_call", "new_call"),
    PlaceKey("e", "edit_call", "edit_call"),
    PlaceKey("Del", "remove_call", "remove_call"),
    NEXT_WHAT_TAB,
    PlaceKey("Ctrl+O", "import_document", "import_document"),
    PlaceKey("r", "refresh_models", "refresh_models"),
    PlaceKey("", "add_model", "add_model"),
)
SAVED_KEYS = (
    TOGGLE_FOLDER,
    PlaceKey("Enter", "open_saved", "choose"),
    PlaceKey("R", "run_saved", "run_saved"),
    PlaceKey("m", "rename_saved", "rename_saved"),
    PlaceKey("x", "export_saved", "export_saved"),
    PlaceKey("Del", "remove_saved", "remove_saved"),
    MOVE,
    FILTER,
    PlaceKey("F3", "saved_screen", "zoom"),
    COMPARE_SAVED,
    NEXT_WHAT_TAB,
    PlaceKey("n", "new_saved", "new_saved"),
    PlaceKey("e", "edit_details", "edit_details"),
    PlaceKey("d", "duplicate_saved", "duplicate_saved"),
    PlaceKey("Alt+↑", "shift_up", "shift_up"),
    PlaceKey("Alt+↓", "shift_down", "shift_down"),
    PlaceKey("Ctrl+Z", "undo_change", "undo_change"),
    PlaceKey("", "new_folder", "new_folder"),
    FOLD,
)
"""Those of WHAT while it shows what is saved."""
SAVED_SCREEN_KEYS = (
    TOGGLE_FOLDER,
    OPEN_WITH,
    SEND_AT_ONCE,
    COMPARE_SAVED,
    *(
        key
        for key in SAVED_KEYS
        if key.action not in {"toggle_folder", "choose", "compare_saved", "zoom", "next_what_tab"}
    ),
)
SAVED_REQUEST_KEYS = (OPEN_WITH, SEND_AT_ONCE, NEXT_TAB, MOVE)
SAVED_RESULT_KEYS = (
    PlaceKey("Enter", "look_at_answers", "choose"),
    PlaceKey("=", "compare_before", "compare_before"),
    PlaceKey("m", "mark_result", "mark_result"),
    SEND_AT_ONCE,
    MOVE,
    COPY_REQUEST_ID,
)
"""Those of the three columns of what is saved, on a screen of its own."""
WHAT_COMMANDS = ("new_call", "refresh_models", "add_model", "go_back")
"""Those that need nothing in hand: Ctrl+P runs them from anywhere."""
HISTORY_KEYS = (
    PlaceKey("Enter", "open_entry", "choose"),
    PlaceKey("F5", "send_again", "send"),
    PlaceKey("=", "compare_entry", "compare_entry"),
    PlaceKey("Ctrl+S", "save_entry", "save"),
    PlaceKey("Del", "remove_entry", "remove_entry"),
    PlaceKey("/", "search", "filter"),
    MOVE,
    PlaceKey("F3", "whole_history", "zoom"),
    NEXT_WHAT_TAB,
    COPY_REQUEST_ID,
    SAVE_EXAMPLE,
    BUNDLE,
    PlaceKey("Ctrl+Z", "undo_removal", "undo_removal"),
    PlaceKey("", "clear_entries", "clear_entries"),
)
"""Those of WHAT while it shows what was sent."""
TAB_CHARACTERS = "[]【】"
"""What changes the tab of WHAT, also in its field: no name there holds one."""
HISTORY_SCREEN_KEYS = tuple(
    key for key in HISTORY_KEYS if key.action not in {"zoom", "next_what_tab"}
)
WITH_KEYS = (
    PlaceKey("F5", "send", "send"),
    SHOW,
    PlaceKey("Enter", "edit_text", "edit_text"),
    PlaceKey("Ctrl+L", "format", "format"),
    PlaceKey("e", "edit_outside", "edit_outside"),
    NEXT_TAB,
    BUILD_FILTER,
    *DRAFT_ACTS,
    PlaceKey("", "edit_call", "edit_call"),
    GO_BACK,
)
FORM_KEYS = (
    MOVE,
    PlaceKey("Enter", "fill", "choose"),
    SHOW,
    PlaceKey("Ctrl+Z", "undo", "undo"),
    PlaceKey("Del", "dont_send", "remove_value"),
    BUILD_FILTER,
    PlaceKey("←→", "fold"),
    NEXT_TAB,
    COPY_VALUE,
    PlaceKey("", "set_empty", "set_empty"),
    *DRAFT_ACTS,
    GO_BACK,
)
"""Those of WITH while its form is open."""
FORM_FIELD_KEYS = tuple(
    PlaceKey("Enter", "next_row", "submit") if key.action == "choose" else key for key in FORM_KEYS
)
"""Those of the form while a value is typed in it."""
RESULT_KEYS = (
    PlaceKey("Enter", "take_step", "take_step"),
    PlaceKey("1-5", "pick_step", "pick_step"),
    MOVE,
    PlaceKey("1", "success_rule", "success_rule"),
    NEXT_PAGE,
    *SEARCHING,
    NEXT_TAB,
    TABLE,
    PREVIOUS_PAGE,
    COPY_VALUE,
    COPY_REQUEST_ID,
    PlaceKey("b", "error_book", "error_book"),
    *INSIDE_A_BODY,
    SAVE_BODY,
    *WITH_A_VALUE,
    *READING,
    PlaceKey("=", "compare_entry", "compare"),
    TOGGLE_ESCAPES,
    BUNDLE,
    SAVE_EXAMPLE,
    PlaceKey("d", "detail", "detail"),
    PlaceKey("", "lacking_fields", "lacking_fields"),
    PlaceKey("i", "all_causes", "all_causes"),
    COPY_MENU,
    PlaceKey("", "success_rule", "change_rule"),
    PlaceKey("", "copy_curl", "copy_curl"),
    SHOW,
)
VIEW_KEYS = (
    MOVE,
    *SEARCHING,
    TABLE,
    *INSIDE_A_BODY,
    COPY_VALUE,
    COPY_PATH,
    SAVE_BODY,
    *READING,
    TOGGLE_ESCAPES,
    COPY_MENU,
)
"""Those of a body on the whole screen."""
TABLE_KEYS = (
    PlaceKey("←→", "column"),
    PlaceKey("Enter", "cell_actions", "choose"),
    PlaceKey("/", "filter_rows", "filter_rows"),
    PlaceKey("|", "tree", "table"),
    NEXT_PAGE,
    PREVIOUS_PAGE,
    COPY_VALUE,
    PlaceKey("o", "sort_column", "sort_column"),
    PlaceKey("c", "choose_columns", "choose_columns"),
    PlaceKey("x", "export_table", "export_table"),
    *WITH_A_VALUE,
    PlaceKey("", "copy_row", "copy_row"),
    PlaceKey("", "all_columns", "all_columns"),
    NEXT_TAB,
    COPY_REQUEST_ID,
    SAVE_BODY,
    SHOW,
)
"""Those of a body that is shown as a table."""
TABLE_FILTER_KEYS = (PlaceKey("Enter", "to_rows", "leave_filter"),)
"""Those of a table while its filter is typed."""
SEARCH_KEYS = (
    PlaceKey("Enter", "next_hit", "next_hit"),
    PlaceKey("↑↓", "hits", "previous_hit"),
)
"""Those of RESULT while its search is typed."""
PATH_KEYS = (
    PlaceKey("Enter", "keep_found", "keep_found"),
    PlaceKey("Tab", "take_name", "take_name"),
    PlaceKey("↑↓", "offered_names", "take_name"),
)
"""Those of RESULT while a path is typed."""
STAGE_KEYS = {
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
"""What can be done in each place, most useful first."""


def global_bindings(*, for_app: bool) -> list[Binding]:
    """Return the bindings of the app, or those of the main screen."""
    return [
        Binding(key.keys, key.action, id=key.action, show=False, priority=True)
        for key in GLOBAL_KEYS
        if key.keys and (key.action in APP_ACTIONS) is for_app
    ]


def label(field: str, strings: KeyWords) -> str:
    """Return the words of a key's action."""
    return find_text(strings, field)
