"""The namespace and the pod of a cluster are typed, and invalid names are refused."""

import pytest

from tests.tui.host import shown
from weda_tui.core.doctor.server_logs import LogPlace, Service
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.doctor.log_place_dialog import ClusterQuestion

KNOWN = LogPlace("", {Service.PROXY: "proxy-0"})


@pytest.mark.parametrize("strings", [EN, ZH])
async def test_only_names_of_kubernetes_are_taken(strings: Strings) -> None:
    dialog = ClusterQuestion("[总部]", Service.RUNTIME, KNOWN, strings)
    words = strings.doctor.log
    async with shown(dialog, size=(80, 24)) as (app, pilot, answers):
        await pilot.press("enter")
        assert words.no_namespace in app.text
        await pilot.press(*"Weda", "enter")
        assert "✗ Weda" in app.text
        await pilot.press("ctrl+u", *"weda", "tab", *"a b", "enter")
        assert "✗ a b" in app.text
        await pilot.press("ctrl+u", *"pod-0", "enter")
        await pilot.pause()
        pods = {Service.PROXY.value: "proxy-0", Service.RUNTIME.value: "pod-0"}
        assert answers == [LogPlace("weda", pods)]
