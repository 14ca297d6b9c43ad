import json

from hypothesis import given

from tests.core.bodies.reading import whole
from tests.strategies import json_bodies
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import (
    FoundPart,
    Unpacked,
    inside,
    legs_of,
    line_in_body,
    nested_json,
    source_of,
)
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource
from weda_tui.session.body_paths import PathLookup


def tree_of(document: Document) -> JsonIndex:
    assert document.tree is not None
    return document.tree


def found(
    outer: Document, path: str, above: FoundPart | Unpacked | None = None
) -> tuple[Document, FoundPart]:
    lookup = PathLookup(tree_of(outer), path)
    assert lookup.run()
    document = whole(lookup.text[:], "application/json")
    return document, FoundPart(outer, above, path, lookup.starts, lookup.is_single)


BODY = b'{"a":[{"n":"x","t":{"u":[7,8]}},{"n":"y","t":{"u":[9]}}],"n":"z"}'


def test_a_line_of_a_result_has_its_path_in_the_whole_body():
    document, part = found(whole(BODY), "$.a[*].t")
    paths = [nodes.json_path(legs_of(part, tree_of(document), line)[-1]) for line in range(5)]
    assert paths == ["$", "$.a[0].t", "$.a[0].t.u", "$.a[0].t.u[0]", "$.a[0].t.u[1]"]


def test_one_value_has_no_array_around_it():
    document, part = found(whole(BODY), "$.a[1]")
    tree = tree_of(document)
    assert legs_of(part, tree, 0) == (("a", 1),)
    assert legs_of(part, tree, 4) == (("a", 1, "t", "u", 0),)
    assert legs_of(part, tree, 4, most=2) == (("u", 0),)


def test_a_line_of_a_result_has_its_place_in_the_whole_body():
    outer = whole(BODY)
    for path in ("$.a[*].t", "$..u", "$.a[1]", "$.a[?@.n=='y'].n"):
        document, part = found(outer, path)
        tree = tree_of(document)
        for line in range(tree.line_count):
            if tree.is_closer(line) or (not part.is_single and not line):
                continue
            origin = part.origin(tree, line)
            assert nodes.path_of(tree_of(outer), origin) == legs_of(part, tree, line)[-1]
    assert found(outer, "$.a[*].t")[1].origin(tree_of(found(outer, "$.a[*].t")[0]), 0) == -1


@given(json_bodies)
def test_every_node_is_the_child_of_its_parent(body: bytes):
    tree = tree_of(whole(body, "application/json"))
    value = json.loads(body)
    for line in range(tree.line_count):
        path = nodes.path_of(tree, line)
        if path and not tree.is_closer(line):
            assert nodes.child_line(tree, nodes.parent_of(tree, line), path[-1]) == line
    assert nodes.child_line(tree, 0, 10_000) == -1
    assert nodes.child_line(tree, 0, "no such name at all") == -1 or isinstance(value, dict)


def test_of_a_repeated_name_the_last_child_counts():
    assert nodes.child_line(tree_of(whole(b'{"a":1,"a":2}')), 0, "a") == 2


def inside_of(quoted: bytes) -> bytes:
    return inside(BodySource(quoted), 0, len(quoted))


def test_json_inside_a_string_goes_on_a_path_of_its_own():
    outer = whole(b'{"data":{"ext":"{\\"dept\\":[1]}"}}')
    text = inside_of(b'"{\\"dept\\":[1]}"')
    document, part = whole(text), Unpacked(outer, None, 2)
    assert legs_of(part, tree_of(document), 2) == (("data", "ext"), ("dept", 0))
    deeper, below = found(document, "$.dept", part)
    assert legs_of(below, tree_of(deeper), 1) == (("data", "ext"), ("dept", 0))


def test_a_string_that_holds_an_object_or_an_array_is_told():
    for text, is_nested in [
        ('{"a":1}', True),
        ("[]", True),
        (" [1, 2]", False),
        ("[/api]", False),
        ("{x}", False),
        ("{", False),
        ("12", False),
        ('"x"', False),
        ("", False),
        ('{"a":"\ud83d"}', True),
        ("[" * 3000 + "]" * 3000, True),
        ('["' + "x" * 20_000 + '"]', True),
    ]:
        document = whole(json.dumps({"a": text, "b": [1]}).encode())
        assert nested_json(document, 1) is is_nested, text
        assert not nested_json(document, 0), text
        assert not nested_json(document, 2), text
        assert not nested_json(document, 99), text
        assert not nested_json(whole(b"plain text"), 0), text


def test_what_is_inside_keeps_every_character():
    assert (
        inside_of(rb'"{\"a\":1.50,\"\u540d\":\"\\u0041\"}"') == '{"a":1.50,"名":"\\u0041"}'.encode()
    )
    assert inside_of(rb'"[\"\ud83d\"]"') == rb'["\ud83d"]'


def test_a_found_line_is_that_of_the_whole_body():
    body = whole(BODY)
    document, part = found(body, "$.a[*].t")
    lines = [source_of(part, document, line) for line in range(tree_of(document).line_count)]
    assert lines[0] is None
    assert [line[:2] for line in lines[1:4] if line] == [(body, 4), (body, 5), (body, 6)]
    assert line_in_body(part, document, 0) == 4
    assert line_in_body(None, body, 5) == 5


def test_a_line_inside_a_string_is_that_of_the_string_in_the_whole_body():
    body = whole(b'{"n":1,"s":"{\\"a\\":[5]}"}')
    string = Unpacked(body, None, 2)
    inner = whole(b'{"a":[5]}')
    document, part = found(inner, "$.a[0]", string)
    source = source_of(part, document, 0)
    assert source is not None
    assert source[1:] == (2, string)
    assert line_in_body(part, document, 0) == 2
