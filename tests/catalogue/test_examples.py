"""The example of every response agrees with its documentation."""

from tests.core.bodies.reading import whole
from weda_tui.core.bodies.answer_schema import answer_shape
from weda_tui.core.bodies.value_notes import JsonPaths
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

EXAMPLES = [each for each in load_bundled_catalogue().by_id.values() if each.example_response]


def test_an_example_has_documented_fields_only_and_stands_where_it_is_documented():
    assert EXAMPLES
    for endpoint in EXAMPLES:
        shape = answer_shape(endpoint, is_success=True)
        index = whole(endpoint.example_response.encode()).tree
        assert index is not None, endpoint.id
        paths = JsonPaths(index)
        found = [paths.path(line) or () for line in range(index.line_count)]
        assert not [path for path in found if shape.is_unlisted(path)], endpoint.id
        assert any(shape.shape(path) is not None for path in found), endpoint.id
