"""The small parts of an endpoint."""

from typing import Any

import pytest

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EndpointDetails,
    Language,
    TokenKind,
)
from weda_tui.core.lazy import Lazy


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (Bilingual("撤销", "Revoke"), "zh", "撤销"),
        (Bilingual("撤销", "Revoke"), "en", "Revoke"),
        (Bilingual("撤销"), "en", "撤销"),
        (Bilingual(en="Revoke"), "zh", "Revoke"),
        (Bilingual(), "zh", ""),
    ],
)
def test_text_falls_back_on_the_other_language(
    words: Bilingual, language: Language, text: str
) -> None:
    assert words.text(language) == text


@pytest.mark.parametrize(
    ("endpoint_id", "action"),
    [("workflow.StartFlow", "StartFlow"), ("a.b.c", "b.c"), ("alone", "")],
)
def test_action_is_the_id_without_its_module(endpoint_id: str, action: str) -> None:
    assert endpoint(id=endpoint_id).action == action


def endpoint(**changes: Any) -> Endpoint:
    fields: dict[str, Any] = {
        "id": "workflow.StartFlow",
        "module": "workflow",
        "group": "",
        "method": "POST",
        "path": "/",
        "title": Bilingual(),
        "effect": Effect.READ,
        "confidence": Confidence.DOCUMENTED,
        "token_kind": TokenKind.KEY,
    }
    return Endpoint(**fields | changes)


@pytest.mark.parametrize(
    "half",
    [
        {"method": ""},
        {"path": ""},
        {"method": "", "confidence": Confidence.TITLE_ONLY},
        {"method": "", "path": ""},
    ],
)
def test_half_an_address_and_a_documented_call_without_one_cannot_be_made(
    half: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match=r"workflow\.StartFlow: "):
        endpoint(**half)


def test_a_call_known_by_its_title_has_no_path() -> None:
    unknown = endpoint(method="", path="", confidence=Confidence.TITLE_ONLY)
    assert not unknown.has_path
    assert endpoint().has_path


def test_details_are_read_once_and_when_they_are_asked_for() -> None:
    reads: list[EndpointDetails] = []

    def read() -> EndpointDetails:
        reads.append(EndpointDetails(source="page 1"))
        return reads[-1]

    made = endpoint(details=Lazy(read))
    assert repr(made.details) == "Lazy(…)"
    assert reads == []
    assert (made.source, made.body, made.source) == ("page 1", (), "page 1")
    assert len(reads) == 1
    assert "page 1" in repr(made.details)


def test_endpoints_are_compared_by_what_their_details_say() -> None:
    one, same, other = (
        endpoint(details=Lazy(lambda text=text: EndpointDetails(source=text))) for text in "aab"
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one.details != "a"
