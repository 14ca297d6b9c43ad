"""Asks where a file is written."""

from collections.abc import Callable

from weda_tui.session.files import list_folder, size_of
from weda_tui.session.storage.items import downloads_folder
from weda_tui.tui.files.save_dialog import SaveFile
from weda_tui.tui.workbench.bench import Bench


def ask_path(
    bench: Bench, file_name: str, chosen: Callable[[str], None], *, title: str = "", hint: str = ""
) -> None:
    """Let a path be chosen, one among the downloads at first."""

    def closed(path: str | None) -> None:
        if path is not None:
            chosen(path)

    start = f"{downloads_folder()}/{file_name}"
    bench.ask(SaveFile(list_folder, size_of, start, bench.words, title, hint), closed)
