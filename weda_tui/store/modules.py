"""The modules of a workspace: imported documents, and the user's own definitions of calls.

    NAME.openapi.json     a document as imported, indented so that version control can compare it
    NAME.toml             the user's own calls, and changes to the document's calls; see
                          ``formats.toml.own_calls``

NAME may be the name of a bundled module: the TOML file then completes calls of which the module
knows only the title. A save states what it replaces. If the disk holds something else, another
program has changed it, and nothing is written.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from weda_tui.core.catalogue.modules import Catalogue, Module
from weda_tui.core.catalogue.own_call import OwnModule, is_module_name
from weda_tui.core.errors import ErrorCode, FileError, unreadable, writing
from weda_tui.core.guard.resolved_call import with_shipped_effects
from weda_tui.core.text.file_names import fold_name
from weda_tui.formats.openapi.read import open_openapi
from weda_tui.formats.openapi.text import LARGEST
from weda_tui.store.workspace_files import (
    check_inside,
    lock_folder,
    read_file,
    read_text,
    write_file,
    write_text,
)

DOCUMENT, OWN = ".openapi.json", ".toml"
"""The suffixes of the two files."""
LARGEST_STORED = 4 * LARGEST
"""The limit in bytes of a stored document, which is longer than the original when indented."""


class LoadedModules(msgspec.Struct, frozen=True, kw_only=True):
    """All endpoints of a workspace, and the errors of the files that define them."""

    catalogue: Catalogue
    """The bundled modules with the user's changes, then the workspace's own modules by name."""
    problems: tuple[FileError, ...] = ()
    own: dict[str, OwnModule] = {}
    """The user's definitions, by module."""
    texts: dict[str, str] = {}
    """The text of each valid TOML file, by module, which a later save states as the replaced text.
    """


def load_modules(folder: Path, bundled: Catalogue) -> LoadedModules:
    """Read every module; a missing folder has none. Errors are in ``problems``."""
    problems: list[FileError] = []
    names = _names(folder, problems)
    shipped = {module.id for module in bundled.modules}
    documents: dict[str, Module] = {}
    own: dict[str, OwnModule] = {}
    texts: dict[str, str] = {}
    for name in names:
        path = document_path(folder, name)
        if name in shipped and path.exists():
            problems.append(FileError(ErrorCode.MODULE_TAKEN, name=path.name))
        else:
            _load_document(path, name, documents, problems)
        try:
            if (text := read_text(folder.parent, own_path(folder, name))) is not None:
                from weda_tui.formats.toml.own_calls import parse_own_module

                own[name] = parse_own_module(text, file=f"{name}{OWN}", name=name)
                texts[name] = text
        except FileError as error:
            problems.append(error)
    modules = [
        _said(module, own.get(module.id), problems, is_bundled=True) for module in bundled.modules
    ]
    modules += [
        _said(documents.get(name), own.get(name), problems)
        for name in names
        if name not in shipped and (name in documents or name in own)
    ]
    if documents or own:
        modules = [with_shipped_effects(bundled, module) for module in modules]
    return LoadedModules(
        catalogue=Catalogue(tuple(modules), own=frozenset({*documents, *own} - shipped)),
        problems=tuple(problems),
        own=own,
        texts=texts,
    )


def _said(
    module: Module | None,
    own: OwnModule | None,
    problems: list[FileError],
    *,
    is_bundled: bool = False,
) -> Module:
    """Return a module with the user's changes; at least one of ``module`` and ``own`` is given."""
    if own is None:
        if module is None:
            raise ValueError
        return module
    from weda_tui.formats.openapi.own_calls import with_own_calls

    said, faults = with_own_calls(module, own, file=f"{own.id}{OWN}", is_bundled=is_bundled)
    problems += faults
    return said


def _names(folder: Path, problems: list[FileError]) -> list[str]:
    """Return the names of all modules that have a file, sorted."""
    try:
        check_inside(folder.parent, folder)
        files = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    except FileError as error:
        problems.append(error)
        return []
    except OSError as error:
        problems.append(unreadable(folder, error))
        return []
    names: set[str] = set()
    for file in files:
        suffix = next((end for end in (DOCUMENT, OWN) if file.endswith(end)), "")
        name = file.removesuffix(suffix)
        if suffix and not file.startswith("."):
            if is_module_name(name):
                names.add(name)
            else:
                problems.append(FileError(ErrorCode.NAME_INVALID, text=file))
    return sorted(names)


