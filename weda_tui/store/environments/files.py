"""The environments of a workspace: one TOML file each, with the name of the environment.

A save states which text it replaces. If the file on the disk has another text, another program has
changed it, and nothing is written.
"""

from pathlib import Path

import msgspec

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError, unreadable, writing
from weda_tui.core.text.file_names import check_name, fold_name
from weda_tui.core.text.template import nearest_name
from weda_tui.formats.toml.environments import parse_environment, render_environment
from weda_tui.store.workspace_files import (
    check_inside,
    lock_folder,
    read_file,
    read_text,
    write_text,
)

SUFFIX = ".toml"


class LoadedEnvironments(msgspec.Struct, frozen=True):
    """The environments of a folder, and the errors of the files that cannot be read."""

    environments: tuple[Environment, ...] = ()
    """Sorted by name."""
    problems: tuple[FileError, ...] = ()
    texts: dict[str, str] = {}
    """The text of each environment's file by name, which a later save states as the replaced text.
    """


def load_environments(folder: Path) -> LoadedEnvironments:
    """Read every environment; a missing folder has none. Errors are in ``problems``."""
    try:
        names = environment_names(folder)
    except FileError as error:
        return LoadedEnvironments(problems=(error,))
    environments: list[Environment] = []
    problems: list[FileError] = []
    texts: dict[str, str] = {}
    for name in names:
        try:
            text = read_text(folder.parent, environment_path(folder, name))
            if text is not None:
                environments.append(parse_environment(text, file=f"{name}{SUFFIX}", name=name))
                texts[name] = text
        except FileError as error:
            problems.append(error)
    return LoadedEnvironments(tuple(environments), tuple(problems), texts)


def environment_names(folder: Path) -> list[str]:
    """Return the names of all environment files, sorted; a missing folder has none.

    Raises ``FileError``: ``LINK_OUTSIDE``, ``FILE_UNREADABLE``.
    """
    try:
        check_inside(folder.parent, folder)
        files = sorted(
            path
            for path in folder.iterdir()
            if path.suffix == SUFFIX and not path.name.startswith(".")
        )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(folder, error) from error
    return [path.stem for path in files]


def load_environment(folder: Path, name: str) -> Environment | None:
    """Read one environment, ``None`` if it does not exist. Raises ``FileError``."""
    text = read_text(folder.parent, environment_path(folder, name))
    return None if text is None else parse_environment(text, file=f"{name}{SUFFIX}", name=name)


def save_environment(
    folder: Path,
    environment: Environment,
    *,
    renamed_from: str | None = None,
    known_text: str | None = None,
) -> str:
    """Write an environment and return the file's new text.

    ``known_text`` is the text that this save replaces, as loaded or as returned here; ``None`` for
    a new environment. With ``renamed_from``, it is the text of the file with the old name, which is
    removed. Raises ``FileError``, and leaves the disk unchanged:

    - ``NAME_INVALID``: the name cannot be a file name on every system
    - ``FILE_EXISTS``: another environment has the name, or one that differs only in case
    - ``FILE_CHANGED``: the text on the disk is not ``known_text``
    - ``TOML_…``: the file on the disk is broken, or the environment has content that none may have
    - ``LINK_OUTSIDE``, ``FILE_UNREADABLE``, ``FILE_UNWRITABLE``
    """
    target = environment_path(folder, environment.name)
    source = target if renamed_from is None else environment_path(folder, renamed_from)
    with lock_folder(folder.parent, folder):
        is_new = renamed_from is None and known_text is None
        check_free(folder, target.stem, replaced=None if is_new else source.stem)
        previous = read_text(folder.parent, source)
        if previous != known_text:
            raise FileError(ErrorCode.FILE_CHANGED, file=source.name)
        if previous is not None:
            parse_environment(previous, file=source.name, name=source.stem)
        text = render_environment(environment, previous)
        parse_environment(text, file=target.name, name=environment.name)
        write_text(folder.parent, target, text)
        if source != target:
            _drop_old_name(source, target)
    return text


def remove_environment(folder: Path, name: str) -> bytes:
    """Remove an environment's file, even a broken one, and return its content for an undo.

    Raises ``FileError``: ``NAME_INVALID``, ``ENVIRONMENT_UNKNOWN``, ``LINK_OUTSIDE``,
    ``FILE_UNREADABLE`` or ``FILE_UNWRITABLE``.
    """
    path = environment_path(folder, name)
    data = read_file(folder.parent, path)
    if data is None:
        names = [other.stem for other in folder.glob(f"*{SUFFIX}")]
        nearest = nearest_name(name, names, 0.5)
        raise FileError(ErrorCode.ENVIRONMENT_UNKNOWN, name=name, nearest=nearest)
    with writing(path):
        path.unlink()
    return data


def environment_path(folder: Path, name: str) -> Path:
    """Return the path of an environment's file.

    Raises ``FileError`` (``NAME_INVALID``) as ``check_name`` does.
    """
    check_name(name)
    return folder / f"{name}{SUFFIX}"


def check_free(folder: Path, name: str, *, replaced: str | None = None) -> None:
    """Refuse a name that exists, also one that differs only in case: some file systems ignore case.

    ``replaced`` is the name whose file is removed or overwritten. Raises ``FileError``:
    ``NAME_INVALID``, ``FILE_EXISTS``, ``LINK_OUTSIDE`` or ``FILE_UNREADABLE``.
    """
    target = environment_path(folder, name)
    check_inside(folder.parent, folder)
    try:
        taken = list(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(folder, error) from error
    for path in taken:
        is_replaced = replaced is not None and path.stem == replaced
        if not is_replaced and fold_name(path.name) == fold_name(target.name):
            raise FileError(ErrorCode.FILE_EXISTS, file=path.name)


def _drop_old_name(source: Path, target: Path) -> None:
    """Remove the old file; it is the new file itself if only the case of the name changed."""
    with writing(source):
        if source.exists() and source.samefile(target):
            source.rename(target)
        else:
            source.unlink()
