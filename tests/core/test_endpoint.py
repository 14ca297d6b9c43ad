"""The small parts of an endpoint."""

import pytest

from weda_tui.core.endpoint import Bilingual, Confidence, Effect, Endpoint, Language, TokenKind


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
    endpoint = Endpoint(
        id=endpoint_id,
        module="workflow",
        group="",
        method="POST",
        path="/",
        title=Bilingual(),
        effect=Effect.READ,
        confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY,
    )
    assert endpoint.action == action
