"""The form of a request without a known call shows all its values, and can edit them."""

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form_edits import edit_row
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.core.requests.free_form import read_free_form

URL = "{{vars.host}}/own/{{envType}}/x?limit=3&q=&limit=4"


def draft_of(url: str, body: str = "") -> RequestDraft:
    return RequestDraft(endpoint_id="", method="POST", url=url, body=body)


def test_address_query_and_body_are_rows_that_can_be_edited() -> None:
    draft = draft_of(URL, '{"a": {"b": 1}}')
    form = read_free_form(draft)
    fields = {row.name: row for row in form.rows if row.raw is not None}
    assert {name: row.text for name, row in fields.items()} == {
        "URL": URL, "limit": "3", "a": "", "b": "1",
    }  # fmt: skip

    def edited(name: str, text: str) -> RequestDraft:
        edit = edit_row(FREE_CALL, draft, fields[name])
        assert edit is not None
        return edit.typed(text)

    assert edited("limit", "9").url == "{{vars.host}}/own/{{envType}}/x?limit=9&q=&limit=4"
    assert edited("URL", "{{vars.host}}/y?z=1").url == "{{vars.host}}/y?z=1"
    assert edited("URL", "").url == "{{URL}}"
    assert edited("b", "2").body == '{"a": {"b": 2}}'


def test_a_body_that_is_no_json_leaves_the_address() -> None:
    form = read_free_form(draft_of(URL, "a=1&b=2"))
    assert not form.is_readable
    assert [row.name for row in form.rows] == ["URL", "limit", "q"]
    (row,) = read_free_form(draft_of("{{URL}}")).rows
    assert (row.raw, row.is_required) == (None, True)
