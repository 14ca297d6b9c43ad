"""Build the packages for a release and test their installation: ``make dist``.

``dist/`` receives the source package and the wheel that is built from it, ``wheelhouse/``
everything to install this wheel without a network. The program is then installed from there in a
new virtual environment and run. Only the standard library of Python is needed.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.wheelhouse import (
    CONSTRAINTS,
    FOLDER,
    PROJECT,
    ROOT,
    HashMismatchError,
    build,
    new_venv,
    run,
)

DIST = ROOT / "dist"
TRACKED = ("git", "ls-files", "-z")
ADDED = {"PKG-INFO", "weda_tui/commit.txt"}
"""The files in a source package that are not in the checkout."""
TRIED = {
    ("--version",): "\ncommit ",
    ("errors", "INVALID_ENV_STATUS"): "INVALID_ENV_STATUS",
    ("mcp", "--config", "generic"): "mcpServers",
    ("catalogue", "show", "workflow.DescribeInstanceApproverList"): "DescribeInstanceApproverList",
}
"""Commands of the installed program, each with a text that it must print."""
PAGES = (
    *("doc/weda-tui/README.md", "doc/weda-tui/CHANGELOG.md", "doc/weda-tui/docs"),
    *("doc/weda-tui/screenshots", "man/man1/weda-tui.1"),
)
"""The installed documentation, below ``share``."""


class DistError(Exception):
    """A package is not as it must be."""


def build_packages(work: Path) -> tuple[Path, Path]:
    """Return the source package and the wheel that was built from it."""
    python, made = new_venv(work / "build"), work / "dist"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "build")
    run(python, "-m", "build", "--outdir", made, ROOT)
    return next(made.glob("*.tar.gz")), next(made.glob("*.whl"))


def source_names(source: Path) -> set[str]:
    """Return the names of the files in a source package."""
    with tarfile.open(source) as archive:
        files = [member.name for member in archive if not member.isdir()]
    return {name.partition("/")[2] for name in files}


def check_source(names: set[str], tracked: set[str]) -> None:
    """Raise ``DistError`` unless a source package has the files of the checkout and ``ADDED``."""
    if wrong := sorted((tracked | ADDED) ^ names):
        msg = f"The source package and the files of the checkout differ: {', '.join(wrong)}"
        raise DistError(msg)


def try_wheelhouse(work: Path, wheelhouse: Path) -> None:
    """Install without a network and run the program; raise ``DistError`` if anything is missing."""
    python = new_venv(work / "installed")
    listed = wheelhouse / "requirements.txt"
    offline = ("--isolated", "--disable-pip-version-check", "install", "--quiet", "--no-index")
    found = ("--find-links", wheelhouse, "--require-hashes", "-r", listed)
    run(python, "-m", "pip", *offline, *found)
    for arguments, wanted in TRIED.items():
        command = (python.with_name(PROJECT), *arguments)
        ran = subprocess.run(command, cwd=work, capture_output=True, check=False)
        if ran.returncode or wanted.encode() not in ran.stdout:
            msg = f"{PROJECT} {' '.join(arguments)}: status {ran.returncode}, {ran.stderr.decode()}"
            raise DistError(msg)
        print(f"$ {PROJECT} {' '.join(arguments)}", *ran.stdout.decode().splitlines()[:3], sep="\n")
    share = python.parents[1] / "share"
    if lost := [name for name in PAGES if not (share / name).exists()]:
        msg = f"Not installed: {', '.join(lost)}"
        raise DistError(msg)


def main() -> int:
    """Build and test the packages of this checkout; return the exit status."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            packages = build_packages(work)
            tracked = subprocess.check_output(TRACKED, cwd=ROOT, text=True).split("\0")
            check_source(source_names(packages[0]), set(filter(None, tracked)))
            build(FOLDER, CONSTRAINTS, packages[1])
            try_wheelhouse(work, FOLDER)
            DIST.mkdir(exist_ok=True)
            for old in (*DIST.glob("*.whl"), *DIST.glob("*.tar.gz")):
                old.unlink()
            for package in packages:
                shutil.copy(package, DIST)
    except (DistError, HashMismatchError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    for package in packages:
        print(f"{DIST.name}/{package.name}")
    print(f"{FOLDER.name}/: {len(list(FOLDER.glob('*.whl')))} wheels")
    return 0


if __name__ == "__main__":
    sys.exit(main())
