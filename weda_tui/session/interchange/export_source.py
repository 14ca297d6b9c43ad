"""The sources of an export: saved requests with their settings, and modules as requests."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.collections.paths import check_path, name_of, parent_of
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest, dependencies
from weda_tui.core.environments.deployment import Target
from weda_tui.core.interchange.import_plan import Collector, Imported, LossKind
from weda_tui.core.requests.draft import draft_for
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.session import Session
from weda_tui.store.collections.files import (
    list_folder,
    load_collections,
    load_request,
    load_settings,
)


def load_bundle(session: Session, target: str, language: Language) -> Imported:
    """Return a saved request, a folder or a collection, otherwise the endpoints of a module.

    Raises ``FileError``: ``ENDPOINT_UNKNOWN`` with the nearest, ``NAME_INVALID``, or the error of a
    file: a bundle is never incomplete.
    """
    root = session.paths.collections
    names = list_folder(root, parent_of(target))
    if name_of(target) in names.folders:
        return _folder(root, target)
    module = next((each for each in session.modules.catalogue.modules if each.id == target), None)
    if module is not None and name_of(target) not in names.requests:
        return _module(module, language)
    check_path(target)
    request = load_request(root, target).request
    moved = msgspec.structs.replace(request, path=name_of(target))
    return Imported(name=request.title, requests=(moved,), variables=_outer(root, target))


def load_run(session: Session, paths: Sequence[str], where: Target | None) -> Imported:
    """Return what a run of paths sends, in order, dependencies first, with unchanged paths.

    Raises ``FileError`` as ``RequestLoader`` does, and ``DEPENDS_CYCLE``.
    """
    loader = RequestLoader(session, where)
    ordered: dict[str, SavedRequest] = {}
    for saved in loader.chosen(paths):
        for each in (*dependencies(saved, loader.find), saved):
            ordered.setdefault(each.path, each)
    root = session.paths.collections
    folders: dict[str, None] = {}
    for names in (path.split("/") for path in ordered):
        folders |= {"/".join(names[:depth]): None for depth in range(1, len(names))}
    return Imported(
        name=", ".join(paths),
        requests=tuple(ordered.values()),
        folders=tuple(load_settings(root, path)[0] for path in folders),
    )


def _folder(root: Path, path: str) -> Imported:
    loaded = load_collections(root, path)
    for problem in loaded.problems:
        raise problem
    top = next(each for each in loaded.folders if each.path == path)
    return Imported(
        name=top.name or name_of(path),
        description=top.description,
        requests=tuple(_below(each, path) for each in loaded.requests),
        folders=tuple(_settings_below(each, path) for each in loaded.folders if each.path != path),
        order=top.order,
        variables={**_outer(root, path), **top.variables},
    )


def _below(request: SavedRequest, path: str) -> SavedRequest:
    return msgspec.structs.replace(
        request,
        path=request.path.removeprefix(f"{path}/"),
        depends=tuple(each.removeprefix(f"{path}/") for each in request.depends),
    )


def _settings_below(folder: FolderSettings, path: str) -> FolderSettings:
    return msgspec.structs.replace(folder, path=folder.path.removeprefix(f"{path}/"))


def _outer(root: Path, path: str) -> dict[str, str]:
    """Return the variables of the folders that contain a path."""
    found: dict[str, str] = {}
    names = path.split("/")
    for depth in range(1, len(names)):
        found |= load_settings(root, "/".join(names[:depth]))[0].variables
    return found


def _module(module: Module, language: Language) -> Imported:
    gathering = Collector()
    for group in module.groups:
        folder = gathering.add_folder("", group.title.text(language) or group.id)
        for endpoint in group.endpoints:
            if endpoint.path.startswith("/"):
                name = endpoint.title.text(language) or endpoint.action
                gathering.add_request(
                    gathering.place(folder, name),
                    name,
                    draft_for(endpoint),
                    description=endpoint.summary.text(language),
                )
            else:
                gathering.lose(LossKind.REQUEST, endpoint.id)
    return gathering.done(name=module.title.text(language))
