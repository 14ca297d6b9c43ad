"""Upper limits for figures that no linter checks, such as inheritance, stubs and private names.

A figure may only fall. A commit that lowers a figure also lowers its limit in ``CEILINGS``, so that
the figure cannot rise again. The lines of code may rise by the size of a new feature.
"""

import ast
import importlib
import inspect
import io
import pkgutil
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import weda_tui
from weda_tui.session import Session

ROOT = Path(weda_tui.__file__).parent
TUI = ROOT / "tui"

CEILINGS = {
    "own classes in one method resolution order": 4,
    "methods of a class, those of its own bases counted": 60,
    "stubs that a subclass has to fill": 0,
    "reads of a name that only a subclass defines": 0,
    "class names defined more than once": 0,
    "private names of Textual": 8,
    "modules that use private names of Textual": 1,
    "imports inside functions of the TUI": 55,
    "modules in one folder": 23,
    "functions named take, tell, told, bring, speak, land": 0,
    "in_hand": 0,
    "public methods of the widest service of the session": 15,
    "methods of the session that only call or read a service": 0,
    "classes that write one reactive of the main screen": 0,
    "lines of code": 98103,
}
UNEVEN = {"lines of code"}
"""Figures that may be below their limit."""


@cache
def sources() -> dict[Path, str]:
    """Return the text of every module of the program."""
    return {path: path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(sources()[path])


@cache
def module_nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a module."""
    return tuple(ast.walk(tree(path)))


def nodes(folder: Path = ROOT) -> Iterator[ast.AST]:
    """Yield every node of every module in a folder and its subfolders."""
    for path in sources():
        if path.is_relative_to(folder):
            yield from module_nodes(path)


@cache
def classes() -> tuple[type, ...]:
    """Return every class of the program that is defined at the top level of a module."""
    found: list[type] = []
    for info in pkgutil.walk_packages([str(ROOT)], "weda_tui."):
        if info.name != "weda_tui.__main__":
            members = vars(importlib.import_module(info.name)).values()
            found += [m for m in members if inspect.isclass(m) and m.__module__ == info.name]
    return tuple(found)


def is_ours(cls: type) -> bool:
    """Return whether a class belongs to the program."""
    return cls.__module__.startswith("weda_tui.")


def own_bases(cls: type) -> list[type]:
    """Return the classes in a class's method resolution order that belong to the program."""
    return [each for each in inspect.getmro(cls) if is_ours(each)]


@cache
def class_nodes(path: Path) -> dict[str, ast.ClassDef]:
    """Return the syntax tree of each class of a module by its name, which no other class has."""
    return {each.name: each for each in module_nodes(path) if isinstance(each, ast.ClassDef)}


def class_source(cls: type) -> ast.ClassDef:
    """Return the syntax tree of a class of the program."""
    return class_nodes(Path(inspect.getfile(cls)))[cls.__name__]


def methods(cls: type) -> int:
    """Return the number of methods and properties that a class and its own bases define."""
    kinds = (property, staticmethod, classmethod)
    return sum(
        inspect.isfunction(value) or isinstance(value, kinds)
        for each in own_bases(cls)
        for value in vars(each).values()
    )


def is_stub(node: ast.AST) -> bool:
    """Return whether a function raises ``NotImplementedError`` for subclasses to define it."""
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return is_function and any(
        isinstance(each, ast.Raise) and "NotImplementedError" in ast.unparse(each)
        for each in node.body
    )


@cache
def assigned(cls: type) -> frozenset[str]:
    """Return the attributes that the methods of a class set on ``self``."""
    try:
        if is_ours(cls):
            node = class_source(cls)
            lines = sources()[Path(inspect.getfile(cls))].splitlines()
            text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        else:
            text = inspect.getsource(cls)
        return frozenset(re.findall(r"\bself\.(\w+)(?:: [^=\n]+)? = ", text))
    except (KeyError, OSError, TypeError):  # a class written in C or made by a call
        return frozenset()


@cache
def defined(cls: type) -> frozenset[str]:
    """Return the names that a class itself defines, except stubs and mere annotations."""
    if not is_ours(cls):
        return frozenset({*vars(cls), *vars(cls).get("__annotations__", ()), *assigned(cls)})
    found = set(assigned(cls))
    for node in ast.iter_child_nodes(class_source(cls)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not is_stub(node):
                found.add(node.name)
            case ast.ClassDef():
                found.add(node.name)
            case ast.Assign():
                found |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)) if node.value is not None:
                found.add(name)
            case _:
                pass
    return frozenset(found)


