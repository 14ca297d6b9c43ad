"""What an exported OpenAPI document can send elsewhere, and what a custom module can claim."""

import json
from typing import Any

import pytest

from tests.adversarial.machine import Machine

GO: dict[str, Any] = {"operationId": "Go", "responses": {"200": {"description": "x"}}}
EVIL = "https://evil.example"
OAUTH: dict[str, Any] = {
    "type": "oauth2",
    "flows": {"clientCredentials": {"tokenUrl": f"{EVIL}/t", "scopes": {}}},
}
OIDC = {"type": "openIdConnect", "openIdConnectUrl": f"{EVIL}/.well-known"}
LINK = {"operationId": "Go", "server": {"url": EVIL}}
HIDDEN = {"get": {**GO, "servers": [{"url": EVIL}]}}


def document(**more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "lure", "version": "1"},
        "paths": {"/lure/go": {"get": GO}},
        **more,
    }


def with_variable(url: str, default: str, *others: str) -> dict[str, Any]:
    variable = {"default": default, "enum": [default, *others]}
    return document(servers=[{"url": url, "variables": {"a": variable}}])


def answering(**more: Any) -> dict[str, Any]:
    responses = {"200": {"description": "x", **more}}
    return document(paths={"/lure/go": {"get": {**GO, "responses": responses}}})


LEADING = {
    "variable": with_variable("/{a}", "/evil.example"),
    "choice-of-a-variable": with_variable("/{a}", "x", "/evil.example"),
    "variable-in-a-host": with_variable("<HOME>{a}", "@evil.example"),
    "open-variable": document(servers=[{"url": "https://{evil}"}]),
    "tab": document(servers=[{"url": "/\t/evil.example"}]),
    "newline": document(servers=[{"url": "/\n/evil.example"}]),
    "blank-before": document(servers=[{"url": " //evil.example"}]),
    "dots": document(servers=[{"url": "/.//evil.example"}]),
    "escaped-dots": document(servers=[{"url": "/x/%2e%2E//evil.example"}]),
    "userinfo": document(servers=[{"url": "<HOME>@evil.example"}]),
    "full-width-userinfo": document(servers=[{"url": "<HOME>\uff0f@evil.example"}]),
    "server-object": document(servers={"url": EVIL}),
    "server-text": document(servers=EVIL),
    "server-in-another-case": document(Servers=[{"url": EVIL}]),
    "server-of-a-link": answering(links={"a": LINK}),
    "server-of-a-shared-link": document(components={"links": {"a": LINK}}),
    "token": document(components={"securitySchemes": {"o": OAUTH}}, security=[{"o": []}]),
    "named-as-data": document(components={"securitySchemes": {"example": OAUTH}}),
    "discovery": document(components={"securitySchemes": {"o": OIDC}}, security=[{"o": []}]),
    "path-reference": document(paths={"/lure/go": {"$ref": f"{EVIL}/p.json"}}),
    "schema-reference": document(components={"schemas": {"a": {"$ref": f"{EVIL}/s.json"}}}),
    "reference-to-data": document(
        paths={"/lure/go": {"$ref": "#/components/examples/a/value"}},
        components={"examples": {"a": {"value": HIDDEN}}},
    ),
    "reference-to-escaped-data": document(
        paths={"/lure/go": {"$ref": "#/components/examples/a/val%75e"}},
        components={"examples": {"a": {"value": HIDDEN}}},
    ),
    "reference-in-data": document(
        components={"schemas": {"a": {"default": [{"$ref": f"{EVIL}/s.json"}]}}}
    ),
    "servers-without-an-address": document(servers=["evil.example", {"name": "evil.example"}]),
    "base-of-references": document(components={"schemas": {"a": {"$id": f"{EVIL}/s"}}}),
    "base-of-the-document": document(**{"$self": f"{EVIL}/openapi.json"}),
    "example-elsewhere": document(components={"examples": {"a": {"externalValue": EVIL}}}),
    "mapping": document(
        components={
            "schemas": {"a": {"discriminator": {"propertyName": "b", "mapping": {"c": EVIL}}}}
        }
    ),
    "host-of-version-2": document(host="evil.example", schemes=["https"], swagger="2.0"),
    "extension": document(**{"x-servers": [{"url": EVIL}]}),
    "whole-address": document(paths={"/lure/go": {"get": {**GO, "x-weda-url": f"{EVIL}/x"}}}),
    "path-is-an-address": document(paths={"//evil.example/x": {"get": GO}}),
    "path-continues-the-host": document(paths={"@evil.example/x": {"get": GO}}),
    "callback": document(
        paths={"/lure/go": {"get": {**GO, "callbacks": {"a": {EVIL: {"post": GO}}}}}}
    ),
}


@pytest.mark.parametrize("lure", LEADING.values(), ids=LEADING)
def test_a_document_leads_nowhere_that_nobody_approved(
    machine: Machine, lure: dict[str, Any]
) -> None:
    machine.write("modules/lure.openapi.json", json.dumps(lure))
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    assert ran.status == 0, ran.talk
    found = json.loads(ran.data)
    examples = found.get("components", {}).pop("examples", {})
    assert "evil" not in json.dumps(found)
    assert "externalValue" not in json.dumps(examples)
    assert "$ref" not in json.dumps(found)
    assert "lure:" in ran.talk


