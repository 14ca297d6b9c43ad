"""Files as one zip archive, the same bytes for the same files."""

import io
import zipfile
from collections.abc import Iterable

from weda_tui.core.history.support_bundle import BundleFile

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What a zip says where nothing is known."""


def zip_files(files: Iterable[BundleFile], folder: str) -> bytes:
    """Return a zip archive with ``files`` in one folder, so that unpacking scatters nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, file.data)
    return packed.getvalue()
