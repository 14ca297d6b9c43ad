"""Files of other programs are planned and written: whole corpora, and the places of requests."""

import json
import os
import random
import re
import socket
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.material import CORPORA
from weda_tui.core.environments.deployment import PRESET_ENV_TYPES, Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.adaptation import ImportContext
from weda_tui.core.interchange.import_plan import LossKind, RequestPlan
from weda_tui.core.masking import Masker
from weda_tui.core.text.template import VARIABLE
from weda_tui.formats.detection import Format, recognise
from weda_tui.formats.foreign_json import load_json, object_of
from weda_tui.session.interchange.imports import READERS, apply_requests, plan_requests
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.collections.files import list_folder, load_collections, request_paths

FILES = sorted(
    path
    for folder in ("postman", "curl/curl_commands")
    for path in (CORPORA / folder).rglob("*")
    if path.suffix in {".json", ".sh"}
)
HOST = "https://weda.example.cn"


@pytest.fixture(scope="module")
def known() -> ImportContext:
    environment = Environment(name="总部", host=HOST, env_types=PRESET_ENV_TYPES)
    return ImportContext((environment,), load_bundled_catalogue(), Masker())


def plan(
    root: Path,
    known: ImportContext,
    data: bytes,
    file: str = "a",
    into: str = "",
    format_: Format | None = None,
) -> RequestPlan:
    wanted = format_ or recognise(data)
    return plan_requests(root, known, data, format_=wanted, file=file, into=into)


def planned_or_refusal(
    root: Path, known: ImportContext, data: bytes, file: str, format_: Format | None = None
) -> RequestPlan | FileError:
    try:
        return plan(root, known, data, file, format_=format_)
    except FileError as error:
        return error


def curl(text: str = "curl https://weda.example.cn/a") -> bytes:
    return text.encode()


@pytest.fixture
def no_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forbid connections, processes and shell commands."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    for target, name in ((socket, "socket"), (subprocess, "Popen"), (os, "system")):
        monkeypatch.setattr(target, name, refuse)


@pytest.mark.skipif(not FILES, reason="no corpora here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.usefixtures("no_doors")
def test_every_file_of_others_comes_in_whole_or_is_refused(
    tmp_path: Path, known: ImportContext, path: Path
) -> None:
    data, root = path.read_bytes(), tmp_path / "collections"
    format_ = recognise(data)
    if format_ not in READERS:
        pytest.skip("an environment, or no file of requests")
    planned = planned_or_refusal(root, known, data, path.name)
    if isinstance(planned, FileError):
        assert planned.parameters["file"] == path.name
        assert not root.exists()
        return
    apply_requests(root, planned)
    got = load_collections(root)
    assert got.problems == ()
    assert {each.path: each for each in got.requests} == {e.path: e for e in planned.requests}
    assert {each.path: each for each in got.folders} == {e.path: e for e in planned.folders}
    named = Counter(each.what for each in planned.losses)
    if format_ is Format.POSTMAN:
        assert len(planned.requests) + named[LossKind.REQUEST] == _count(data)


def _count(data: bytes) -> int:
    """Return the number of requests in a collection."""
    root = object_of(load_json(data, file="", on_twice=lambda _: None))
    root = object_of(root.get("collection")) or root
    if "requests" in root:
        return len(root["requests"])
    waiting, count = [*root["item"]], 0
    while waiting:
        item = waiting.pop()
        if "item" in item:
            waiting += item["item"]
        else:
            count += 1
    return count


def expanded(text: str, values: dict[str, str]) -> str:
    """Return a text with its variables expanded, also inside values, as Postman does."""
    for _ in range(20):
        text = VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)
    return text


def raw_urls(items: list[Any], values: dict[str, str]) -> list[str]:
    """Return the URLs of a collection in order, with expanded variables."""
    found: list[str] = []
    for item in items:
        if "item" in item:
            found += raw_urls(item["item"], values)
        elif "request" in item:
            url = object_of(item["request"]).get("url") or item["request"]
            raw = url if isinstance(url, str) else str(object_of(url).get("raw") or "")
            found.append(expanded(raw, values))
    return found


def origin_of(url: str) -> str:
    match = re.match(r"https?://[^/?#{}]+(?=[/?#]|$)", url)
    return match[0] if match else ""


