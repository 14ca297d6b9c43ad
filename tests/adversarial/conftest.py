"""The victim's machine is set up once for this folder; each test gets a copy of it."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adversarial.machine import (
    HOME,
    Machine,
    Sites,
    Trust,
    answer_as_weda,
    copy_of,
    point_at,
    set_up,
)
from tests.adversarial.recorder import Recorder
from tests.gateway.authority import Authority


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    home = Authority(tmp_path_factory.mktemp("home-ca"))
    evil = Authority(tmp_path_factory.mktemp("evil-ca"), "attacker's CA")
    evil_server = evil.server(names=(HOME, "localhost"))
    evil_server.verify_mode = ssl.CERT_OPTIONAL
    evil_server.load_verify_locations(home.ca_file)
    return Trust(home.ca_file, home.server(names=(HOME,)), evil.ca_file, evil_server, home.client())


@pytest.fixture(scope="session")
def lasting_sites(trust: Trust) -> Iterator[Sites]:
    plain, corporate = Recorder(answer_as_weda), Recorder(answer_as_weda)
    secure = Recorder(answer_as_weda, trust.home)
    yield Sites(plain, secure, corporate)
    for site in (plain, secure, corporate):
        site.close()


@pytest.fixture(scope="session")
def original(lasting_sites: Sites, trust: Trust, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("victim")
    with pytest.MonkeyPatch.context() as patch:
        point_at(folder, patch)
        set_up(Machine(folder, lasting_sites, trust, patch))
    return folder


@pytest.fixture
def machine(
    original: Path,
    lasting_sites: Sites,
    trust: Trust,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Machine]:
    lasting_sites.clear()
    copy_of(original, tmp_path)
    point_at(tmp_path, monkeypatch)
    victim = Machine(tmp_path, lasting_sites, trust, monkeypatch)
    yield victim
    victim.close()