def _load_document(
    path: Path, name: str, documents: dict[str, Module], problems: list[FileError]
) -> None:
    try:
        text = read_file(path.parent.parent, path, largest=LARGEST_STORED)
        if text is not None:
            documents[name] = open_openapi(
                text, name=path.name, module=name, on_fault=_ignore_fault
            )
    except FileError as error:
        problems.append(error)


def _ignore_fault(_: FileError) -> None:
    """Ignore a part that cannot be read: it was reported when the document was imported."""


def digest(text: bytes) -> str:
    """Return the SHA-256 of a document in hexadecimal."""
    import hashlib

    return hashlib.sha256(text).hexdigest()


def document_path(folder: Path, name: str) -> Path:
    """Return the path of an imported document. Raises ``FileError`` (``NAME_INVALID``)."""
    _check(name)
    return folder / f"{name}{DOCUMENT}"


def own_path(folder: Path, name: str) -> Path:
    """Return the path of the user's definitions. Raises ``FileError`` (``NAME_INVALID``)."""
    _check(name)
    return folder / f"{name}{OWN}"


def read_document(folder: Path, name: str) -> bytes | None:
    """Return an imported document, ``None`` if it does not exist. Raises ``FileError``."""
    return read_file(folder.parent, document_path(folder, name), largest=LARGEST_STORED)


def save_document(folder: Path, name: str, text: bytes, *, known: str | None) -> str:
    """Write an imported document and return its digest.

    ``known`` is the digest of the document that it replaces, ``None`` for a new module. Raises
    ``FileError``: ``NAME_INVALID``, ``FILE_CHANGED``, ``FILE_EXISTS`` (a name that differs only in
    case), ``FILE_UNREADABLE``, ``FILE_UNWRITABLE``.
    """
    path = document_path(folder, name)
    with lock_folder(folder.parent, folder):
        _check_case(folder, name)
        before = read_file(folder.parent, path, largest=LARGEST_STORED)
        if (digest(before) if before is not None else None) != known:
            raise FileError(ErrorCode.FILE_CHANGED, file=path.name)
        write_file(folder.parent, path, text)
    return digest(text)


def save_own(folder: Path, module: OwnModule, *, known: str | None) -> str | None:
    """Write the user's definitions of a module and return the new text; ``None`` if there are none.

    ``known`` is the text that this save replaces, ``None`` for a new file. Raises ``FileError`` as
    ``save_document`` does, and ``TOML_…`` for a broken file on the disk.
    """
    from weda_tui.formats.toml.own_calls import parse_own_module, render_own_module

    path = own_path(folder, module.id)
    with lock_folder(folder.parent, folder):
        _check_case(folder, module.id)
        before = read_text(folder.parent, path)
        if before != known:
            raise FileError(ErrorCode.FILE_CHANGED, file=path.name)
        if before is not None:
            parse_own_module(before, file=path.name, name=module.id)
        if not module.calls and not module.title:
            _unlink([path])
            return None
        text = render_own_module(module, before)
        parse_own_module(text, file=path.name, name=module.id)
        write_text(folder.parent, path, text)
    return text


def remove_module(folder: Path, name: str) -> None:
    """Remove both files of a module; of a symlink, the link and not its target.

    Raises ``FileError``: ``NAME_INVALID``, ``MODULE_UNKNOWN``, ``FILE_UNWRITABLE``.
    """
    check_inside(folder.parent, folder)
    both = (document_path(folder, name), own_path(folder, name))
    paths = [path for path in both if os.path.lexists(path)]
    if not paths:
        raise FileError(ErrorCode.MODULE_UNKNOWN, name=name)
    with lock_folder(folder.parent, folder):
        _unlink(paths)


def _check(name: str) -> None:
    if not is_module_name(name):
        raise FileError(ErrorCode.NAME_INVALID, text=name)


def _check_case(folder: Path, name: str) -> None:
    """Refuse a name that a file system may confuse with another module's."""
    for path in folder.iterdir():
        other = path.name.removesuffix(DOCUMENT).removesuffix(OWN)
        if other not in {name, path.name} and fold_name(other) == fold_name(name):
            raise FileError(ErrorCode.FILE_EXISTS, file=path.name)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        with writing(path.name):
            path.unlink(missing_ok=True)