@pytest.mark.skipif(not FILES, reason="no corpora here")
def test_addresses_of_others_keep_their_path(tmp_path: Path) -> None:
    compared = 0
    for path in FILES:
        data = path.read_bytes()
        root = object_of(load_json(data, file="", on_twice=lambda _: None)) if (
            path.suffix == ".json" and recognise(data) is Format.POSTMAN
        ) else {}  # fmt: skip
        if not isinstance(root.get("item"), list):
            continue
        values = {
            str(each.get("key") or each.get("id")): str(each.get("value") or "")
            for each in root.get("variable") or ()
        }
        urls = raw_urls(root["item"], values)
        hosts = {origin for url in urls if (origin := origin_of(url))}
        here = ImportContext(
            tuple(
                Environment(name=f"e{n}", host=host, env_types=PRESET_ENV_TYPES)
                for n, host in enumerate(sorted(hosts))
            ),
            load_bundled_catalogue(),
            Masker(),
        )
        planned = planned_or_refusal(tmp_path, here, data, path.name)
        if isinstance(planned, FileError) or len(planned.requests) != len(urls):
            continue
        for request, url in zip(planned.requests, urls, strict=True):
            rest = url.removeprefix(origin_of(url))
            is_plain = origin_of(url) and not re.search(r"[#{ ]|/:", rest)
            has_secret = any(
                each.what is LossKind.SECRET and each.where == request.path
                for each in planned.losses
            )
            if (
                is_plain
                and not has_secret
                and not request.variables
                and "disabled" not in str(root)
            ):
                compared += 1
                got = expanded(request.draft.url, values).removeprefix("{{vars.host}}")
                assert got == rest, path.name
    assert compared >= 90


@pytest.mark.parametrize("depth", [0, 1, 3, 4])
def test_a_base_variable_with_a_path_keeps_every_call_of_the_catalogue(
    tmp_path: Path, known: ImportContext, depth: int
) -> None:
    calls = [
        each
        for each in known.catalogue.by_id.values()
        if each.path.startswith("/weda/workflow/v1/{envType}/")
    ]
    base = "/".join(["https://weda.example.cn", *["weda", "workflow", "v1", "prod"][:depth]])
    items = [
        {
            "name": str(number),
            "request": {
                "method": call.method,
                "url": "{{baseUrl}}"
                + (HOST + call.path.replace("{envType}", "prod")).removeprefix(base),
            },
        }
        for number, call in enumerate(calls)
    ]
    root = {
        "info": {"name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/"},
        "item": items,
        "variable": [{"key": "baseUrl", "value": base}],
    }
    planned = plan(tmp_path, known, json.dumps(root).encode())
    assert [each.draft.url for each in planned.requests] == [
        "{{vars.host}}" + call.path.replace("{envType}", "{{WeDa.EnvType}}") for call in calls
    ]
    assert [each.draft.endpoint_id for each in planned.requests] == [call.id for call in calls]
    assert {(each.what, each.name) for each in planned.losses} == {(LossKind.ENV_TYPE, "prod")}
    assert len(calls) >= 40


@pytest.mark.skipif(not FILES, reason="no corpora here")
def test_twins_of_both_versions_are_equal(known: ImportContext, tmp_path: Path) -> None:
    folder = CORPORA / "postman/newman/integration"
    first, second = (
        plan(
            tmp_path,
            known,
            (folder / f"multi-level-folders-{v}.postman_collection.json").read_bytes(),
        )
        for v in ("v1", "v2")
    )
    assert {(e.path.partition("/")[2], e.draft) for e in first.requests} == {
        (e.path.partition("/")[2], e.draft) for e in second.requests
    }


def test_a_collection_is_named_by_itself_and_gets_a_free_name(
    tmp_path: Path, known: ImportContext
) -> None:
    data = json.dumps(
        {"info": {"name": "审批/流"}, "item": [{"name": "a", "request": "h"}]}
    ).encode()
    for expected, beside, name in (("审批-流", "", "审批/流"), ("审批-流 2", "审批-流", "")):
        planned = plan(tmp_path, known, data)
        assert (planned.path, planned.is_new, planned.beside) == (expected, True, beside)
        assert planned.folders[0].name == name, "two folders are told apart by their names"
        apply_requests(tmp_path, planned)
    assert [e.path for e in load_collections(tmp_path).requests] == ["审批-流/a", "审批-流 2/a"]