def reads_of_subclass_names() -> int:
    """Return how often a class reads ``self.x`` where only a subclass defines ``x``."""
    subclasses: dict[type, set[type]] = defaultdict(set)
    for cls in classes():
        for base in cls.__mro__[1:]:
            subclasses[base].add(cls)
    count = 0
    for cls in classes():
        if subclasses[cls]:
            known = {name for each in inspect.getmro(cls) for name in defined(each)}
            below = {name for each in subclasses[cls] for name in defined(each)} - known
            count += sum(
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
                and node.attr in below
                for node in ast.walk(class_source(cls))
            )
    return count


def own_names() -> set[str]:
    """Return every name that the program defines, and the underscored methods of named tuples."""
    found = {"_replace", "_asdict", "_fields"}
    for node in nodes():
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case _:
                pass
    return found


@cache
def textual_private_uses() -> frozenset[tuple[str, str]]:
    """Return the private names of Textual that are used or overridden, each with its module."""
    uses: set[tuple[str, str]] = set()
    for cls in classes():
        theirs = [base for base in cls.__mro__ if base.__module__.startswith("textual.")]
        for name in filter(is_private, defined(cls) if theirs else ()):
            if any(name in assigned(base) or name in vars(base) for base in theirs):
                uses.add((name, cls.__module__))
    ours = own_names()
    for path in sources():
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        if path.is_relative_to(TUI):
            for node in module_nodes(path):
                match node:
                    case ast.ImportFrom(module=str(name)) if name.startswith("textual._"):
                        uses.add((name, module))
                    case ast.Attribute(attr=name) if is_private(name) and name not in ours:
                        uses.add((name, module))
                    case _:
                        pass
    return frozenset(uses)


def is_private(name: str) -> bool:
    """Return whether a name is private to its package; names of message handlers are not."""
    return bool(re.match(r"_[a-z]", name)) and not name.startswith("_on_")


def imports_inside_functions() -> int:
    """Return the number of import statements inside functions of the TUI."""
    return len(
        {
            id(node)
            for function in nodes(TUI)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )


def largest_folder() -> int:
    """Return the number of modules in the largest folder, without ``__init__``."""
    return max(Counter(p.parent for p in sources() if p.name != "__init__.py").values())


def repeated_class_names() -> int:
    """Return the number of class names that several classes have, including nested classes."""
    names = Counter(node.name for node in nodes() if isinstance(node, ast.ClassDef))
    return sum(count > 1 for count in names.values())


def most_writers() -> int:
    """Return the largest number of classes that write the same reactive of the main screen."""
    from textual.reactive import Reactive

    from weda_tui.tui.screens.main import MainScreen

    bases = own_bases(MainScreen)
    reactives = {n for each in bases for n, v in vars(each).items() if isinstance(v, Reactive)}
    return max(sum(name in assigned(each) for each in bases) for name in reactives)


def public_methods(cls: type) -> int:
    """Return the number of public methods and properties that a class itself defines."""
    kinds = (property, staticmethod, classmethod)
    return sum(
        not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, kinds))
        for name, value in vars(cls).items()
    )


