"""Support bundles: made from a history entry and written as one private zip file."""

import asyncio
import io
import os
import platform
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from weda_tui import __version__
from weda_tui.core.doctor.server_logs import ServerLog, find_server_log, server_log_report
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.support_bundle import (
    Bundle,
    BundleFile,
    Versions,
    make_bundle,
    without_cut_secrets,
)
from weda_tui.formats.curl.write import write_curl
from weda_tui.formats.toml.requests import render_draft
from weda_tui.session.session import Session
from weda_tui.store.atomic import write_atomic
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed


def environment_of(session: Session, record: HistoryRecord) -> Environment | None:
    """Return the environment of an entry; ``None`` if it was removed or has another host now."""
    place = record.entry.conditions
    known = (each for each in session.environments.all if each.name == place.environment)
    return next((each for each in known if each.host == place.host), None)


def log_of(session: Session, record: HistoryRecord) -> ServerLog | None:
    """Return where the server logged the call of an entry; ``None`` if it has no RequestId."""
    entry = record.entry
    if entry.verdict is None:
        return None
    module = entry.endpoint_id.partition(".")[0]
    now = session.clock.wall()
    return find_server_log(entry.verdict, module, failed_at=entry.started_at, now=now)


def log_command_of(session: Session, record: HistoryRecord, log: ServerLog) -> str:
    """Return the command that finds the call of an entry in the server's log."""
    return log.command(session.settings.log_place(record.entry.conditions.host))


async def bundle_of(
    session: Session, record: HistoryRecord, environ: Mapping[str, str], readme: str
) -> Bundle:
    """Return the bundle of an entry; ``readme`` is its first file, in the user's language."""
    environment = environment_of(session, record)
    masker = await asyncio.to_thread(session.gate.masker)
    log, report = log_of(session, record), None
    if log is not None:
        report = {**server_log_report(log), "command": log_command_of(session, record, log)}

    def make() -> Bundle:
        entry = without_cut_secrets(record, masker)
        texts = [("README.txt", readme), ("request.toml", render_draft(entry.draft))]
        if entry.request is not None:
            sent_to = entry.entry.conditions.where.environment
            texts.insert(1, ("request.sh", write_curl(entry.request, sent_to) + "\n"))
        return make_bundle(entry, environment, versions(environ), texts, masker, report)

    return await asyncio.to_thread(make)


def versions(environ: Mapping[str, str]) -> Versions:
    """Return the versions of the program and its platform, and the terminal's own name."""
    names = (environ.get("TERM_PROGRAM", ""), environ.get("TERM", ""))
    return Versions(
        program=__version__,
        python=platform.python_version(),
        system=platform.platform(),
        terminal=" ".join(filter(None, names)),
    )


async def write_bundle(bundle: Bundle, path: str, workspace: Path) -> Path:
    """Write a bundle that only its owner can read; return the path.

    If ``path`` is a folder, the file gets the name of the bundle. An existing file is never
    replaced. Raises ``FileError``: ``FILE_EXISTS``, ``LINK_OUTSIDE``, ``FILE_UNWRITABLE``.
    """

    def write() -> Path:
        target = typed_path(path)
        if target.is_dir():
            target /= f"{bundle.name}.zip"
        check_typed(workspace, target)
        if os.path.lexists(target):
            raise FileError(ErrorCode.FILE_EXISTS, file=str(target))
        write_atomic(target, zip_files(bundle.files, bundle.name), mode=0o600)
        return target

    return await asyncio.to_thread(write)


_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the zip: the earliest that the format allows."""


def zip_files(files: Iterable[BundleFile], folder: str) -> bytes:
    """Return a zip archive with ``files`` in one folder, so that unpacking creates one folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, file.data)
    return packed.getvalue()
