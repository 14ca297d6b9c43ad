"""Tables about files: their keys from the schemas, their locations, and the program's settings.

``meanings.toml`` explains each key, and must contain exactly the existing keys.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from tests.pages.markdown import Bilingual, cell, code, codes, table
from weda_tui.core.collections.saved_request import Poll
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.requests.variables import DYNAMIC
from weda_tui.core.text import template
from weda_tui.formats.toml import own_calls
from weda_tui.formats.toml.assertions import ON
from weda_tui.formats.toml.json_schemas import schemas
from weda_tui.i18n.strings import Strings
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import Preferences
from weda_tui.tui.widgets.drawing.palette import DARK, LIGHT, PALETTES

KEY = Bilingual("Key", "键")
VALUE = Bilingual("Value", "值")
DEFAULT = Bilingual("Default", "默认值")
MEANING = Bilingual("Meaning", "含义")
FILE = Bilingual("File or folder", "文件或文件夹")
OPERATOR = Bilingual("Operator", "运算符")
VARIABLE = Bilingual("Variable", "变量")
ROLE = Bilingual("Role", "角色")
REQUIRED = Bilingual("required", "必填")
KINDS = {
    "string": Bilingual("text", "文本"),
    "number": Bilingual("number", "数字"),
    "integer": Bilingual("whole number", "整数"),
    "boolean": Bilingual("`true` or `false`", "`true` 或 `false`"),
    "object": Bilingual("table", "表"),
    "strings": Bilingual("list of texts", "文本列表"),
    "objects": Bilingual("list of tables", "表的列表"),
    "scalars": Bilingual("list of values", "值的列表"),
    "scalar": Bilingual("text, number, `true` or `false`", "文本、数字、`true` 或 `false`"),
}
DEFAULTS: Mapping[str, object] = {
    **{f"environment.{each.name}": each.default for each in msgspec.structs.fields(Environment)},
    **{f"request.poll.{each.name}": each.default for each in msgspec.structs.fields(Poll)},
    "environment.tls.verify": True,
    "environment.sign_in.token_body": "json",
}
"""The defaults of keys, by file and key; empty values mean no default."""
NAMED_SECRET = ("keyring", "file", "prompt", "env:NAME")
"""The references to a secret that ``parse_secret_ref`` accepts."""


class Node(msgspec.Struct, rename="camel"):
    """A node of a JSON Schema."""

    type: str | list[str] = ""
    enum: list[str] = []
    pattern: str = ""
    default: object = None
    properties: dict[str, "Node"] = {}
    items: "Node | None" = None
    required: list[str] = []
    additional_properties: "bool | Node" = True


def schema_of(name: str) -> Node:
    """Return the schema of a kind of file."""
    return msgspec.convert(schemas()[name], type=Node)


@cache
def _meanings() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("meanings.toml").read_text("utf-8"))


def meaning(group: str, name: str, strings: Strings) -> str:
    """Return the meaning of a name. Raises ``KeyError`` for a name without an explanation."""
    return cell(_meanings()[group][name][strings.language])


def _rows(group: str, names: Iterable[str], strings: Strings) -> Iterator[list[str]]:
    """Yield names with their meanings. Raises ``ValueError`` if an unknown name is explained."""
    names = list(names)
    if extra := set(_meanings()[group]) - set(names):
        message = f"meanings.toml explains what is not there: {group} {sorted(extra)}"
        raise ValueError(message)
    for name in names:
        yield [code(name), meaning(group, name, strings)]


def explained(
    group: str, head: Bilingual, names: Callable[[], Iterable[str]]
) -> Callable[[Strings], str]:
    """Return a function that writes a table of names and their meanings."""
    return lambda strings: table(
        [head.of(strings), MEANING.of(strings)], _rows(group, names(), strings)
    )


# -- keys ------------------------------------------------------------------------------------------


def of_file(name: str) -> Callable[[Strings], str]:
    """Return a function that writes a table of the keys of one kind of file."""

    def write(strings: Strings) -> str:
        found = dict(_keys(schema_of(name)))
        meant = _rows(f"{name}-keys", found, strings)
        rows = [
            [
                key,
                _value(found[path][0], strings),
                _default(f"{name}.{path}", *found[path], strings),
                what,
            ]
            for (key, what), path in zip(meant, found, strict=True)
        ]
        return table([each.of(strings) for each in (KEY, VALUE, DEFAULT, MEANING)], rows)

    return write


def _keys(schema: Node, before: str = "") -> Iterator[tuple[str, tuple[Node, bool]]]:
    """Yield each key with its schema and whether it is required; assertions are not expanded."""
    for name, node in schema.properties.items():
        yield f"{before}{name}", (node, name in schema.required)
        inside = node.items or node
        if "on" not in inside.properties:
            yield from _keys(inside, f"{before}{name}.")


def _value(node: Node, strings: Strings) -> str:
    within = node.additional_properties
    choices = node.enum or (within.enum if isinstance(within, Node) else [])
    if choices:
        return codes(filter(None, choices))
    if "keyring" in node.pattern:
        return codes(NAMED_SECRET)
    return KINDS[_kind(node)].of(strings)


def _kind(node: Node) -> str:
    if node.items is not None:
        kind = node.items.type
        return f"{kind}s" if kind in ("string", "object") else "scalars"
    return node.type if isinstance(node.type, str) else "scalar"


def _default(path: str, node: Node, is_required: bool, strings: Strings) -> str:
    if is_required:
        return REQUIRED.of(strings)
    default = DEFAULTS.get(path) if node.default is None else node.default
    if default is None or default is msgspec.NODEFAULT or default in ("", {}, (), []):
        return ""
    return code(_written(default))


def _written(value: object) -> str:
    """Return a value in the notation of TOML and JSON."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def _operators() -> dict[str, Node]:
    assertion = schema_of("request").properties["assert"].items
    assert assertion is not None
    return {name: node for name, node in assertion.properties.items() if name != ON}