def is_forwarder(node: ast.AST) -> bool:
    """Return whether a method only forwards its arguments to an attribute, or only reads one."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    has_text = ast.get_docstring(node) is not None
    match node.body[has_text:]:
        case [ast.Return(value=value) | ast.Expr(value=value)]:
            call = value.value if isinstance(value, ast.Await) else value
        case _:
            return False
    part = call.func if isinstance(call, ast.Call) else call
    if not isinstance(part, ast.Attribute) or not re.match(r"self\.\w+\.", ast.unparse(part)):
        return False
    args, keywords = (call.args, call.keywords) if isinstance(call, ast.Call) else ([], [])
    given = ["self", *map(ast.unparse, args), *(ast.unparse(each.value) for each in keywords)]
    return given == [each.arg for each in (*node.args.args, *node.args.kwonlyargs)]


SILENT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER,
}  # fmt: skip


def lines_of_tokens(source: str) -> set[int]:
    """Return the lines with code or text, also the empty ones inside a string."""
    return {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in SILENT
        for line in range(token.start[0], token.end[0] + 1)
    }


def code_lines() -> int:
    """Return the number of lines with code; docstrings, comments and blank lines do not count.

    Tokens are needed only where a line inside a string looks like one that does not count.
    """
    count = 0
    for path, source in sources().items():
        docs: set[tuple[int, int]] = set()
        texts: set[tuple[int, int]] = set()
        for node in module_nodes(path):
            match node:
                case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
                    docs.add((first, last))
                case ast.Constant() | ast.JoinedStr() if (node.end_lineno or 0) > node.lineno:
                    texts.add((node.lineno, node.end_lineno or 0))
                case _:
                    pass
        rows = [row.strip() for row in source.splitlines()]
        lines = {number for number, row in enumerate(rows, 1) if row and row[0] != "#"}
        if any(not lines.issuperset(range(first, last + 1)) for first, last in texts - docs):
            lines = lines_of_tokens(source)
        for first, last in docs:
            lines.difference_update(range(first, last + 1))
        count += len(lines)
    return count


def occurrences(pattern: str) -> int:
    """Return the number of occurrences of a pattern in the program."""
    return sum(len(re.findall(pattern, source)) for source in sources().values())


FIGURES: dict[str, Callable[[], int]] = {
    "own classes in one method resolution order": lambda: max(
        len(own_bases(each)) for each in classes()
    ),
    "methods of a class, those of its own bases counted": lambda: max(map(methods, classes())),
    "stubs that a subclass has to fill": lambda: sum(map(is_stub, nodes())),
    "reads of a name that only a subclass defines": reads_of_subclass_names,
    "class names defined more than once": repeated_class_names,
    "private names of Textual": lambda: len({name for name, _ in textual_private_uses()}),
    "modules that use private names of Textual": lambda: len(
        {module for _, module in textual_private_uses()}
    ),
    "imports inside functions of the TUI": imports_inside_functions,
    "modules in one folder": largest_folder,
    "functions named take, tell, told, bring, speak, land": lambda: occurrences(
        r"\bdef _?(?:take|tell|told|bring|speak|land)(?:_\w*)?\b"
    ),
    "in_hand": lambda: occurrences("in_hand"),
    "public methods of the widest service of the session": lambda: max(
        public_methods(each) for each in classes() if each.__module__.startswith("weda_tui.session")
    ),
    "methods of the session that only call or read a service": lambda: sum(
        map(is_forwarder, ast.iter_child_nodes(class_source(Session)))
    ),
    "classes that write one reactive of the main screen": most_writers,
    "lines of code": code_lines,
}


def test_no_figure_is_above_its_ceiling_and_no_ceiling_above_its_figure(
    subtests: pytest.Subtests,
) -> None:
    for name, figure_of in FIGURES.items():
        with subtests.test(name):
            figure, ceiling = figure_of(), CEILINGS[name]
            assert figure <= ceiling, f"{name}: {figure}, the ceiling is {ceiling}"
            if name not in UNEVEN:
                assert figure == ceiling, f"{name}: lower the ceiling to {figure}"
