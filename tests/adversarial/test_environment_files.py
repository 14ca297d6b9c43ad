"""What a commit to an environment's file, or a second workspace, can make this machine send."""

import os
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.adversarial.machine import READ, Machine
from tests.canaries import PASSWORD, SECRET_ID, SECRET_KEY
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.session import Session
from weda_tui.store.paths import Paths

COMMANDS = ("send", "run", "token", "refresh", "check", "models", "upload")
FOR_A_KEY = COMMANDS[:-1]


class Attack(NamedTuple):
    """A way in which files of a workspace may send a secret elsewhere."""

    name: str
    environment: str = "hq"
    edits: tuple[tuple[str, str], ...] = ()
    """Replacements in the environment's file: old text, new text."""
    file: str = ""
    """The content of a new file for ``environment``; empty to edit the existing file."""
    arrange: Callable[[Machine], object] = lambda _: None
    """Further preparation, done first."""
    is_invalid: bool = False
    """Whether the file itself is refused, with exit status 2."""
    is_empty_handed: bool = False
    """Whether this machine keeps no secret for the environment, which is exit status 2 as well."""
    commands: tuple[str, ...] = COMMANDS

    def prepare(self, machine: Machine) -> None:
        """Apply the attack to a machine."""
        self.arrange(machine)
        if self.file:
            machine.write(f"environments/{self.environment}.toml", self.file)
        for old, new in self.edits:
            machine.edit(self.environment, old, new)


def file_for(
    host: str, *lines: str, key: str = "file", password: str = "file", tls: str = ""
) -> str:
    """Return an environment file with the user name and the SecretId of the victim."""
    head = (
        *(f'host = "{host}"', f'secret_id = "{SECRET_ID}"', f'secret_key = "{key}"'),
        *('username = "zhangwei"', f'password = "{password}"'),
    )
    return "\n".join((*head, *lines, "[tls]", tls, "[env_types]", 'prod = "none"', ""))


def to_host(name: str, host: str, *, is_invalid: bool = False) -> Attack:
    """Return an attack that changes the address of an environment."""
    edits = (('host = "<HOME>"', f"host = '{host}'"),)
    return Attack(f"host-{name}", edits=edits, is_invalid=is_invalid)


def by_proxy(name: str, proxy: str, *, is_invalid: bool = False) -> Attack:
    """Return an attack that inserts a proxy."""
    edits = (("secret_id", f'proxy = "{proxy}"\nsecret_id'),)
    return Attack(name, edits=edits, is_invalid=is_invalid)


def by_trust(name: str, line: str, arrange: Callable[[Machine], object]) -> list[Attack]:
    """Return attacks that change the TLS trust, with a proxy and on a hostile network."""
    trust = ('ca_file = "certs/ca.pem"', line)
    proxy = ("secret_id", 'proxy = "<EVIL>"\nsecret_id')

    def arrange_network(m: Machine) -> None:
        arrange(m)
        m.be_on_a_hostile_network()

    return [
        Attack(f"{name}-proxy", "tls", (trust, proxy), arrange=arrange),
        Attack(f"{name}-network", "tls", (trust,), arrange=arrange_network),
    ]


def nothing(_: Machine) -> None:
    """Do nothing."""


def write_ca(m: Machine) -> None:
    m.write("certs/other.pem", m.trust.evil_ca.read_text("utf-8"))


def link_new_ca(m: Machine) -> None:
    (m.workspace / "certs" / "other.pem").symlink_to(m.trust.evil_ca)


def copy_ca_outside(m: Machine) -> None:
    (m.folder / "outside.pem").write_bytes(m.trust.evil_ca.read_bytes())


def swap_ca(m: Machine) -> None:
    m.write("certs/ca.pem", m.trust.evil_ca.read_text("utf-8"))
    m.be_on_a_hostile_network()


def extend_ca(m: Machine) -> None:
    both = m.trust.home_ca.read_text("utf-8") + m.trust.evil_ca.read_text("utf-8")
    m.write("certs/ca.pem", both)
    m.be_on_a_hostile_network()


def link_ca(m: Machine) -> None:
    (m.workspace / "certs" / "ca.pem").unlink()
    (m.workspace / "certs" / "ca.pem").symlink_to(m.trust.evil_ca)
    m.be_on_a_hostile_network()


