"""The pitfalls of the other modules, each documented at its field."""

from tests.catalogue.facts import every
from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.core.requests.draft import draft_for
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()


def field(endpoint_id: str, path: str) -> Parameter:
    endpoint = CATALOGUE.get(endpoint_id)
    parts = (endpoint.parameters, endpoint.body, endpoint.response)
    return next(found for part in parts for name, found in every(part) if name == path)


def test_a_note_stands_at_the_field() -> None:
    for endpoint_id, path, word in [
        ("model.list", "pageSize", "pageNumber"),
        ("model.listSimple", "pageSize", "pageNumber"),
        ("model.update", "filter", "needed"),
        ("model.delete", "filter", "needed"),
        ("model.upsert", "filter", "needed"),
        ("model.updateMany", "filter", "every record"),
        ("model.deleteMany", "filter", "every record"),
        ("model.list", "envType", "dev"),
        ("storage.copyObjects", "[].overwrite", "false"),
        ("storage.getUploadInfo", "[].code", "200"),
        ("permissions.addUser", "Password", "Uuid"),
        ("permissions.addUser", "envType", "prod"),
        ("permissions.describeRoleList", "RoleList.Id", "19-digit"),
        ("auth.refresh", "refresh_token", "immediately"),
        ("odata.list", "$filter", "URL-encoded"),
    ]:
        endpoint = CATALOGUE.get(endpoint_id)
        parts = (endpoint.parameters, endpoint.body, endpoint.response)
        notes = [found.notes for part in parts for name, found in every(part) if name == path]
        assert any(word in note.en for note in notes), (endpoint_id, path, word)
        assert all(bool(note.zh) == bool(note.en) for note in notes), (endpoint_id, path, word)


def test_a_trap_of_the_whole_call_is_told_in_both_languages() -> None:
    for endpoint_id, word in [
        ("permissions.describeRoleList", "describeRoelList"),
        ("auth.signin", "captcha_required"),
        ("auth.signin", "x-device-id"),
        ("auth.refresh", "invalid_grant"),
        ("auth.introspect", "{}"),
        ("storage.putObject", "Bearer"),
        ("odata.describeOptionSet", "response.error.code"),
    ]:
        notes = CATALOGUE.get(endpoint_id).notes
        assert word in notes.zh, (endpoint_id, word)
        assert word in notes.en, (endpoint_id, word)


def test_the_operators_of_a_filter_are_named_where_it_is_written() -> None:
    where = field("model.list", "filter.where")
    for operator in ("$eq", "$nin", "$search_ci", "$nempty", "$and", "$or"):
        assert operator in where.description.zh
        assert operator in where.description.en


def test_first_drafts_can_be_sent_as_they_stand_where_nothing_must_be_filled_in() -> None:
    users = draft_for(CATALOGUE.get("permissions.describeOrgs"))
    assert users.url == "{{vars.host}}/weda/auth/v1/prod/describeOrgs"
    schemas = draft_for(CATALOGUE.get("odata.getSchemaList"))
    assert dict(schemas.headers)["X-Request-Id"] == "req-0001"
    assert draft_for(CATALOGUE.get("storage.putObject")).url == "{{uploadUrl}}"
