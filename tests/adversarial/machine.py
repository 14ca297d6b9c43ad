"""The victim's machine: secrets, approved routes, and a workspace cloned from Git."""

import re
import shutil
import socket
import ssl
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import pytest

from tests.adversarial.recorder import Recorder, Reply, json_reply
from tests.canaries import ACCESS, PASSWORD, REFRESH, SECRET_ID, SECRET_KEY, USER_ACCESS, leaks
from tests.cli.program import Ran, run_cli
from weda_tui.store.paths import Paths

VARIABLE = "canary/Variable+0123456789=="
"""The secret that the victim gives to the environment ``var`` by ``env:WEDA_KEY``."""
ENVIRON = {
    "AWS_SECRET_ACCESS_KEY": "canary/Aws+wJalrXUtnFEMI",
    "GITHUB_TOKEN": "ghp_canaryGithub0123456789",
    "DATABASE_URL": "postgres://canary:canaryDatabase@db",
    "WEDA_KEY": VARIABLE,
}
UNRELATED = tuple(value for value in ENVIRON.values() if value != VARIABLE)
"""Secrets that not even the victim's own deployments may receive."""
CANARIES = (SECRET_KEY, PASSWORD, ACCESS, REFRESH, USER_ACCESS, *ENVIRON.values())

_LOOK_UP = socket.getaddrinfo
READ = "workflow.DescribeInstanceApproverList"
HOME = "weda.test"
"""The host name of the deployment with TLS."""
SAVED = f"""endpoint = "{READ}"
method = "POST"
url = "{{{{vars.host}}}}/weda/workflow/v1/{{{{WeDa.EnvType}}}}/DescribeInstanceApproverList"
"""
INNOCENT = 'method = "GET"\nurl = "{{vars.host}}/innocent"\nheaders = ["Authorization: none"]\n'


def stolen(data: bytes) -> list[str]:
    """Return each spelling of a canary in data that an attacker received."""
    return leaks(data, CANARIES) or leaks(unquote_to_bytes(data), CANARIES)


def answer_as_weda(path: str) -> Reply:
    """Answer as the victim's deployment does, with tokens that are canaries."""
    if path.startswith("/auth/v1/token/clientCredential"):
        token = {"token_type": "Bearer", "access_token": ACCESS, "expires_in": 7200}
        return json_reply({**token, "next": "http://weda.evil.example"})
    if path.startswith("/auth/"):
        tokens = {"access_token": USER_ACCESS, "refresh_token": REFRESH, "expires_in": 7200}
        return json_reply({**tokens, "token_type": "Bearer"})
    return json_reply({"Response": {"RequestId": "r-1", "Data": {}}})


def answer_as_attacker(path: str) -> Reply:
    """Answer so that a client continues: any token, any success."""
    if path.startswith("/auth/"):
        tokens = {"access_token": "attackers-token-0123456789", "refresh_token": "attackers-other"}
        return json_reply({**tokens, "token_type": "Bearer", "expires_in": 7200})
    return json_reply({"Response": {"RequestId": "r-1", "Data": {}}})


class Trust(NamedTuple):
    """Two private certificate authorities, and a server certificate of each."""

    home_ca: Path
    home: ssl.SSLContext
    evil_ca: Path
    evil: ssl.SSLContext
    client: Path
    """The victim's client key and certificate."""


class Sites(NamedTuple):
    """The victim's deployments, and the proxy of the victim's company."""

    plain: Recorder
    secure: Recorder
    corporate: Recorder

    @property
    def home(self) -> str:
        """The address of the deployment with TLS, with its host name."""
        return f"https://{HOME}:{self.secure.port}"

    def clear(self) -> None:
        """Clear what the sites have received, and restore their normal answers."""
        for site in self:
            site.clear()
            site.answers = answer_as_weda


