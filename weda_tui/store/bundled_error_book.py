"""The error book that ships with the program."""

import msgspec

from weda_tui.core.doctor.error_book import CodeEntry, ErrorBook
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.files import read_packaged

FILE = "error_book.json"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    collected: str
    codes: tuple[CodeEntry, ...]


def load_error_book() -> ErrorBook:
    """Read the book from the package. Raises ``FileError`` for a damaged installation."""
    data = read_packaged(f"catalogue/{FILE}")
    try:
        return ErrorBook(msgspec.json.decode(data, type=_File).codes)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError(ErrorCode.FILE_UNREADABLE, file=FILE, reason=str(error)) from error