def assertion_operators() -> list[str]:
    """Return the names of the operators, as they are written in a file."""
    return list(_operators())


def operators(strings: Strings) -> str:
    """Return a table of all operators of assertions."""
    found = _operators()
    rows = [
        [name, _value(node, strings), what]
        for (name, what), node in zip(
            _rows("operators", found, strings), found.values(), strict=True
        )
    ]
    return table([each.of(strings) for each in (OPERATOR, VALUE, MEANING)], rows)


def call_keys() -> list[str]:
    """Return the keys of the file of custom calls."""
    inside = (f"calls.ACTION.{key}" for key in own_calls.CALL_KEYS)
    return [each for key in own_calls.KEYS for each in ([key] if key != "calls" else inside)]


# -- where files are -------------------------------------------------------------------------------


def _below(folder: str) -> list[str]:
    """Return the files of the workspace or of the state folder, as paths relative to it."""
    top = Path("/", folder)
    paths = Paths(workspace=Path("/workspace"), state=Path("/state"))
    members = [name for name in vars(Paths) if not name.startswith("_")]
    found = (getattr(paths, name) for name in members)
    inside = (
        each
        for each in found
        if isinstance(each, Path) and each.is_relative_to(top) and each != top
    )
    return sorted(
        str(each.relative_to(top)).replace(paths.workspace_digest, "WORKSPACE") for each in inside
    )


def workspace_paths() -> list[str]:
    """Return the paths of the files in a workspace."""
    return _below("workspace")


def state_paths() -> list[str]:
    """Return the paths of the files in the state folder."""
    return _below("state")


# -- settings --------------------------------------------------------------------------------------


def preferences(strings: Strings) -> str:
    """Return a table of the keys of ``preferences.json``, with their defaults."""
    defaults = {each.name: each.default for each in msgspec.structs.fields(Preferences)}
    rows = [
        [name, _default("", Node(default=defaults[plain]), False, strings), what]
        for (name, what), plain in zip(
            _rows("preferences", defaults, strings), defaults, strict=True
        )
    ]
    return table([each.of(strings) for each in (KEY, DEFAULT, MEANING)], rows)


def colours(strings: Strings) -> str:
    """Return a table of the roles of a theme, with their colours in the two bundled themes."""
    rows = (
        [name, code(PALETTES[DARK][plain]), code(PALETTES[LIGHT][plain]), what]
        for (name, what), plain in zip(
            _rows("colours", PALETTES[DARK], strings), PALETTES[DARK], strict=True
        )
    )
    return table([ROLE.of(strings), code(DARK), code(LIGHT), MEANING.of(strings)], rows)


def variable_names() -> list[str]:
    """Return the built-in variables, as they are typed."""
    built_in = [template.HOST, template.ENV_TYPE, template.ENV_ID, template.ACCESS_TOKEN]
    return [f"{{{{{name}}}}}" for name in [*built_in, *DYNAMIC]]
