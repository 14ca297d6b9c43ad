import pytest

from weda_tui.core.catalogue.mentioned import find_mentioned
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
COMPLETE = CATALOGUE.by_id["workflow.CompleteTask"]
PATH = COMPLETE.path.replace("{envType}", "prod")


@pytest.mark.parametrize(
    "text",
    [
        f"> {COMPLETE.method} {PATH} HTTP/1.1",
        f"POST https://weda.example.cn{PATH}?a=1 failed",
        f"[https://weda.example.cn:8443{PATH}] [Client#x]",
        f'{{"url": "http://10.0.0.8{PATH}", "file": "/srv/app/main.js"}}',
        f"{PATH} and again {PATH}",
    ],
)
def test_the_path_of_a_call_names_it(text: str) -> None:
    assert find_mentioned(text, CATALOGUE) == COMPLETE


def test_several_calls_and_none_are_no_answer() -> None:
    other = CATALOGUE.by_id["workflow.ListDeployedFlows"].path.replace("{envType}", "prod")
    assert find_mentioned(f"{PATH} {other}", CATALOGUE) is None
    assert find_mentioned("", CATALOGUE) is None
    assert find_mentioned("at /srv/app/node_modules/axios/index.js", CATALOGUE) is None
