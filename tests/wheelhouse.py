"""Build a folder from which weda-tui can be installed without a network: ``make wheelhouse``.

The folder contains the wheel of this tree, a wheel of every runtime dependency for this platform
and Python, including the extras for load tests and coding agents, and ``requirements.txt`` with
their versions and SHA-256 hashes. ``docs/constraints.txt`` records the versions and hashes of the
dependencies: a later run downloads the same versions and refuses a file with a different hash.
Wheels for further platforms are added to it. Delete the file to move to the newest versions.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "wheelhouse"
CONSTRAINTS = ROOT / "docs" / "constraints.txt"
PROJECT = "weda-tui"
EXTRAS = ("load", "mcp")
"""The optional dependencies that the folder includes."""
CONSTRAINTS_HEAD = """\
# Every runtime dependency with its version, its wheels and their hashes.
# Written by `make wheelhouse`, which keeps the versions; delete this file to move to newer ones.
"""
REQUIREMENTS_HEAD = """\
# Install without a network, in an empty virtual environment:
# pip install --no-index --find-links wheelhouse --require-hashes -r wheelhouse/requirements.txt
"""

Pins = dict[str, dict[str, str]]
"""The SHA-256 hash of each wheel by file name, grouped by ``name==version``."""


class HashMismatchError(Exception):
    """A wheel differs from the recorded wheel of the same name."""


def pin_of(wheel: str) -> str:
    """Return ``name==version`` for the file name of a wheel."""
    name, version = wheel.split("-")[:2]
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}"


def read_pins(text: str) -> Pins:
    """Parse the text that ``format_pins`` returned."""
    pins: Pins = {}
    files: list[str] = []
    for line in text.splitlines():
        if found := re.fullmatch(r"# (\S+\.whl)", line):
            files.append(found[1])
        elif found := re.match(r"    --hash=sha256:([0-9a-f]{64})", line):
            file = files.pop(0)
            pins.setdefault(pin_of(file), {})[file] = found[1]
    return pins


def format_pins(head: str, pins: Pins) -> str:
    """Return a requirements file in which each requirement follows the names of its wheels."""
    lines = [head]
    for pin, files in sorted(pins.items()):
        lines += [f"# {file}\n" for file in sorted(files)]
        hashes = [f"    --hash=sha256:{files[file]}" for file in sorted(files)]
        lines.append(" \\\n".join([pin, *hashes]) + "\n")
    return "".join(lines)


def merge_pins(known: Pins, found: Mapping[str, str]) -> Pins:
    """Add wheels with their hashes; raise ``HashMismatchError`` if a different hash is recorded."""
    pins = {pin: dict(files) for pin, files in known.items()}
    for file, digest in found.items():
        files = pins.setdefault(pin_of(file), {})
        if files.setdefault(file, digest) != digest:
            raise HashMismatchError(file)
    return pins


def hashes_of(wheels: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name."""
    return {wheel.name: hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}


def build(folder: Path, constraints: Path, source: Path = ROOT) -> None:
    """Fill ``folder`` and update ``constraints``.

    Raise ``HashMismatchError`` before changing either. ``source`` is this tree or a package of it.
    """
    known = read_pins(constraints.read_text("utf-8")) if constraints.exists() else {}
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        pip = (new_venv(work / "venv"), "-m", "pip")
        versions = work / "versions.txt"
        versions.write_text("".join(f"{pin}\n" for pin in known), "utf-8")
        wheels = work / "wheels"
        quiet = ("--quiet", "--disable-pip-version-check")
        run(*pip, "wheel", *quiet, "--no-deps", "--wheel-dir", wheels, source)
        (own,) = wheels.iterdir()
        download = ("download", *quiet, "--only-binary", ":all:", "--constraint", versions)
        run(*pip, *download, "--dest", wheels, f"{own}[{','.join(EXTRAS)}]")
        found = hashes_of(wheels.iterdir())
        pins = merge_pins(
            known, {file: digest for file, digest in found.items() if file != own.name}
        )
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.whl"):
            old.unlink()
        for wheel in wheels.iterdir():
            (folder / wheel.name).write_bytes(wheel.read_bytes())
    requirements = format_pins(REQUIREMENTS_HEAD, merge_pins({}, found))
    (folder / "requirements.txt").write_text(requirements, "utf-8")
    constraints.parent.mkdir(exist_ok=True)
    constraints.write_text(format_pins(CONSTRAINTS_HEAD, pins), "utf-8")


def new_venv(folder: Path) -> Path:
    """Create a virtual environment and return the path of its Python."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def run(*command: str | Path) -> None:
    """Run a command; raise ``CalledProcessError`` when it fails."""
    subprocess.run(command, check=True)


def main() -> int:
    """Build the wheelhouse of this tree."""
    try:
        build(FOLDER, CONSTRAINTS)
    except HashMismatchError as error:
        print(
            f"{error}: its hash is not the one in {CONSTRAINTS.relative_to(ROOT)}.", file=sys.stderr
        )
        print("Nothing was written. Check where the file came from.", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    print(f"{FOLDER.relative_to(ROOT)}: {len(list(FOLDER.glob('*.whl')))} wheels. To install them:")
    print(REQUIREMENTS_HEAD.splitlines()[1].removeprefix("# "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
