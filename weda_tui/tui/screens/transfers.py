"""Opens the dialogs of an upload or a download over the main screen."""

from collections.abc import Callable

from textual.screen import Screen

from weda_tui.core.environment import Where
from weda_tui.core.exchange import Answered, SendState
from weda_tui.core.object_names import object_ids_of
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session


def open_upload(
    screen: Screen[None],
    session: Session,
    where: Where,
    strings: Strings,
    on_end: Callable[[], None],
) -> None:
    """Let files be chosen, then moved; ``on_end`` is called when the transfer is closed."""
    from weda_tui.session.user_files import list_folder
    from weda_tui.tui.dialogs.file_picker import FilePicker
    from weda_tui.tui.dialogs.transfer import TransferDialog

    def chosen(files: tuple[str, ...] | None) -> None:
        if files:
            dialog = TransferDialog(session, where, files, strings)
            screen.app.push_screen(dialog, lambda _: on_end())

    screen.app.push_screen(FilePicker(list_folder, "", strings), chosen)


def open_download(
    screen: Screen[None],
    session: Session,
    where: Where,
    strings: Strings,
    state: SendState,
    on_end: Callable[[], None],
) -> None:
    """Ask for objects, those of the answer in hand first, and bring them here."""
    from weda_tui.session.storage_items import downloads_folder
    from weda_tui.tui.dialogs.transfer import TransferDialog

    body = state.exchange.response.body if isinstance(state, Answered) else b""
    ids, folder = " ".join(object_ids_of(body)), downloads_folder()
    dialog = TransferDialog(session, where, (), strings, ids=ids, folder=folder)
    screen.app.push_screen(dialog, lambda _: on_end())
