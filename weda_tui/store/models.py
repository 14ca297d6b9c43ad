"""The data models of each deployment as last listed, so that they are available offline.

There is one file of mode 0600 for each address and SecretId: the list may depend on both. The list
call names no env type, so the env types of a deployment share the file.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.models.data_model import ModelList
from weda_tui.store.atomic import find_json, write_atomic

LARGEST_LIST = 32 * 1024 * 1024
"""Bytes of one file; 5,000 models of 20 fields take some 12 MB."""
MOST_LISTS = 50
"""The maximum number of files; the files written last are kept."""


class ModelFiles:
    """The model lists, one file for each deployment. Losing a file costs one call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, environment: Environment) -> ModelList:
        """Return the stored list; an empty one if the file is missing, unreadable or corrupt."""
        path = self._path(environment)
        return find_json(path, ModelList, largest=LARGEST_LIST) or ModelList()

    def save(self, environment: Environment, known: ModelList) -> None:
        """Write a list, not waiting for the disk. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
        path, data = self._path(environment), msgspec.json.encode(known)
        if len(data) > LARGEST_LIST:
            reason = f"> {LARGEST_LIST // 2**20} MiB"
            raise FileError(ErrorCode.FILE_UNWRITABLE, file=str(path), reason=reason)
        write_atomic(path, data, private=True, durable=False)
        self._drop_oldest()

    def _path(self, environment: Environment) -> Path:
        key = f"{environment.host}\0{environment.secret_id}"
        return self._folder / f"{sha256(key.encode()).hexdigest()[:32]}.json"

    def _drop_oldest(self) -> None:
        with suppress(OSError):
            files = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
            for path in files[:-MOST_LISTS]:
                path.unlink()
