"""A deployment for each test."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.mcp.office import Office, open_office
from weda_tui.session import Session
from weda_tui.session.agents import questions


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def session(tmp_path: Path, office: Office) -> Session:
    return open_office(tmp_path, office)


@pytest.fixture(autouse=True, scope="session")
def _schemas_checked_once() -> Iterator[None]:
    """Check the schema of a tool's results once; every new client would check it again."""
    check, good = Draft202012Validator.check_schema, list[Mapping[str, Any]]()

    def check_once(schema: Mapping[str, Any]) -> None:
        if schema not in good:
            check(schema)
            good.append(schema)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Draft202012Validator, "check_schema", check_once)
        yield


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check for an explorer, and for its answer, almost without pauses."""
    monkeypatch.setattr(questions, "CHECK_EVERY", 0.01)
