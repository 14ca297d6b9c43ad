"""The catalogue that ships with the program."""

import pkgutil

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.errors import ErrorCode, FileError, reading
from weda_tui.formats.openapi.read import open_openapi

DOCUMENTS = tuple(
    f"{name}.openapi.json"
    for name in ("workflow", "model", "storage", "permission", "auth", "odata", "enterprise")
)
"""Files of ``weda_tui/catalogue``, in the order of the tree."""


def load_bundled_catalogue() -> Catalogue:
    """Read the documents that lie inside the package, wherever it is installed.

    Raises ``FileError``: ``FILE_UNREADABLE`` or ``OPENAPI_INVALID`` for a damaged installation.
    """
    return Catalogue(
        tuple(
            open_openapi(read_packaged(document), name=document, is_shipped=True)
            for document in DOCUMENTS
        )
    )


def read_packaged(document: str) -> bytes:
    """Return a file of ``weda_tui/catalogue``. Raises ``FileError`` (``FILE_UNREADABLE``)."""
    with reading(document):
        data = pkgutil.get_data("weda_tui", f"catalogue/{document}")
    if data is None:
        raise FileError(ErrorCode.FILE_UNREADABLE, file=document, reason="not in the package")
    return data
