"""Where an exported OpenAPI document can lead whoever opens it, and what an own module claims."""

import json
from typing import Any

from tests.adversarial.machine import Machine

GO: dict[str, Any] = {"operationId": "Go", "responses": {"200": {"description": "x"}}}


def document(**more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "lure", "version": "1"},
        "paths": {"/lure/go": {"get": GO}},
        **more,
    }


def test_an_own_module_does_not_claim_to_be_documented(machine: Machine) -> None:
    claims = {"x-confidence": "documented", "x-source": "private-deployment guide 2.1"}
    paths = {"/lure/x": {"post": {**GO, **claims}}}
    machine.write("modules/lure.openapi.json", json.dumps(document(paths=paths)))
    shown = machine.run("catalogue", "show", "lure.Go", "--json", "--lang", "en")
    assert json.loads(shown.data)["confidence"] == "imported"
    assert "guide" not in shown.text
    assert "guide" not in machine.run("catalogue", "show", "lure.Go", "--lang", "en").text
