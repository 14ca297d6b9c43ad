"""Where a locustfile may lie: nowhere that a commit could put code beside it."""

from glob import escape
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.store.paths import typed_path


def check_place(format_: ExportFormat, file: str, workspace: Path) -> None:
    """Refuse a place where Python may run something else than the locustfile that is written.

    Locust imports it: bytecode of its name in ``__pycache__`` comes first, whatever the text says.
    Raises ``FileError`` (``LOCUSTFILE_PLACE``).
    """
    if format_ is not ExportFormat.LOCUST:
        return
    typed = typed_path(file).absolute()
    for path in (typed, typed.resolve()):
        compiled = path.parent.glob(f"__pycache__/{escape(path.stem)}.*.pyc")
        is_inside = any(path.is_relative_to(each) for each in (workspace, workspace.resolve()))
        if is_inside or any(compiled):
            raise FileError(ErrorCode.LOCUSTFILE_PLACE, file=file)