def link_folder_of_ca(m: Machine) -> None:
    m.write("others/ca.pem", m.trust.evil_ca.read_text("utf-8"))
    (m.workspace / "certs").rename(m.workspace / "before")
    (m.workspace / "certs").symlink_to("others")
    m.be_on_a_hostile_network()


def make_pipe(m: Machine) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(m.workspace / "pipe")


def copy_certificate(m: Machine) -> None:
    """Copy the victim's client key to a folder outside the workspace."""
    (m.folder / "client.pem").write_bytes(m.trust.client.read_bytes())
    write_ca(m)


def clone(m: Machine) -> None:
    m.move_to("cloned")


def clone_on_a_hostile_network(m: Machine) -> None:
    m.move_to("cloned")
    m.be_on_a_hostile_network()


def rename_over(m: Machine) -> None:
    """Rename an environment of the attacker to the name of the victim's environment."""
    m.write("environments/new.toml", file_for("<EVIL>")).replace(m.environment("hq"))


def take_alias(m: Machine) -> None:
    m.environment("hq").unlink()


def link_file(m: Machine) -> None:
    outside = m.folder / "outside.toml"
    outside.write_text(m.fill(file_for("<EVIL>")), "utf-8")
    m.environment("hq").unlink()
    m.environment("hq").symlink_to(outside)


def link_folder(m: Machine) -> None:
    (m.folder / "outside").mkdir()
    text = m.fill(file_for("<HOME>", 'proxy = "<EVIL>"'))
    (m.folder / "outside" / "hq.toml").write_text(text, "utf-8")
    (m.workspace / "environments").rename(m.workspace / "before")
    (m.workspace / "environments").symlink_to(m.folder / "outside")


def link_to_victims(m: Machine) -> None:
    """Make a file of a cloned workspace a link to the victim's file, which has changed."""
    m.edit("corp", "<CORPORATE>", "<EVIL>")
    victims = m.environment("corp")
    m.move_to("cloned")
    (m.workspace / "environments").mkdir()
    m.environment("new").symlink_to(victims)


