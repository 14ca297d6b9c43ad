"""``skill`` prints a page, and writes it only where no other file of the user exists."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from tests.pages.page_text import blocks
from weda_tui.sandbox.server.sockets import SandboxInfo


@pytest.mark.parametrize(("language", "heading"), [("en", "## Rules"), ("zh", "## 规则")])
def test_the_page_is_printed_in_the_language_of_the_user(language: str, heading: str) -> None:
    ran = run_cli("skill", "--lang", language)
    assert (ran.status, ran.talk) == (0, "")
    assert ran.text.startswith("---\nname: weda-tui\n")
    assert heading in ran.text


def test_it_is_written_into_a_folder_of_skills(tmp_path: Path) -> None:
    into = tmp_path / "not" / "there"
    ran = run_cli("skill", "--into", str(into))
    file = into / "weda-tui" / "SKILL.md"
    assert (ran.status, ran.text) == (0, f"{file}\n")
    assert file.read_bytes() == run_cli("skill").data
    assert [each.name for each in file.parent.iterdir()] == ["SKILL.md"]
    assert run_cli("skill", "--into", str(into)).status == 0, "what is there is the same"


def test_a_file_that_was_changed_is_replaced_by_force_alone(tmp_path: Path) -> None:
    arguments = ("skill", "--into", str(tmp_path), "--lang", "en")
    file = tmp_path / "weda-tui" / "SKILL.md"
    assert run_cli(*arguments).status == 0
    file.write_text("my own")
    refused = run_cli(*arguments)
    assert (refused.status, refused.data, file.read_text()) == (2, b"", "my own")
    assert re.search(r"SKILL\.md already exists and was not changed\.\s.*--force", refused.talk)
    assert run_cli(*arguments, "--force").status == 0
    assert file.read_bytes() == run_cli("skill", "--lang", "en").data


def test_what_cannot_be_written_is_said(tmp_path: Path, workspace: Path) -> None:
    (tmp_path / "file").touch()
    assert run_cli("skill", "--into", str(tmp_path / "file")).status == 2
    (tmp_path / "weda-tui" / "SKILL.md").mkdir(parents=True)
    assert run_cli("skill", "--into", str(tmp_path)).status == 2
    (workspace / "skills").mkdir(parents=True)
    (workspace / "skills" / "weda-tui").symlink_to(tmp_path)
    led_out = run_cli("skill", "--into", str(workspace / "skills"))
    assert led_out.status == 2
    assert not (tmp_path / "SKILL.md").exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_saved_request_of_the_page_runs(
    language: str, hq: SandboxInfo, workspace: Path
) -> None:
    page = run_cli("skill", "--lang", language).text
    (block,) = (each for each in blocks(page) if each.language == "toml")
    folder = workspace / "collections" / "approvals"
    folder.mkdir(parents=True)
    (folder / "flows.toml").write_text("\n".join(line for _, line in block.lines))
    (folder / "list-todo.toml").write_text('endpoint = "workflow.DescribeInstanceApproverList"')
    ran = run_cli("run", "approvals/flows", "--env-type", "dev", "--json")
    assert ran.status == 0, ran.talk
    results = json.loads(ran.data)["results"]
    assert [each["path"] for each in results] == ["approvals/list-todo", "approvals/flows"]
    assert results[1]["captures"]["FlowCode"]
