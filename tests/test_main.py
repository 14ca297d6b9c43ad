import subprocess
import sys
from pathlib import Path

from weda_tui import __version__

ROOT = Path(__file__).parents[1]
HEAVY = {"asyncio", "httpx", "keyring", "platformdirs", "rich", "starlette", "textual", "uvicorn"}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        f"sys.argv = ['weda-tui', *{arguments!r}]\n"
        "from weda_tui.__main__ import main\n"
        "status = main()\n"
        "assert status == 0, status\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    ran = python("-c", code)
    assert ran.returncode == 0, ran.stderr
    return {name.partition(".")[0] for name in ran.stderr.split()}


def test_the_program_runs_as_a_module() -> None:
    ran = python("-m", "weda_tui", "--version")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"weda-tui {__version__}\n")


def test_the_start_is_light() -> None:
    loaded = loaded_by("--version")
    assert "click" in loaded
    assert HEAVY & loaded == set()


def test_the_help_page_loads_no_command() -> None:
    assert HEAVY & loaded_by("--help") == set()


def test_the_catalogue_needs_no_network_and_no_screen() -> None:
    assert {"httpx", "starlette", "textual", "keyring"} & loaded_by("catalogue", "list") == set()


def test_without_a_terminal_the_explorer_says_so() -> None:
    ran = python("-m", "weda_tui")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "terminal" in ran.stderr
