"""Where a locustfile may be written: only where no commit could add code next to it."""

from glob import escape
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.store.paths import typed_path


def check_place(format_: ExportFormat, file: str, workspace: Path) -> None:
    """Refuse a path at which Python may run other code than the locustfile that is written.

    Locust imports the file, and bytecode of the same name in ``__pycache__`` takes precedence over
    the text. Raises ``FileError`` (``LOCUSTFILE_PLACE``).
    """
    if format_ is not ExportFormat.LOCUST:
        return
    typed = typed_path(file).absolute()
    for path in (typed, typed.resolve()):
        compiled = path.parent.glob(f"__pycache__/{escape(path.stem)}.*.pyc")
        is_inside = any(path.is_relative_to(each) for each in (workspace, workspace.resolve()))
        if is_inside or any(compiled):
            raise FileError(ErrorCode.LOCUSTFILE_PLACE, file=file)