def test_a_doubled_member_is_written_once(machine: Machine) -> None:
    text = json.dumps(document())[:-1]
    machine.write(
        "modules/lure.openapi.json",
        f'{text}, "servers": [{{"url": "{EVIL}"}}], "servers": [{{"url": "/"}}]}}',
    )
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    assert b"evil" not in ran.data
    assert json.loads(ran.data)["servers"] == [{"url": "/"}]


def test_the_host_of_an_environment_counts_once_it_is_approved(machine: Machine) -> None:
    machine.write("environments/zz.toml", f'host = "{EVIL}"\n')
    for url, is_kept in ((EVIL, False), (machine.sites.plain.base, True)):
        lure = document(servers=[{"url": f"{url}/x"}])
        machine.write("modules/lure.openapi.json", json.dumps(lure))
        ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
        assert (url.encode() in ran.data, url in ran.talk) == (is_kept, not is_kept), ran.talk


SPELT = {
    "a-foreign-name": ("http://acceß.test/x", ""),
    "another-spelling": ("HTTP://ACCESS.TEST:80/x", "http://access.test/x"),
    "full-width": ("http://\uff41ccess.test/x", "http://access.test/x"),
}


@pytest.mark.parametrize(("url", "written"), SPELT.values(), ids=SPELT)
def test_an_address_is_written_as_that_of_the_deployment(
    machine: Machine, url: str, written: str
) -> None:
    added = machine.run("env", "add", "at", "--host", "http://access.test", "--secret-id", "x",
                        stdin="a-key-0123456789\n")  # fmt: skip
    assert added.status == 0, added.talk
    flows: dict[str, Any] = {"clientCredentials": {"tokenUrl": url, "scopes": {}}}
    scheme = {"type": "oauth2", "flows": flows}
    lure = document(
        servers=[{"url": url}],
        components={"securitySchemes": {"o": scheme}, "examples": {"a": {"externalValue": url}}},
    )
    machine.write("modules/lure.openapi.json", json.dumps(lure))
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    assert ran.status == 0, ran.talk
    found = json.loads(ran.data)
    assert url not in json.dumps(found, ensure_ascii=False)
    assert [each["url"] for each in found.get("servers", [])] == [written] * bool(written)
    parts = found["components"]
    flow = parts["securitySchemes"]["o"]["flows"]["clientCredentials"]
    assert flow.get("tokenUrl", "") == parts["examples"]["a"].get("externalValue", "") == written


HONEST = 'method = "POST"\nurl = "{{vars.host}}/v1/x"\nbody = "{}"\n'


@pytest.mark.parametrize("name", ["a", "c"])
def test_a_request_elsewhere_is_not_merged_with_one_of_the_deployment(
    machine: Machine, name: str
) -> None:
    machine.write("collections/lure/b.toml", HONEST)
    machine.write(
        f"collections/lure/{name}.toml", HONEST.replace("{{vars.host}}", "http://evil.example")
    )
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    found = json.loads(ran.data)
    assert b"evil" not in ran.data
    assert found["paths"]["/v1/x"]["post"]["summary"] == "b"
    assert f"{name} cannot be expressed" in ran.talk


def test_requests_to_several_hosts_keep_theirs(machine: Machine) -> None:
    for name in ("a", "b"):
        text = f'method = "GET"\nurl = "http://{name}.example/{name}"\n'
        machine.write(f"collections/lure/{name}.toml", text)
    found = json.loads(machine.run("export", "lure", "--format", "openapi").data)
    assert found["paths"]["/b"]["get"]["servers"] == [{"url": "http://b.example"}]


@pytest.mark.parametrize("path", ["//evil.example/x", "/.//evil.example/x", "/\\\\evil.example/x"])
def test_no_path_of_a_request_is_an_address(machine: Machine, path: str) -> None:
    machine.write("collections/lure/b.toml", HONEST)
    url = json.dumps("{{vars.host}}" + path)
    machine.write("collections/lure/zz.toml", f'method = "POST"\nurl = {url}\n')
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    assert ran.status == 0, ran.talk
    assert b"evil" not in ran.data
    assert "zz cannot be expressed" in ran.talk


SCHEMA = '{"not":'


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"swagger": "2.0"}',
        f'{{"openapi": "3.0.0", "x-a": {"[" * 900}{"]" * 900}}}',
        f'{{"openapi": "3.0.0", "components": {{"schemas": {SCHEMA * 900}1{"}" * 902}',
    ],
    ids=["cut", "list", "version-2", "deep-list", "deep-schema"],
)
def test_a_document_that_does_not_open_is_named(machine: Machine, text: str) -> None:
    machine.write("modules/lure.openapi.json", text)
    ran = machine.run("export", "lure", "--format", "openapi", "--lang", "en")
    assert (ran.status, ran.data) == (2, b""), ran.talk
    assert "lure.openapi.json" in ran.talk


def test_an_own_module_does_not_claim_to_be_documented(machine: Machine) -> None:
    claims = {"x-confidence": "documented", "x-source": "private-deployment guide 2.1"}
    paths = {"/lure/x": {"post": {**GO, **claims}}}
    machine.write("modules/lure.openapi.json", json.dumps(document(paths=paths)))
    shown = machine.run("catalogue", "show", "lure.Go", "--json", "--lang", "en")
    assert json.loads(shown.data)["confidence"] == "imported"
    assert "guide" not in shown.text
    assert "guide" not in machine.run("catalogue", "show", "lure.Go", "--lang", "en").text