def test_folders_among_requests_keep_their_place(tmp_path: Path, known: ImportContext) -> None:
    def request(name: str) -> dict[str, str]:
        return {"name": name, "request": "h/a"}

    items = [request("c"), {"name": "z", "item": [request("y"), request("x")]}, request("a")]
    data = json.dumps({"info": {"name": "k"}, "item": items}).encode()
    apply_requests(tmp_path, plan(tmp_path, known, data))
    got = [each.path for each in load_collections(tmp_path).requests]
    assert got == ["k/c", "k/z/y", "k/z/x", "k/a"]
    assert [*request_paths(tmp_path, "k")] == got
    assert list_folder(tmp_path, "k").entries == [("c", False), ("z", True), ("a", False)]


def test_single_requests_gather_in_one_collection(tmp_path: Path, known: ImportContext) -> None:
    for expected in ("curl/a", "curl/a 2"):
        planned = plan(tmp_path, known, curl())
        assert planned.requests[0].path == expected
        apply_requests(tmp_path, planned)
    assert [e.path for e in load_collections(tmp_path).requests] == ["curl/a", "curl/a 2"]


def test_into_a_folder_that_is_there(tmp_path: Path, known: ImportContext) -> None:
    for data in (curl(), curl(), curl("curl h/b\ncurl h/c")):
        apply_requests(tmp_path, plan(tmp_path, known, data, "多.sh", into="我的/收件"))
    assert [each.path for each in load_collections(tmp_path).requests] == [
        "我的/收件/a",
        "我的/收件/a 2",
        "我的/收件/多/b",
        "我的/收件/多/c",
    ]


def test_a_path_that_leads_out_is_refused(tmp_path: Path, known: ImportContext) -> None:
    with pytest.raises(FileError) as caught:
        plan(tmp_path, known, curl(), into="../out")
    assert caught.value.code is ErrorCode.NAME_INVALID


def test_names_that_lead_out_become_safe(tmp_path: Path, known: ImportContext) -> None:
    names = ["../../etc/passwd", "..", "a\\b", "CON", "folder", "", "\x1b[31mred", "x" * 500]
    items: list[dict[str, Any]] = [{"name": name, "request": "h/a"} for name in names]
    data = json.dumps({"info": {"name": "../c"}, "item": items}).encode()
    apply_requests(tmp_path, plan(tmp_path, known, data))
    got = load_collections(tmp_path)
    assert (len(got.requests), got.problems) == (len(names), ())
    assert {path.parent.parent for path in tmp_path.rglob("*.toml")} == {tmp_path}


def test_ten_thousand_requests_and_a_deep_pile_are_read(
    tmp_path: Path, known: ImportContext
) -> None:
    items = [{"name": "same", "request": f"{HOST}/a?{n}"} for n in range(10_000)]
    planned = plan(tmp_path, known, json.dumps({"item": items}).encode(), "a.json")
    assert len({each.path for each in planned.requests}) == 10_000
    pile: dict[str, Any] = {"name": "r", "request": "h"}
    for _ in range(20):
        pile = {"name": "f", "item": [pile]}
    assert len(plan(tmp_path, known, json.dumps({"item": [pile]}).encode()).folders) == 21


@pytest.mark.parametrize("format_", READERS)
def test_no_bytes_do_more_than_be_refused(
    tmp_path: Path, known: ImportContext, format_: Format
) -> None:
    noise = random.Random(7)  # noqa: S311 - the same each time
    seeds = [curl("curl 'h' -d \"a\""), b'{"item": [{"request": {"url": {}}}]}', b"GET /a\n\nx",
             b'{"log": {"entries": [{"request": {}}]}}']  # fmt: skip
    for number in range(300):
        data = bytearray(seeds[number % len(seeds)])
        for _ in range(3):
            data[noise.randrange(len(data))] = noise.randrange(256)
        planned = planned_or_refusal(tmp_path, known, bytes(data), "x", format_)
        if isinstance(planned, FileError):
            assert planned.parameters["file"] == "x"
        else:
            assert planned.requests
