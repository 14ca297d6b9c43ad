"""An attacker guesses a weak secret: nothing that is sent reveals which guess is right."""

import asyncio
import json
import os

import msgspec
import pytest

from tests.adversarial.machine import ENVIRON, READ, SAVED, Machine
from tests.adversarial.recorder import Reply
from tests.adversarial.test_history import session_at
from tests.canaries import PASSWORD
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.interchange.export_format import ExportFormat
from weda_tui.core.masking import MASK
from weda_tui.core.sending.exchange import Failed
from weda_tui.session.history_bundles import bundle_of
from weda_tui.session.interchange.exports import export
from weda_tui.session.interchange.imports import plan_import

GUESSES = ("summer-2025", PASSWORD, "winter-2025")
ROWS = f"""{SAVED}body = "{{}}"
[capture]
row = "$.Response.Data[?search(@.Note, '\u2022')].Id"
"""
HEADER = f"""{SAVED}body = '''{{"Note": "<GUESS>"}}'''
[capture]
row = "header X-Frame-Options"
"""
NOTE = f"""{SAVED}headers = ["X-Note: {{{{row}}}}"]
depends = ["lure/look"]
"""
TOKEN = ENVIRON["GITHUB_TOKEN"]
STAGING = 'host = "<EVIL>"\n[env_types]\nprod = "none"\n'


def answer_with_rows(path: str) -> Reply:
    rows = [{"Id": f"row-{number}", "Note": each} for number, each in enumerate(GUESSES)]
    data = json.dumps({"Response": {"Data": rows}}).encode()
    return Reply(data, 200, (("X-Frame-Options", "DENY"),))


@pytest.mark.parametrize("look", [ROWS, *(HEADER.replace("<GUESS>", each) for each in GUESSES)])
def test_masks_in_an_answer_decide_nothing_that_is_sent_next(machine: Machine, look: str) -> None:
    machine.sites.plain.answers = answer_with_rows
    machine.write("collections/lure/look.toml", look)
    machine.write("collections/lure/note.toml", NOTE)
    at = ("--env", "hq", "--env-type", "prod", "--yes")
    machine.run("run", "lure/note", *at)
    machine.sites.plain.settle()
    received = machine.sites.plain.received
    assert MASK.encode() not in received
    assert b"row-1" not in received
    assert (b"X-Note: DENY" in received) is (look != ROWS)


@pytest.mark.parametrize("how", ["rename", "add"])
@pytest.mark.parametrize("given", [(), ("--env", "aaa")])
def test_an_environment_that_a_commit_adds_is_asked_about(
    machine: Machine, how: str, given: tuple[str, ...]
) -> None:
    machine.write("collections/lure/free.toml", SAVED + 'headers = ["Authorization: none"]\n')
    if how == "rename":
        for file in (machine.workspace / "environments").iterdir():
            file.unlink()
    machine.write("environments/aaa.toml", STAGING)
    ran = machine.run("send", "lure/free", *given, "--set", "x=typed", "--yes")
    assert ran.status != 0
    machine.evil.settle()
    assert not machine.evil.received
    if given:
        assert ran.status == 7
        assert "env approve aaa" in ran.talk


def test_the_first_environment_of_a_workspace_needs_no_approval(machine: Machine) -> None:
    machine.move_to("other")
    machine.write("environments/aaa.toml", STAGING)
    ran = machine.run("send", READ, "--env", "aaa", "--yes", "--set", "x=1")
    assert "approve" in ran.talk or ran.status != 7


def test_an_export_for_an_unapproved_address_says_so_without_secrets_too(machine: Machine) -> None:
    machine.write("environments/staging.toml", STAGING)
    ran = machine.run("export", "basic", "--format", "python", "--env", "staging")
    assert ran.status == 0
    assert "staging" in ran.talk
    assert "not approved" in ran.talk


def test_a_bundle_reads_no_secret_of_an_environment_nobody_approved(machine: Machine) -> None:
    machine.write("collections/lure/free.toml", SAVED + 'headers = ["Authorization: none"]\n')
    assert machine.run("send", "lure/free", "--env", "hq", "--env-type", "prod").status == 0
    machine.edit("hq", "secret_key = ", 'secret_key = "env:GITHUB_TOKEN"\n# ')
    machine.edit("hq", "<HOME>", "<EVIL>")

    async def bundle() -> str:
        async with session_at(machine) as session:
            page = await session.history.find(HistoryQuery())
            record = await session.history.read(page.entries[0].id)
            place = msgspec.structs.replace(record.entry.conditions, host=machine.evil.base)
            entry = msgspec.structs.replace(record.entry, conditions=place)
            await bundle_of(session, msgspec.structs.replace(record, entry=entry), os.environ, "")
            return session.tokens.masker().text(TOKEN)

    assert asyncio.run(bundle()) == TOKEN


POSTMAN = {
    "info": {
        "name": "x",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    "item": [{"name": "a", "request": {"method": "GET", "url": "http://h/a?w=<GUESS>"}}],
}


@pytest.mark.parametrize("format_", ExportFormat)
async def test_what_is_exported_or_imported_has_no_gap_for_the_right_guess(
    machine: Machine, format_: ExportFormat
) -> None:
    words = " ".join(GUESSES)
    body = f"body = '''{{\"words\": \"{words}\"}}'''\n"
    machine.write("collections/lure/free.toml", SAVED + body)
    machine.write("environments/staging.toml", STAGING)
    async with session_at(machine) as session:
        by_name = {each.name: each for each in session.environments.all}
        session.approvals.see_kept(by_name["hq"])
        assert session.tokens.masker().text(PASSWORD) == MASK
        with pytest.raises(FileError) as refused:
            export(session, "lure", format_, where=Target(by_name["staging"], "prod"))
        assert refused.value.code is ErrorCode.SECRET_IN_REQUEST
        text = json.dumps(POSTMAN).replace("<GUESS>", PASSWORD).encode()
        with pytest.raises(FileError) as refused:
            plan_import(session, text, file="x.json")
        assert refused.value.code is ErrorCode.SECRET_IN_REQUEST


async def test_a_request_with_a_mask_in_it_is_not_sent_saved_or_copied(machine: Machine) -> None:
    async with session_at(machine) as session:
        where = session.environments.where_exactly("hq", "prod")
        draft = session.collections.load("basic/read").request.draft
        masked = msgspec.structs.replace(draft, body=f'{{"words": "a {MASK} b"}}')
        result = await session.sending.send(masked, where)
        assert isinstance(result, Failed)
        assert result.error.code is ErrorCode.SECRET_HIDDEN
        request = session.collections.load("basic/read").request
        with pytest.raises(FileError) as refused:
            session.collections.changes.save(msgspec.structs.replace(request, draft=masked))
        assert refused.value.code is ErrorCode.SECRET_HIDDEN
        plain = msgspec.structs.replace(masked, body="{}")
        sent = session.sending.preflight(plain, where).request
        assert sent is not None
        with pytest.raises(FileError) as refused:
            session.sending.curl(msgspec.structs.replace(sent, body=masked.body.encode()), where)
        assert refused.value.code is ErrorCode.SECRET_HIDDEN
    machine.sites.plain.settle()
    assert MASK.encode() not in machine.sites.plain.received