ATTACKS = [
    to_host("other-port", "<EVIL>"),
    to_host("other-name", "http://localhost:<EVIL-PORT>"),
    to_host("other-scheme-and-port", "<EVIL-S>"),
    to_host("full-width", "http://\uff11\uff12\uff17.\uff10.\uff10.\uff11:<EVIL-PORT>"),
    to_host("ideographic-stops", "http://127\u30020\u30020\u30021:<EVIL-PORT>"),
    to_host("folded-by-idna", "http://\u24db\u24de\u24d2\u24d0lhost:<EVIL-PORT>"),
    to_host("trailing-dot", "http://localhost.:<EVIL-PORT>"),
    to_host("upper-case", "HTTP://LOCALHOST:<EVIL-PORT>"),
    to_host("ipv6", "<EVIL-6>"),
    to_host("ipv6-mapped", "http://[::ffff:127.0.0.1]:<EVIL-PORT>"),
    to_host("home-in-the-path", "<EVIL>/<HOME-PLACE>"),
    to_host("home-in-the-query", "<EVIL>?<HOME>"),
    to_host("home-in-the-fragment", "<EVIL>#@<HOME-PLACE>"),
    to_host("name-of-the-attacker", "http://weda.evil.example"),
    to_host("tls-at-home", "https://<HOME-PLACE>"),
    to_host("home-as-user", "http://<HOME-PLACE>@<EVIL-PLACE>", is_invalid=True),
    to_host("user-and-password", "http://user:word@<EVIL-PLACE>", is_invalid=True),
    to_host("decimal-ip", "http://2130706433:<EVIL-PORT>", is_invalid=True),
    to_host("hexadecimal-ip", "http://0x7f000001:<EVIL-PORT>", is_invalid=True),
    to_host("octal-ip", "http://0177.0.0.1:<EVIL-PORT>", is_invalid=True),
    to_host("short-ip", "http://127.1:<EVIL-PORT>", is_invalid=True),
    to_host("another-host-in-idna-2008", "http://lo\u200dcalhost:<EVIL-PORT>", is_invalid=True),
    to_host("zone", "http://[::1%25lo]:<EVIL-PORT>", is_invalid=True),
    to_host("other-protocol", "ftp://<EVIL-PLACE>", is_invalid=True),
    to_host("no-scheme", "//<EVIL-PLACE>", is_invalid=True),
    to_host("long-port", "http://127.0.0.1:00000<EVIL-PORT>", is_invalid=True),
    to_host("blank-in-the-name", "http://127.0.0.1 .<EVIL-PLACE>", is_invalid=True),
    Attack("host-without-tls", "tls", (("<NAMED>", "<NAMED-HTTP>"),)),
    Attack("host-of-a-variable", "var", (("<HOME>", "<EVIL>"),), commands=FOR_A_KEY),
    by_proxy("proxy", "<EVIL>"),
    by_proxy("proxy-with-tls", "<EVIL-S>"),
    by_proxy("proxy-by-name", "http://localhost:<EVIL-PORT>"),
    by_proxy("proxy-with-login", "http://user:word@<EVIL-PLACE>", is_invalid=True),
    by_proxy("proxy-socks5", "socks5://<EVIL-PLACE>", is_invalid=True),
    by_proxy("proxy-socks5h", "socks5h://<EVIL-PLACE>", is_invalid=True),
    by_proxy("proxy-socks4", "socks4://<EVIL-PLACE>", is_invalid=True),
    by_proxy("proxy-twice", '<EVIL>"\nproxy = "<EVIL>', is_invalid=True),
    Attack("proxy-replaced", "corp", (("<CORPORATE>", "<EVIL>"),)),
    Attack("proxy-left-out", "corp", (('"<CORPORATE>"', '"none"'),)),
    Attack("proxy-of-the-system", "corp", (('"<CORPORATE>"', '"system"'),)),
    *by_trust("tls-off", "verify = false", nothing),
    *by_trust("ca-of-the-workspace", 'ca_file = "certs/other.pem"', write_ca),
    *by_trust("ca-by-its-whole-path", 'ca_file = "<FOLDER>/outside.pem"', copy_ca_outside),
    *by_trust("ca-that-is-a-link", 'ca_file = "certs/other.pem"', link_new_ca),
    *by_trust("ca-that-climbs", 'ca_file = "../outside.pem"', copy_ca_outside),
    *(
        Attack(f"ca-that-is-{name}", "tls", (('"certs/ca.pem"', f'"{path}"'),), arrange=make_pipe)
        for name, path in (
            ("without-end", "/dev/zero"),
            ("a-pipe", "pipe"),
            ("a-folder", "certs"),
            ("the-secrets", "<FOLDER>/state/secrets.json"),
            ("nothing", "gone.pem"),
        )
    ),
    Attack("ca-swapped", "tls", arrange=swap_ca),
    Attack("ca-extended", "tls", arrange=extend_ca),
    Attack("ca-became-a-link", "tls", arrange=link_ca),
    Attack("folder-of-the-ca-became-a-link", "tls", arrange=link_folder_of_ca),
    Attack(
        "client-certificate-without-a-secret",
        "new",
        file='host = "<EVIL-S>"\n[tls]\nclient_certificate = "<FOLDER>/client.pem"\n'
        'ca_file = "certs/other.pem"\n',
        arrange=copy_certificate,
        commands=("bare", "check"),
    ),
    Attack(
        "client-certificate-added",
        "tls",
        (("[tls]", '[tls]\nclient_certificate = "<FOLDER>/client.pem"'),),
        arrange=copy_certificate,
    ),
    Attack("variable-aws", "new", file=file_for("<EVIL>", key="env:AWS_SECRET_ACCESS_KEY")),
    Attack(
        "variable-as-password",
        "new",
        file=file_for("<EVIL>", password="env:GITHUB_TOKEN"),
        commands=("upload",),
    ),
    Attack(
        "variables-both",
        "new",
        file=file_for("<EVIL>", key="env:DATABASE_URL", password="env:DATABASE_URL"),
    ),
    Attack("variable-approved-elsewhere", "new", file=file_for("<EVIL>", key="env:WEDA_KEY")),
    Attack(
        "variable-swapped",
        "var",
        (("env:WEDA_KEY", "env:AWS_SECRET_ACCESS_KEY"),),
        commands=FOR_A_KEY,
    ),
    Attack("prompt", "new", file=file_for("<EVIL>", key="prompt", password="prompt")),
    Attack("prompt-by-proxy", "new", file=file_for("<HOME>", 'proxy = "<EVIL>"', key="prompt")),
    Attack(
        "workspace-same-name-proxy",
        "hq",
        file=file_for("<HOME>", 'proxy = "<EVIL>"'),
        arrange=clone,
    ),
    Attack(
        "workspace-other-name-proxy",
        "new",
        file=file_for("<HOME>", 'proxy = "<EVIL>"'),
        arrange=clone,
        is_empty_handed=True,
    ),
    Attack(
        "workspace-name-in-capitals",
        "HQ",
        file=file_for("<HOME>", 'proxy = "<EVIL>"'),
        arrange=clone,
        is_empty_handed=True,
    ),
    Attack(
        "workspace-same-name-host",
        "hq",
        file=file_for("<EVIL>"),
        arrange=clone,
        is_empty_handed=True,
    ),
    Attack(
        "workspace-same-name-network",
        "tls",
        file=file_for("<NAMED>", tls="verify = false"),
        arrange=clone_on_a_hostile_network,
    ),
    Attack(
        "workspace-other-name-network",
        "new",
        file=file_for("<NAMED>", tls="verify = false"),
        arrange=clone_on_a_hostile_network,
        is_empty_handed=True,
    ),
    Attack("workspace-links-to-another", "new", arrange=link_to_victims, is_empty_handed=True),
    Attack("renamed-to-the-victims", arrange=rename_over),
    Attack(
        "alias-of-the-victims",
        "new",
        file=file_for("<EVIL>", 'alias = "hq"'),
        arrange=take_alias,
        is_empty_handed=True,
    ),
    Attack("file-is-a-link", arrange=link_file, is_invalid=True),
    Attack("folder-is-a-link", arrange=link_folder, is_invalid=True),
    Attack(
        "token-call-as-a-form",
        "hq",
        (
            ('host = "<HOME>"', 'host = "<EVIL>"'),
            ("[env_types]", '[sign_in]\ntoken_body = "form"\n[env_types]'),
        ),
    ),
    Attack(
        "env-type-leads-elsewhere",
        edits=(('prod = "confirm"', '"@<EVIL-PLACE>/" = "none"'),),
        is_invalid=True,
    ),
    Attack(
        "env-type-climbs", edits=(('prod = "confirm"', '"../../auth" = "none"'),), is_invalid=True
    ),
]