class Machine:
    """A state folder with secrets and tokens, and a workspace that an attacker can write to."""

    def __init__(self, folder: Path, sites: Sites, trust: Trust, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.sites, self.trust, self.patch = folder, sites, trust, patch
        self.workspace, self.state = folder / "workspace", folder / "state"
        self._evil: list[Recorder] = []
        self._home = "127.0.0.1"
        """The address to which ``HOME`` resolves."""
        self.names_looked_up: list[str] = []
        patch.setattr(socket, "getaddrinfo", self._look_up)

    @property
    def evil(self) -> Recorder:
        """The attacker's first listener."""
        return self._evil[0] if self._evil else self.listen()

    def listen(self, address: str = "127.0.0.1", port: int = 0) -> Recorder:
        """Start a listener of the attacker; skip the test if this machine has no such address."""
        try:
            recorder = Recorder(answer_as_attacker, self.trust.evil, address, port)
        except OSError:
            pytest.skip(f"no {address} on this machine")
        self._evil.append(recorder)
        return self._evil[-1]

    def close(self) -> None:
        """Close the attacker's listeners."""
        for recorder in self._evil:
            recorder.close()

    @property
    def stolen(self) -> list[str]:
        """Every spelling of a canary that an attacker received, in any way."""
        for recorder in (*self._evil, *self.sites):
            recorder.settle()
        names = "\n".join(self.names_looked_up).encode()
        heard = (*(each.received for each in self._evil), self.sites.secure.in_plain, names)
        found = [each for data in heard for each in stolen(data)]
        found += [each for site in self.sites for each in leaks(site.received, UNRELATED)]
        shown = [each for recorder in self._evil for each in recorder.certificates]
        return [*found, *("the client certificate" for _ in shown)]

    def be_on_a_hostile_network(self) -> None:
        """Resolve the host name of the victim's deployment to the attacker."""
        self._home = "127.0.0.2"
        self.listen(self._home, self.sites.secure.port)

    def move_to(self, name: str) -> None:
        """Switch to a new workspace, which contains only the saved request ``basic/read``."""
        self.workspace = self.folder / name
        self.workspace.mkdir()
        self.write("collections/basic/read.toml", SAVED)

    def _look_up(self, host: Any, *arguments: Any, **more: Any) -> Any:
        """Record every name that is looked up; names resolve to loopback addresses only."""
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        self.names_looked_up.append(name)
        if name == HOME:
            return _LOOK_UP(self._home, *arguments, **more)
        if name.removesuffix(".") != "localhost" and not name.startswith(("127.", "::")):
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        return _LOOK_UP(host, *arguments, **more)

    def run(self, *arguments: str, stdin: str = "", terminal: bool = False) -> Ran:
        """Run a command line on the workspace."""
        at = ("--workspace", str(self.workspace))
        return run_cli(*arguments, *at, stdin=stdin, terminal=terminal)

    def exports(
        self, formats: Iterable[str], *places: tuple[str, ...], name: str = "lure"
    ) -> Iterator[tuple[str, Ran]]:
        """Export a collection in each format, for each place; yield the format and the result."""
        for format_, place in product(formats, places or ((),)):
            yield format_, self.run("export", name, "--format", format_, *place, "--lang", "en")

    def approve(self, name: str) -> None:
        """Approve, as the user, the route that an environment's file has now."""
        asked = self.run("env", "approve", name, stdin="y\n", terminal=True)
        assert asked.status == 0, asked.talk

    def write(self, name: str, text: str) -> Path:
        """Write a file of the workspace."""
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.fill(text), "utf-8")
        return path

    def lay(self, lures: Iterable[str], beside: str = INNOCENT) -> list[str]:
        """Write the requests of a collection and one beside them; return the names of the first."""
        if beside:
            self.write("collections/lure/a.toml", beside)
        return [self.write(f"collections/lure/z{n}.toml", t).stem for n, t in enumerate(lures)]

    def fill(self, text: str) -> str:
        """Return a text with the placeholders (``<EVIL>``, ``<HOME-PLACE>``, …) replaced.

        They stand for the addresses of this test run.
        """
        recorders = {
            "EVIL": lambda: self.evil,
            "EVIL-6": lambda: self.listen("::1"),
            "HOME": lambda: self.sites.plain,
            "CORPORATE": lambda: self.sites.corporate,
        }
        for name, find in recorders.items():
            if f"<{name}" in text:
                found = find()
                text = text.replace(f"<{name}>", found.base).replace(f"<{name}-S>", found.secure)
                text = text.replace(f"<{name}-PLACE>", found.place)
                text = text.replace(f"<{name}-PORT>", str(found.port))
        home = self.sites.home
        text = text.replace("<NAMED>", home).replace(
            "<NAMED-HTTP>", home.replace("https:", "http:")
        )
        return text.replace("<FOLDER>", str(self.folder))

    def environment(self, name: str) -> Path:
        """Return the file of an environment."""
        return self.workspace / "environments" / f"{name}.toml"

    def edit(self, name: str, old: str, new: str) -> None:
        """Change an environment's file, as a commit would; placeholders are replaced."""
        file = self.environment(name)
        text, old = file.read_text("utf-8"), self.fill(old)
        assert old in text, text
        file.write_text(text.replace(old, self.fill(new)), "utf-8")


def left_out(ran: Ran) -> dict[str, str]:
    """Return the reasons for which an export left requests out, by their names."""
    return dict(re.findall(r"(?m)^(?:.*/)?(\w+) was not exported: (.*)$", ran.talk))


def set_up(machine: Machine) -> None:
    """Create the victim's four environments, with their secrets and valid tokens."""
    sites = machine.sites
    machine.write("collections/basic/read.toml", SAVED)
    machine.write("certs/ca.pem", machine.trust.home_ca.read_text("utf-8"))
    user = ("--secret-id", SECRET_ID, "--username", "zhangwei")
    given = f"{SECRET_KEY}\n{PASSWORD}\n"
    rows = [
        ("hq", sites.plain.base, user, given),
        ("tls", sites.home, (*user, "--ca-file", "certs/ca.pem"), given),
        ("corp", sites.plain.base, (*user, "--proxy", sites.corporate.base), given),
        ("var", sites.plain.base, (*user[:2], "--secret-key", "env:WEDA_KEY"), ""),
    ]
    for name, host, options, secrets in rows:
        added = machine.run("env", "add", name, "--host", host, *options, stdin=secrets)
        assert added.status == 0, added.talk
        token = machine.run("token", "--json", "--env", name)
        assert token.status == 0, token.talk
        assert ACCESS.encode() in token.data


def copy_of(source: Path, folder: Path) -> None:
    """Copy workspace and state, links as links; approved routes are approved in the copy."""
    for name in ("workspace", "state"):
        shutil.copytree(source / name, folder / name, symlinks=True)
    old, new = (Paths(each / "workspace", each / "state") for each in (source, folder))
    approved = new.approved_routes.read_text("utf-8")
    moved = approved.replace(old.workspace_digest, new.workspace_digest)
    new.approved_routes.write_text(moved, "utf-8")


def point_at(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the program use a machine's folders and environment variables."""
    patch.setenv("WEDA_TUI_STATE", str(folder / "state"))
    patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "WEDA_TUI_WORKSPACE"):
        patch.delenv(name, raising=False)
        patch.delenv(name.lower(), raising=False)
    for name, value in ENVIRON.items():
        patch.setenv(name, value)
