"""The programs that the benchmarks start, and the keys that lead to a text field in each."""

import sys
from pathlib import Path

import msgspec

from tests.journeys.terminal import Terminal

COLUMNS, ROWS = 160, 48

ENVIRONMENT_FILE = """\
host = "http://127.0.0.1:9"
env_id = "lowcode-bench"
secret_id = "AKIDbench"
secret_key = "env:BENCH_SECRET_KEY"

[env_types]
prod = "confirm"
dev = "none"
"""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A full-screen program with a text field."""

    name: str
    command: tuple[str, ...]
    to_field: tuple[str, ...] = ()
    """The keys that lead from the start to a text field."""
    to_url: tuple[str, ...] = ()
    """The keys that lead from the start to the field of the URL."""
    env: dict[str, str] = {}

    def start(self) -> Terminal:
        """Start the program in a terminal of the size used by all benchmarks."""
        return Terminal(self.command, columns=COLUMNS, rows=ROWS, env=self.env)


BARE_TEXTUAL = Program(
    name="bare Textual", command=(sys.executable, str(Path(__file__).with_name("bare_app.py")))
)


def weda_tui(folder: Path) -> Program:
    """Return the explorer with a workspace of one environment; all its files are in ``folder``."""
    environments = folder / "workspace" / "environments"
    environments.mkdir(parents=True)
    (environments / "bench.toml").write_text(ENVIRONMENT_FILE, encoding="utf-8")
    return Program(
        name="weda-tui",
        command=(str(Path(sys.executable).with_name("weda-tui")),),
        to_field=("f3",),
        to_url=("f4", "shift+tab"),
        env={
            "WEDA_TUI_WORKSPACE": str(folder / "workspace"),
            "WEDA_TUI_STATE": str(folder / "state"),
            "BENCH_SECRET_KEY": "not-a-secret",
        },
    )