def command(name: str, machine: Machine, environment: str) -> tuple[str, ...]:
    """Return the command line ``name``, which uses a secret, for an environment."""
    file = machine.folder / "upload.txt"
    file.write_text("content", "utf-8")
    at = ("--env", environment)
    return {
        "send": ("send", READ, "--yes", *at),
        "bare": ("send", READ, "--header", "Authorization: none", "--yes", *at),
        "run": ("run", "basic", "--yes", *at),
        "token": ("token", *at),
        "refresh": ("token", "--refresh", *at),
        "check": ("env", "check", environment),
        "models": ("catalogue", "models", "--refresh", *at),
        "upload": ("storage", "upload", str(file), "--yes", *at),
    }[name]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_file_leads_no_secret_elsewhere(machine: Machine, attack: Attack) -> None:
    attack.prepare(machine)
    for name in attack.commands:
        ran = machine.run(*command(name, machine, attack.environment), stdin=f"{SECRET_KEY}\n")
        said = f"{attack.name}: {name}: exit {ran.status}: {ran.text}{ran.talk}"
        assert ran.status in expected(attack, name), said
        if ran.status == 7:
            steps = ("approve", "secret")  # at another address, a kept secret has to be typed again
            named = [f"weda-tui env {step} {attack.environment}" for step in steps]
            assert any(each in ran.text + ran.talk for each in named), said
    assert machine.stolen == []


def expected(attack: Attack, name: str) -> set[int]:
    """Return the allowed exit statuses of a command; a check may stop before it uses a secret."""
    if attack.is_invalid:
        return {2}
    statuses = {7}
    if name == "check":
        statuses |= {2, 3}
    if attack.is_empty_handed or name == "upload":
        statuses.add(2)  # no such secret is kept
    return statuses


def choose(machine: Machine, env_type: str) -> None:
    """Let the victim choose an env type of ``hq`` in the explorer."""
    paths = Paths(workspace=machine.workspace, state=machine.state)
    Session(paths, environ={}, use_keyring=False).settings.remember_place("hq", env_type)


ON_ENV_TYPES = (
    ("send", "workflow.StopFlow", "--body", '{"FlowId": "1"}', "--yes"),
    ("send", READ, "--env", "hq"),
    ("send", READ, "--env", "corp"),
    ("run", "basic", "--yes"),
    ("export", "basic", "--format", "curl", "--env", "hq"),
    ("storage", "download", "cloud://a.b/c.pdf"),
    ("catalogue", "models", "--refresh"),
)
"""Commands that depend on an env type but do not name it."""


