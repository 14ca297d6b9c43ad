"""The architecture described in ``weda_tui/__init__.py`` holds for imports and for texts.

The imports are checked in the source and at run time; texts for the user are in ``i18n`` only.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "weda_tui"
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDED = {"i18n", "catalogue", "sandbox"}
MATCHED = {
    "core/doctor/messages.py",
    "core/doctor/cause_checks.py",
    "core/answers/foreign.py",
    "core/answers/intermediaries.py",
    "core/answers/network_words.py",
}
"""Modules with words of servers' messages, which are only matched and never displayed."""


def test_import_contracts_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def loaded_modules(*layers: str) -> set[str]:
    """Import every module of layers in a new interpreter; return the names of loaded modules."""
    code = (
        "import importlib, pkgutil, sys\n"
        "for layer in sys.argv[1:]:\n"
        "    package = importlib.import_module('weda_tui.' + layer)\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "print('\\n'.join(sys.modules))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *layers],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert {f"weda_tui.{layer}" for layer in layers} <= loaded
    return loaded


def test_the_headless_road_loads_no_screen() -> None:
    loaded = loaded_modules("gateway", "store", "formats", "core", "session", "cli")
    assert "textual" not in loaded


def test_pure_layers_load_no_network() -> None:
    assert loaded_modules("core", "formats", "i18n").isdisjoint({"httpx", "asyncio"})


def stands_alone(module: str) -> bool:
    """Return whether a module is a pane, a dialog or a tree of a feature."""
    layer, _, name = module.rpartition(".")
    kinds = ("pane", "dialog", "tree")
    return not layer.endswith(".widgets") and name.rpartition("_")[2] in kinds


def imported_modules(path: Path) -> set[str]:
    """Return the modules named in the ``from`` imports of a module."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def test_panes_and_dialogs_import_none_of_another_feature() -> None:
    crossing = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in (PACKAGE / "tui").rglob("*.py")
        if stands_alone(".".join(path.relative_to(PACKAGE).with_suffix("").parts))
        for module in imported_modules(path)
        if module.startswith("weda_tui.tui.") and stands_alone(module)
        if path.parent.name not in module.split(".")
    ]
    assert crossing == []


def chinese_sentences(path: Path) -> list[str]:
    """Return the string literals of a module that contain Chinese, except docstrings."""
    source = path.read_text(encoding="utf-8")
    if not CHINESE.search(source):
        return []
    docstrings = {
        (statement.value.lineno, statement.value.col_offset)
        for statement in ast.walk(ast.parse(source))
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    texts = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    return [
        f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}"
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type in texts and token.start not in docstrings and CHINESE.search(token.string)
    ]


def test_every_sentence_stands_in_i18n() -> None:
    modules = [
        path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in WORDED
    ]
    assert len(modules) > 20
    worded = [path for path in modules if path.relative_to(PACKAGE).as_posix() not in MATCHED]
    assert [line for path in worded for line in chinese_sentences(path)] == []


def test_the_search_for_sentences_finds_one() -> None:
    assert chinese_sentences(PACKAGE / "i18n" / "words" / "facts.py")


def test_no_worker_is_described_by_what_it_is_given():
    """Textual would format each argument on the event loop, even a response of 100 MB."""
    told: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if "@work" in source else ():
            if not isinstance(node, ast.AsyncFunctionDef):
                continue
            given = [*node.args.args[1:], *node.args.kwonlyargs]
            for decorator in node.decorator_list:
                is_call = isinstance(decorator, ast.Call)
                name = decorator.func if is_call else decorator
                keywords = {each.arg for each in decorator.keywords} if is_call else set[str]()
                is_work = isinstance(name, ast.Name) and name.id == "work"
                if is_work and given and "description" not in keywords:
                    told.append(f"{path.relative_to(PACKAGE)}: {node.name}")
    assert told == []
