"""The catalogue that ships with the program."""

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.files import read_packaged
from weda_tui.formats.openapi.read import open_openapi

DOCUMENTS = tuple(
    f"{name}.openapi.json"
    for name in ("workflow", "model", "storage", "permission", "auth", "odata", "enterprise")
)
"""Files of ``weda_tui/catalogue``, in the order in which the tree shows them."""


def load_bundled_catalogue() -> Catalogue:
    """Read the documents inside the package, wherever it is installed.

    Raises ``FileError``: ``FILE_UNREADABLE`` or ``OPENAPI_INVALID`` for a damaged installation.
    """
    return Catalogue(
        tuple(
            open_openapi(read_packaged(f"catalogue/{document}"), name=document, is_shipped=True)
            for document in DOCUMENTS
        )
    )
