"""No commit can make a guard judge a call as less severe than a server would."""

import json
from typing import NamedTuple

import pytest

from tests.adversarial.machine import READ, Machine

FLOW = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/"
MODEL = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/customer/"
ROLE = "{{vars.host}}/weda/auth/v1/{{WeDa.EnvType}}/deleteRole"
LIST = f"{FLOW}DescribeInstanceApproverList"
FORM = "application/x-www-form-urlencoded"
DELETE = "_method=DELETE"
PART = '--b\r\nContent-Disposition: form-data; name="_method"\r\n\r\nDELETE\r\n--b--\r\n'
NARROW = '{"filter":{"where":{"_id":{"$eq":"a"}}'
OPEN = '{"data":{"x":1}}'


class Call(NamedTuple):
    """A saved request that a commit adds."""

    url: str
    method: str = "POST"
    endpoint: str = ""
    body: str = "{}"
    kind: str = "application/json"
    headers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The content of its file."""
        headers = [f"Content-Type: {self.kind}", *self.headers]
        pairs = {
            "endpoint": self.endpoint,
            "method": self.method,
            "url": self.url,
            "headers": headers,
            "body": self.body,
        }
        return "".join(f"{name} = {json.dumps(value)}\n" for name, value in pairs.items() if value)


def own(path: str, name: str = "Go") -> str:
    """Return the file of a custom call that declares itself a read."""
    return f'[calls.{name}]\nmethod = "POST"\npath = "{path}"\neffect = "read"\n'


def check_not_sent(machine: Machine, call: Call) -> None:
    """Check that a call is a destructive write, and that it is not sent without a yes."""
    machine.write("collections/lure/zz.toml", call.text)
    at = ("--lang", "en", "send", "lure/zz", "--env", "hq", "--env-type", "prod")
    shown = machine.run(*at, "--dry-run")
    assert "effect: destructive write" in shown.talk, shown.talk
    machine.sites.plain.clear()
    ran = machine.run(*at)
    assert ran.status == 7, ran.talk
    assert machine.sites.plain.requests == []


NAMED = {
    "moved": Call(ROLE, endpoint="permissions.title.deleteRole"),
    "moved-by-another-name": Call(ROLE, endpoint="lure.Go"),
    "without-a-name": Call(ROLE),
    "by-get": Call(ROLE, "GET", body=""),
    "with-an-extension": Call(f"{ROLE}.json", "GET", body=""),
    "behind-a-namespace": Call(ROLE.replace("deleteRole", "permission.deleteRole"), "GET", body=""),
    "named-elsewhere": Call(f"{FLOW}StopFlow/x", endpoint="workflow.StopFlow"),
    "named-far-from-home": Call("{{vars.host}}/crm/x", "GET", "workflow.StopFlow", body=""),
    "goes-on": Call(f"{FLOW}StopFlow/x", endpoint="lure.Stop"),
    "goes-on-behind-a-gate": Call(FLOW.replace("/weda", "/gw/weda") + "StopFlow/x/y", "GET"),
}


@pytest.mark.parametrize("call", NAMED.values(), ids=NAMED)
def test_a_bundled_call_is_never_a_read(machine: Machine, call: Call) -> None:
    moved = '[calls."title.deleteRole"]\nmethod = "POST"\npath = "/weda/auth/v1/{envType}/other"\n'
    machine.write("modules/permissions.toml", moved)
    machine.write(
        "modules/lure.toml",
        own("/weda/auth/v1/{envType}/deleteRole")
        + own("/weda/workflow/v1/{envType}/StopFlow/x", "Stop"),
    )
    check_not_sent(machine, call)


def test_a_call_of_ones_own_cannot_take_the_name_of_a_bundled_one(machine: Machine) -> None:
    for name in ("deleteRole", "permission.deleteRole", "deleteRole.do"):
        machine.write("modules/lure.toml", own(f"/weda/auth/v1/{{envType}}/{name}"))
        machine.sites.plain.clear()
        at = ("lure.Go", "--env", "hq", "--env-type", "prod", "--body", "{}")
        assert machine.run("send", *at).status == 7
        assert machine.sites.plain.requests == []


@pytest.mark.parametrize("action", ["customer.list", "customer.getById", "a-b.listSimple"])
def test_a_call_of_ones_own_cannot_take_the_name_of_a_call_of_a_data_model(
    machine: Machine, action: str
) -> None:
    """``model.customer.list`` is a call of every deployment: no file can change what it sends."""
    at = ("--env", "hq", "--env-type", "dev", "--dry-run", "--set", "recordId=1")
    honest = machine.run("send", f"model.{action}", *at)
    assert honest.status == 0, honest.talk
    path = "/v1/model/{envType}/customer/deleteMany"
    machine.write("modules/model.toml", own(path, f'"{action}"'))
    sent = machine.run("send", f"model.{action}", *at)
    assert (sent.status, sent.text) == (0, honest.text), sent.talk
    shown = machine.run("catalogue", "show", f"model.{action}")
    assert "deleteMany" not in shown.text


SECOND = "POST /weda/workflow/v1/prod/StopFlow HTTP/1.1\r\nHost: x\r\n\r\n"
"""A second request, for a server that ends the first request too early."""
SECOND_REQUESTS = {
    "of-a-get": Call(LIST, "GET", READ, SECOND),
    "of-a-post": Call(LIST, endpoint=READ, body=SECOND),
    "behind-an-empty-chunk": Call(LIST, endpoint=READ, body=f"0\r\n\r\n{SECOND}"),
    "behind-json": Call(LIST, endpoint=READ, body=f"{{}}\n{SECOND}"),
    "behind-a-carriage-return": Call(LIST, endpoint=READ, body=f"{{}}\r{SECOND}"),
    "between-blanks": Call(LIST, endpoint=READ, body=" get\t/weda/x\v  http/1.0 \n\n"),
    "between-carriage-returns": Call(LIST, endpoint=READ, body="POST\r/weda/x\rHTTP/1.1\r\n\r\n"),
    "between-separators": Call(LIST, endpoint=READ, body="POST\x1c/weda/x\x1fHTTP/1.1\r\n\r\n"),
    "of-another-version": Call(LIST, endpoint=READ, body="PRI * HTTP/2.0\r\n\r\nSM"),
}


@pytest.mark.parametrize("call", SECOND_REQUESTS.values(), ids=SECOND_REQUESTS)
def test_a_body_that_may_be_a_second_request_is_no_read(machine: Machine, call: Call) -> None:
    machine.write("collections/lure/zz.toml", call.text)
    at = ("--lang", "en", "send", "lure/zz", "--env", "hq", "--env-type", "prod")
    shown = machine.run(*at, "--dry-run")
    assert "effect: writes" in shown.talk, shown.talk
    assert "second request" in shown.talk, shown.talk
    machine.sites.plain.clear()
    assert machine.run(*at).status == 7
    assert machine.sites.plain.requests == []


@pytest.mark.parametrize("header", ["Transfer_Encoding: chunked", "Content_Length: 0"])
def test_no_header_says_where_a_body_ends_for_some_servers_alone(
    machine: Machine, header: str
) -> None:
    machine.write("collections/lure/zz.toml", Call(LIST, endpoint=READ, headers=(header,)).text)
    machine.sites.plain.clear()
    ran = machine.run("send", "lure/zz", "--yes", "--env", "hq", "--env-type", "prod")
    assert ran.status == 2, ran.talk
    assert machine.sites.plain.requests == []


FORMS = {
    "utf-16": (f"{FORM}; charset=utf-16", DELETE),
    "utf-16le": (f"{FORM}; charset=utf-16le", DELETE),
    "ebcdic": (f"{FORM}; charset=cp037", DELETE),
    "unknown": (f"{FORM}; charset=ibm-1047-s390", DELETE),
    "charset-twice": (f"{FORM}; charset=utf-8; charset=utf-7", "+AF8-method=DELETE"),
    "part": ("multipart/form-data; boundary=b; charset=utf-16", PART),
    "form-or-part": (f"multipart/form-data; boundary=b, {FORM}", DELETE),
}


@pytest.mark.parametrize(("kind", "body"), FORMS.values(), ids=FORMS)
def test_a_character_set_hides_no_method(machine: Machine, kind: str, body: str) -> None:
    check_not_sent(machine, Call(LIST, body=body, kind=kind))


FILTERS = {
    "filter-twice": f'{NARROW}}},"data":{{}},"filter":{{}}}}',
    "filter-twice-in-another-case": f'{NARROW}}},"FILTER ":{{}}}}',
    "where-twice": f'{NARROW},"where":{{"_id":{{"$eq":"b"}}}}}}}}',
    "condition-twice": '{"filter":{"where":{"$and":[{"_id":{"$eq":"a"}}],"$and":[]}}}',
    "field-twice": '{"filter":{"where":{"_id":{"$eq":"a"},"_id":{}}}}',
    "operator-twice": '{"filter":{"where":{"_id":{"$eq":"a","$eq":null}}}}',
    "unknown-operator": '{"filter":{"where":{"_id":{"$regex":".*"}}}}',
}
KINDS = {
    "utf-7": "application/json;charset=utf-7",
    "unknown": "application/json;charset=ibm-1047-s390",
    "form": FORM,
    "text": "text/plain",
    "two-types": f"application/json, {FORM}",
}
SEVEN = '{"filter":{"where":{"_id":{"$eq":"+ACI-}}},+ACI-filter+ACI-:{},+ACI-n+ACI-:{+ACI-"}}}}'


@pytest.mark.parametrize("body", FILTERS.values(), ids=FILTERS)
def test_a_condition_that_servers_may_read_as_none_is_none(machine: Machine, body: str) -> None:
    check_not_sent(machine, Call(f"{MODEL}update", "PUT", "model.update", body))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_condition_that_is_no_plain_json_is_none(machine: Machine, kind: str) -> None:
    check_not_sent(machine, Call(f"{MODEL}update", "PUT", "model.update", SEVEN, kind))


UPDATES = {
    "cut-at-a-question-mark": Call(f"{MODEL}update%3Fa/b", "PUT"),
    "cut-at-a-hash": Call(f"{MODEL}update%23a/b", "PUT"),
    "cut-at-a-nul": Call(f"{MODEL}update%00a/b", "PUT"),
    "extension": Call(f"{MODEL}update.json", "PUT"),
    "in-the-query": Call(f"{MODEL}update?filter[where]=", "PUT", body=f"{NARROW}}}}}"),
    "goes-on": Call(f"{MODEL}update/x", "PUT"),
    "goes-on-as-another": Call(f"{MODEL}upsert/get"),
    "behind-a-gate": Call("{{vars.host}}/gw/v1/model/{{WeDa.EnvType}}/customer/update", "PUT"),
    "behind-another": Call(f"{MODEL}v1/model/{{{{WeDa.EnvType}}}}/customer/upsert"),
    "header": Call(
        f"{FLOW}CompleteTask", headers=("X-Original-URL: /v1/model/prod/customer/upsert",)
    ),
    "header-of-a-creation": Call(
        f"{MODEL}create", headers=("X-Rewrite-URL: /v1/model/prod/customer/update",)
    ),
}


@pytest.mark.parametrize("call", UPDATES.values(), ids=UPDATES)
def test_no_reading_of_a_path_hides_that_a_condition_is_missing(
    machine: Machine, call: Call
) -> None:
    check_not_sent(machine, call if call.body != "{}" else call._replace(body=OPEN))


@pytest.mark.parametrize(
    "header",
    ["X-Originating-URL", "Url", "X-Url", "Uri", "Base-Url", "Redirect", "X-Arr-Original-Url"],
)
def test_a_header_that_may_name_the_path_counts(machine: Machine, header: str) -> None:
    check_not_sent(machine, Call(LIST, headers=(f"{header}: /weda/workflow/v1/prod/StopFlow",)))


@pytest.mark.parametrize(
    "header",
    [
        *("X-Virtual-Host: evil.example", "X-Origin-Host: evil.example", "X-Domain: evil.example"),
        *("X-Forwarded: for=1.1.1.1;host=evil.example", "X-Server-Name: evil.example"),
    ],
)
def test_a_header_that_names_another_host_is_refused(machine: Machine, header: str) -> None:
    machine.write("collections/lure/zz.toml", Call(LIST, headers=(header,)).text)
    machine.sites.plain.clear()
    ran = machine.run("send", "lure/zz", "--yes", "--env", "hq", "--env-type", "prod")
    assert ran.status == 2, ran.talk
    assert machine.sites.plain.requests == []


ORDINARY = {
    "read": (Call(LIST, endpoint="workflow.DescribeInstanceApproverList"), "read-only"),
    "write": (Call(f"{FLOW}CompleteTask", endpoint="workflow.CompleteTask"), "writes"),
    "narrow": (Call(f"{MODEL}update", "PUT", "model.update", f"{NARROW}}}}}"), "writes"),
    "utf-8": (Call(f"{MODEL}update", "PUT", "model.update", f"{NARROW}}}}}",
                   "application/json;charset=utf-8"), "writes"),
    "no-request-line": (Call(LIST, endpoint=READ, body='{"x": "GET / HTTP/1.1",\n"HTTP/1.1": ""}'),
                        "read-only"),
    "record": (Call(f"{MODEL}delete/get", "GET", "model.getById", ""), "read-only"),
}  # fmt: skip


@pytest.mark.parametrize(("call", "effect"), ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_call_keeps_its_effect(machine: Machine, call: Call, effect: str) -> None:
    machine.write("collections/team/zz.toml", call.text)
    at = ("--env", "hq", "--env-type", "prod", "--dry-run")
    shown = machine.run("--lang", "en", "send", "team/zz", *at)
    assert f"effect: {effect}" in shown.talk, shown.talk