@pytest.mark.parametrize("words", ON_ENV_TYPES, ids=" ".join)
def test_a_call_goes_to_no_other_env_type_than_the_one_chosen(
    machine: Machine, words: tuple[str, ...]
) -> None:
    choose(machine, "dev")
    for name in ("hq", "corp"):
        machine.edit(name, 'prod = "confirm"\ndev = "none"\n', 'prod = "none"\n')
    ran = machine.run("--lang", "en", *words)
    assert ran.status == 2, ran.talk
    name = "corp" if "corp" in words else "hq"
    assert f"The selected env type dev is not in the environment {name}." in ran.talk
    assert "--env-type" in ran.talk
    assert [site.requests for site in machine.sites] == [[], [], []]


def test_what_depends_on_no_env_type_works_without_the_chosen_one(machine: Machine) -> None:
    choose(machine, "pre")
    for words in (
        ("env", "show", "hq"),
        ("env", "check", "hq"),
        ("env", "secret", "hq"),
        ("env", "approve", "hq"),
        ("token", "--env", "hq"),
        ("export", "hq", "--format", "postman-env"),
        ("catalogue", "list", "--env", "hq"),
        ("catalogue", "models", "--env", "hq"),
        ("catalogue", "show", READ, "--env", "hq"),
        ("send", READ, "--env", "hq", "--env-type", "prod"),
        ("env", "remove", "hq", "--yes"),
    ):
        ran = machine.run(*words, stdin=f"{SECRET_KEY}\n")
        assert ran.status == 0, ran.talk


def add(machine: Machine, name: str, host: str, *arguments: str, key: str = SECRET_KEY) -> None:
    ran = machine.run(
        *("env", "add", name, "--host", host, "--secret-id", SECRET_ID, "--secret-key", "file"),
        *arguments,
        stdin=f"{key}\n",
    )
    assert ran.status == 0, ran.talk


@pytest.mark.parametrize("is_theirs_first", [True, False])
def test_an_approval_of_another_workspace_lets_nothing_out(
    machine: Machine, is_theirs_first: bool
) -> None:
    home, evil = machine.sites.plain, machine.evil
    for mine in (False, True) if is_theirs_first else (True, False):
        machine.move_to("mine" if mine else "theirs")
        more = () if mine else ("--proxy", evil.base)
        add(machine, "prod", home.base, *more, key=SECRET_KEY if mine else "throw-away-0123456789")
    evil.clear()
    machine.workspace = machine.folder / "mine"
    file = machine.environment("prod")
    file.write_text(f'proxy = "{evil.base}"\n' + file.read_text("utf-8"), "utf-8")
    for command in (("token", "--refresh"), ("send", READ)):
        assert machine.run(*command, "--env", "prod").status == ExitStatus.GUARD
    machine.workspace = machine.folder / "theirs"
    machine.run("token", "--env", "prod", "--refresh")
    assert machine.stolen == []


def test_what_is_typed_goes_nowhere_that_another_workspace_approved(machine: Machine) -> None:
    machine.move_to("theirs")
    add(machine, "prod", machine.evil.base, key="throw-away-0123456789")
    machine.move_to("mine")
    add(machine, "prod", machine.sites.plain.base)
    machine.evil.clear()
    file = machine.environment("prod")
    lure = file.read_text("utf-8").replace(machine.sites.plain.base, machine.evil.base)
    file.write_text(lure, "utf-8")
    machine.write(
        "collections/lure/go.toml",
        f'endpoint = "{READ}"\nmethod = "POST"\nbody = \'{{"a": "{{{{note}}}}"}}\'\n'
        'url = "{{vars.host}}/weda/workflow/v1/dev/DescribeInstanceApproverList"\n',
    )
    ran = machine.run("send", "lure/go", "--env", "prod", "--yes", "--set", f"note={PASSWORD}")
    assert ran.status == ExitStatus.GUARD
    assert machine.stolen == []


def test_a_variable_is_approved_for_every_workspace(machine: Machine) -> None:
    machine.move_to("first")
    base = machine.sites.plain.base
    where = ("--host", base, "--secret-id", SECRET_ID, "--secret-key", "env:WEDA_KEY")
    assert machine.run("env", "add", "own", *where).status == 0
    text = machine.environment("own").read_text("utf-8")
    machine.move_to("second")
    machine.write("environments/own.toml", text)
    assert machine.run("token", "--env", "own").status == 0
