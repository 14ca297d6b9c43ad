"""Every module that can be called: bundled with the program, imported, or added by the user."""

import errno
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue, Module
from weda_tui.core.catalogue.own_call import LONGEST_MODULE, OwnCall, OwnModule, is_module_name
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.files import read_packaged
from weda_tui.core.masking import Masker
from weda_tui.core.models.model_calls import model_name
from weda_tui.formats.openapi.read import open_openapi, read_openapi
from weda_tui.formats.openapi.text import LARGEST, json_text
from weda_tui.session.environments.file_gate import check_no_secret_in
from weda_tui.store.bundled_catalogue import DOCUMENTS, load_bundled_catalogue
from weda_tui.store.modules import (
    LoadedModules,
    digest,
    load_modules,
    read_document,
    remove_module,
    save_document,
    save_own,
)
from weda_tui.store.workspace_files import read_typed

if TYPE_CHECKING:
    from weda_tui.core.catalogue.module_changes import ModuleChanges

_GENERIC_NAMES = frozenset(
    {"openapi", "swagger", "api-docs", "api", "spec", "index", "schema", "stdin", ""}
)
"""File names that do not identify a document; its title names the module instead."""

HideData = Callable[[bytes, str], bytes]
"""Returns UTF-8 data, from the file of that name, with all secrets known here masked."""


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The effect of importing a document; nothing is written yet."""

    name: str
    """The module's id."""
    module: Module
    is_new: bool
    """Whether there is no module of this name yet."""
    changes: "ModuleChanges"
    kept: tuple[str, ...]
    """The actions that the user has edited; these edits remain."""
    problems: tuple[FileError, ...]
    """Parts of the document that cannot be read, each with its place."""
    text: bytes
    """The document as it will be written."""
    known: str | None
    """The digest of the document that will be replaced; ``None`` for a new module."""


