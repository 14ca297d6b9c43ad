import os
import stat
from pathlib import Path

import msgspec
import pytest

from weda_tui.core.agents.rules import AgentBounds
from weda_tui.core.environments.deployment import AgentLevel
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import Guard
from weda_tui.store.agents.approved_bounds import (
    ApprovedBounds,
    BoundsContents,
    BoundsFile,
    KnownEnvironment,
)

FIRST = ApprovedBounds(
    workspace="w", environment="hq", route="r", env_type="dev",
    bounds=AgentBounds(AgentLevel.CONFIRM, Guard.TYPE_NAME),
)  # fmt: skip
SECOND = msgspec.structs.replace(FIRST, env_type="prod")
KNOWN = KnownEnvironment(workspace="w", environment="hq", env_types={"dev": "i"})


def with_first(kept: BoundsContents) -> BoundsContents:
    return msgspec.structs.replace(kept, approved=(*kept.approved, FIRST))


def test_what_is_written_comes_back_for_every_process(tmp_path: Path) -> None:
    path = tmp_path / "state" / "approved_agents.json"
    file, other = BoundsFile(path), BoundsFile(path)
    assert file.load() == BoundsContents(())
    file.change(with_first)
    other.change(lambda kept: BoundsContents((*kept.approved, SECOND), (KNOWN,)))
    assert file.load() == BoundsContents((FIRST, SECOND), (KNOWN,))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_of_an_earlier_version_knows_no_environment(tmp_path: Path) -> None:
    path = tmp_path / "approved_agents.json"
    BoundsFile(path).change(with_first)
    before = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({"approved": before["approved"], "version": 1}))
    assert BoundsFile(path).load() == BoundsContents((FIRST,))


@pytest.mark.parametrize(
    "text", ["{", "{}", "[]", '{"approved": [{}]}', '{"approved": [], "x": 1}']
)
def test_a_damaged_file_is_no_approval_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "approved_agents.json"
    path.write_text(text)
    file = BoundsFile(path)
    with pytest.raises(FileError) as caught:
        file.load()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(FileError):
        file.change(with_first)
    assert path.read_text() == text


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "approved_agents.json"
    path.symlink_to(tmp_path / "elsewhere.json")
    (tmp_path / "elsewhere.json").write_text('{"approved": []}')
    with pytest.raises(FileError):
        BoundsFile(path).load()