class OwnModules:
    """The catalogue of one workspace, and the ways to change it."""

    def __init__(self, folder: Path, masker: Callable[[], Masker]) -> None:
        """``masker`` returns the masker of ``FileGate``."""
        self._folder, self._masker = folder, masker

    @cached_property
    def bundled(self) -> Catalogue:
        """The program's own documents, unaffected by any file of the workspace."""
        return load_bundled_catalogue()

    @cached_property
    def _loaded(self) -> LoadedModules:
        return load_modules(self._folder, self.bundled)

    @property
    def catalogue(self) -> Catalogue:
        """Every module: the bundled ones, then the workspace's."""
        return self._loaded.catalogue

    @property
    def problems(self) -> tuple[FileError, ...]:
        """Errors for the parts of the workspace's modules that cannot be opened."""
        return self._loaded.problems

    def reload(self) -> None:
        """Drop the loaded modules of the workspace; the next access reads them again."""
        self.__dict__.pop("_loaded", None)

    # -- whose a call is ---------------------------------------------------------------------

    def is_bundled(self, module: str) -> bool:
        """Return whether a module ships with the program."""
        return any(each.id == module for each in self.bundled.modules)

    def is_editable(self, endpoint: Endpoint) -> bool:
        """Return whether the user may edit how an endpoint is called.

        That is any endpoint except a bundled one with a path; the endpoints of a data model are
        made from bundled ones.
        """
        if model_name(endpoint.id):
            return False
        bundled = self.bundled.by_id.get(endpoint.id)
        return bundled is None or not bundled.has_path

    def own_call_of(self, endpoint: Endpoint) -> OwnCall | None:
        """Return the user's edits to an endpoint, ``None`` if there are none."""
        own = self._loaded.own.get(endpoint.module)
        return own.call(endpoint.action) if own else None

    def actions(self, module: str) -> frozenset[str]:
        """Return the names of a module's calls."""
        return frozenset(
            endpoint.action
            for each in self.catalogue.modules
            if each.id == module
            for endpoint in each.endpoints
        )

    # -- the user's calls --------------------------------------------------------------------

    def save_call(self, module: str, call: OwnCall) -> Endpoint:
        """Write the user's edits to an endpoint, and return the resulting endpoint.

        If a document has the endpoint, only what differs from the document is written. Raises
        ``FileError``, also ``SECRET_IN_REQUEST``.
        """
        own = self._loaded.own.get(module, OwnModule(id=module))
        if (before := own.call(call.action)) and not call.summary:
            call = msgspec.structs.replace(call, summary=before.summary)
        base = self._document(module).get(f"{module}.{call.action}")
        if base is not None:
            call = _difference(base, call)
        text = msgspec.json.encode(call).decode()
        check_no_secret_in(self._masker(), f"{module}.{call.action}", module, text)
        says_nothing = call == OwnCall(action=call.action)
        self._save(own.without_call(call.action) if says_nothing else own.with_call(call))
        return self.catalogue.get(f"{module}.{call.action}")

    def forget_call(self, endpoint: Endpoint) -> None:
        """Drop the user's edits to an endpoint; one that is in no document is removed.

        Raises ``FileError``.
        """
        own = self._loaded.own.get(endpoint.module)
        if own is None or own.call(endpoint.action) is None:
            raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=endpoint.id, nearest="")
        self._save(own.without_call(endpoint.action))

    def remove_module(self, name: str) -> None:
        """Remove a module of the workspace. Raises ``FileError``."""
        if self.is_bundled(name):
            raise FileError(ErrorCode.MODULE_TAKEN, name=name)
        try:
            remove_module(self._folder, name)
        finally:
            self.reload()

    def _save(self, own: OwnModule) -> None:
        known = self._loaded.texts.get(own.id)
        if own.calls or own.title or known is not None:
            try:
                save_own(self._folder, own, known=known)
            finally:
                self.reload()

    def _document(self, module: str) -> dict[str, Endpoint]:
        """Return the endpoints of a module as its document describes them."""
        for each in self.bundled.modules:
            if each.id == module:
                return {endpoint.id: endpoint for endpoint in each.endpoints}
        read = _earlier(read_document(self._folder, module), module)
        return {endpoint.id: endpoint for endpoint in read.endpoints} if read else {}

    def document(self, module: str) -> bytes | None:
        """Return the OpenAPI document of a module as it is stored; ``None`` if it has none.

        Raises ``FileError``.
        """
        for file, each in zip(DOCUMENTS, self.bundled.modules, strict=True):
            if each.id == module:
                return read_packaged(f"catalogue/{file}")
        return read_document(self._folder, module) if is_module_name(module) else None

    # -- importing ---------------------------------------------------------------------------

    def read_file(self, path: str) -> bytes:
        """Return the bytes of a document; ``~`` stands for the home folder.

        Raises ``FileError``: ``DOCUMENT_TOO_BIG``, ``LINK_OUTSIDE``, ``FILE_UNREADABLE``.
        """
        try:
            return read_typed(self._folder.parent, path, largest=LARGEST)
        except FileError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno == errno.EFBIG:
                raise FileError(
                    ErrorCode.DOCUMENT_TOO_BIG, file=Path(path).name, limit=LARGEST
                ) from error
            raise

    def plan_import(
        self,
        data: bytes,
        *,
        file: str,
        into: str = "",
        format_: str = "",
        hide: HideData | None = None,
    ) -> ImportPlan:
        """Read a document and return what importing it would do; takes a second for 10,000 calls.

        ``file`` is the name of the document, for messages and for the module's id; ``into``
        overrides that id. ``format_`` is one of ``recognise.Format``; if it is empty, the format is
        detected from the content. ``hide`` removes secrets from the document. Raises ``FileError``:
        ``IMPORT_FORMAT``, ``DOCUMENT_…``, ``OPENAPI_…``, ``MODULE_TAKEN``, ``NAME_INVALID``,
        ``FILE_UNREADABLE``.
        """
        from weda_tui.core.catalogue.module_changes import compare
        from weda_tui.formats.detection import Format, recognise

        wanted = Format(format_) if format_ else recognise(data)
        if wanted is not Format.OPENAPI:
            raise FileError(ErrorCode.IMPORT_FORMAT, format=wanted)
        text = json_text(data, name=file)
        text = hide(text, file) if hide else text
        problems: list[FileError] = []
        name = into or _name_for(file, open_openapi(text, name=file, on_fault=_ignore))
        if not is_module_name(name):
            raise FileError(ErrorCode.NAME_INVALID, text=name)
        if self.is_bundled(name):
            raise FileError(ErrorCode.MODULE_TAKEN, name=name)
        self.reload()
        module = read_openapi(text, name=file, module=name, on_fault=problems.append)
        own = self._loaded.own.get(name)
        before = read_document(self._folder, name)
        return ImportPlan(
            name=name,
            module=module,
            is_new=before is None,
            changes=compare(_earlier(before, name), module),
            kept=tuple(call.action for call in own.calls) if own else (),
            problems=tuple(problems),
            text=text,
            known=None if before is None else digest(before),
        )

    def apply_import(self, plan: ImportPlan) -> None:
        """Write the planned import; the user's edits do not change. Raises ``FileError``."""
        try:
            save_document(self._folder, plan.name, plan.text, known=plan.known)
        finally:
            self.reload()


def _earlier(text: bytes | None, name: str) -> Module | None:
    """Return the module of a stored document; ``None`` if the document cannot be opened."""
    try:
        return open_openapi(text, name=name, module=name, on_fault=_ignore) if text else None
    except FileError:
        return None


def _ignore(_: FileError) -> None:
    """Ignore a fault; all faults are reported elsewhere."""


def _name_for(file: str, module: Module) -> str:
    """Return a module id from the file name, or from the document's title for a generic name."""
    stem = Path(file).name.partition(".")[0].strip("-")
    named = module.title.en if stem.lower() in _GENERIC_NAMES else stem
    return re.sub(r"[^\w-]+", "-", named).strip("-_").lower()[:LONGEST_MODULE] or "imported"


def _difference(base: Endpoint, call: OwnCall) -> OwnCall:
    """Return the edited call without the values that its document has too."""
    values = {
        "method": "" if call.method == base.method else call.method,
        "path": "" if call.path == base.path else call.path,
        "title": "" if call.title in {base.title.zh, base.title.en} else call.title,
        "summary": "" if call.summary in {base.summary.zh, base.summary.en} else call.summary,
        "effect": None if call.effect is base.effect else call.effect,
        "token_kind": None if call.token_kind is base.token_kind else call.token_kind,
    }
    values["method"] = values["method"] or (call.method if values["path"] else "")
    return msgspec.structs.replace(call, **values)
