"""The environments of a workspace, and the sandbox that stands in for one."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import (
    Environment,
    EnvTypeSetting,
    SecretName,
    SecretRef,
    Target,
)
from weda_tui.core.environments.route import ALL_USES, Route, RouteUse
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.level import preset_guard
from weda_tui.core.text.template import nearest_name
from weda_tui.session.agents.limits import AgentLimits
from weda_tui.session.environments.file_gate import FileGate
from weda_tui.session.settings import Settings
from weda_tui.session.tokens import Tokens
from weda_tui.store.environments.files import (
    LoadedEnvironments,
    check_free,
    load_environments,
    remove_environment,
    save_environment,
)
from weda_tui.store.paths import Paths


class _Approval(NamedTuple):
    """What saving an environment approves."""

    uses: set[RouteUse]
    route: Route
    """That of before the write: a file of it that is replaced meanwhile is another route."""
    is_whole: bool
    """Whether a person entered or was shown all of the environment."""


class Environments:
    """What there is to send to."""

    def __init__(
        self,
        paths: Paths,
        clock: Clock,
        tokens: Tokens,
        gate: FileGate,
        settings: Settings,
        limits: AgentLimits,
    ) -> None:
        """``tokens``, and the secrets that they are fetched with, follow what changes here.

        ``gate`` knows what may stand in no file. ``settings`` know which place was chosen last.
        ``limits`` keep what a file that is read or written lets agents do.
        """
        self._folder, self._paths, self._clock = paths.environments, paths, clock
        self._tokens, self._secrets, self._store = tokens, tokens.secrets, tokens.secrets.store
        self._routes = tokens.routes
        self._transient: dict[str, Environment] = {}
        self._sandboxes: set[str] = set()
        self._gate, self._settings, self._limits = gate, settings, limits
        self._closing = ExitStack()
        self.trash = EnvironmentTrash(
            self, paths, clock, tokens, self._transient, self._report_second, settings
        )
        self.reload()

    @property
    def has_transient(self) -> bool:
        """Whether one lives only as long as this session."""
        return bool(self._transient)

    def is_kept(self, environment: Environment) -> bool:
        """Return whether an environment outlives this session."""
        return environment.name not in self._transient

    def is_sandbox(self, environment: Environment) -> bool:
        """Return whether an environment points at a sandbox of this process."""
        return environment.host in self._sandboxes

    @property
    def all(self) -> tuple[Environment, ...]:
        """Those of the workspace, then those that live only as long as this session."""
        stored = tuple(e for e in self._loaded.environments if e.name not in self._transient)
        return stored + tuple(self._transient.values())

    @property
    def problems(self) -> tuple[FileError, ...]:
        """Environment files that do not open, each with its reason."""
        return self._loaded.problems

    @property
    def is_empty(self) -> bool:
        """Whether there is no environment yet, not even a broken one."""
        return not self.all and not self.problems

    def reload(self) -> None:
        """Read the environments folder again.

        What a file allows agents less than before binds from now on, whoever writes it next.
        """
        self._loaded: LoadedEnvironments = load_environments(self._folder)
        with suppress(FileError):  # whoever judges a call of an agent says so
            self._limits.keep_tighter(*self._loaded.environments)

    def knows(self, name: str) -> bool:
        """Return whether there is an environment of a name, also one whose file does not open."""
        return self._problem_of(name) is not None or name in {each.name for each in self.all}

    def _problem_of(self, name: str) -> FileError | None:
        """Return why the file of an environment, or their folder, does not open, else ``None``."""
        files = ((Path(str(each.parameters.get("file", ""))).name, each) for each in self.problems)
        wanted = {f"{name}.toml", self._folder.name} if name else set[str]()
        return next((each for file, each in files if file in wanted), None)

    def where(self, name: str = "", env_type: str = "") -> Target | None:
        """Return the place last chosen; where none ever was, the first one.

        ``None`` without any environment, when the one named or chosen is broken or gone, and when
        the one chosen has lost the env type that was chosen: another one is for the user to choose.
        """
        last = self._settings.chosen
        wanted = name or last.environment
        environments = {environment.name: environment for environment in self.all}
        first = next(iter(environments.values()), None)
        environment = environments.get(wanted) if wanted else first
        if environment is None:
            return None
        known = [setting.name for setting in environment.env_types]
        wanted_type = env_type or last.env_type
        if wanted_type in known:
            return Target(environment, wanted_type)
        is_chosen_gone = wanted and last.env_type and not name and not env_type
        return None if is_chosen_gone else Target(environment, known[0])

    def where_exactly(
        self, name: str | None = None, env_type: str | None = None, *, needs_env_type: bool = True
    ) -> Target:
        """Return the place that is named, for callers that must not guess.

        ``None`` is the one last chosen in the explorer, else, where none was, the only environment,
        and its first env type; an empty name is the name of nothing. Where the env type that was
        chosen is gone, the first one is returned only without ``needs_env_type``.
        Raises ``FileError``: ``NO_ENVIRONMENT``, ``ENVIRONMENT_NOT_CHOSEN``,
        ``CHOSEN_ENVIRONMENT_GONE``, ``ENVIRONMENT_UNKNOWN``, ``CHOSEN_ENV_TYPE_GONE``,
        ``ENV_TYPE_UNKNOWN``, or the problem of the environment's own file or of their folder.
        """
        environment = self._find_exactly(name)
        names = [setting.name for setting in environment.env_types]
        chosen = self._settings.chosen.env_type or names[0]
        wanted = chosen if env_type is None else env_type
        if wanted in names:
            return Target(environment, wanted)
        known = ", ".join(names)
        if env_type is not None:
            raise FileError(ErrorCode.ENV_TYPE_UNKNOWN, env_type=env_type, known=known)
        if not needs_env_type:
            return Target(environment, names[0])
        raise FileError(
            ErrorCode.CHOSEN_ENV_TYPE_GONE, env_type=chosen, name=environment.name, known=known
        )

    def _find_exactly(self, name: str | None) -> Environment:
        """Return the environment for ``where_exactly``."""
        environments = {environment.name: environment for environment in self.all}
        names = list(environments)
        if name is None:
            last = self._settings.chosen
            name = last.environment if self.knows(last.environment) else None
            if name is None and len(names) > (0 if last.environment else 1):
                raise _not_chosen(last.environment, names)
            if name is None and names and self.problems:
                raise self.problems[0]  # one that does not open counts: this is not the only one
        if problem := self._problem_of(name or ""):
            raise problem
        if name is None and not names:
            raise next(iter(self.problems), FileError(ErrorCode.NO_ENVIRONMENT))
        if name is not None and name not in names:
            nearest = nearest_name(name, names, 0.4)
            raise FileError(ErrorCode.ENVIRONMENT_UNKNOWN, name=name, nearest=nearest)
        return environments[names[0] if name is None else name]

    def save(
        self,
        environment: Environment,
        *,
        secret: str,
        password: str = "",
        replaces: Environment | None = None,
        begun_as: Environment | None = None,
        approves: Collection[RouteUse] | None = (),
        shown: Route | None = None,
    ) -> Environment:
        """Write an environment's file and keep its secrets outside the workspace.

        An empty secret keeps what there is. Returns what was written, with the references to
        where the secrets are kept. What was kept under an old name or host goes, and so do the
        tokens of credentials that changed. Raises ``FileError``; the secrets of other environments
        stay as they are, and so do this one's unless its file could be written.

        The route that is written is approved for the secrets that are given here, and for
        ``approves``: what else the person was shown with it. ``None`` stands for what the form
        approves, whose fields were filled from ``begun_as``, or from ``replaces``; see
        ``Routes.written_uses``. Nothing is saved where a route was ``shown`` that is another one
        by now: ``RouteError`` (``ROUTE_CHANGED_MEANWHILE``).
        """
        typed = {SecretName.KEY: secret, SecretName.PASSWORD: password}
        approval = self._plan_approval(environment, typed, begun_as or replaces, approves, shown)
        before = self.all
        saved = self._write(environment, typed, replaces)
        self._tokens.follow_edit(saved, replaces, typed)
        self._approve(saved, replaces, approval)
        self._report_second(before)
        return saved

    async def store(
        self,
        environment: Environment,
        *,
        secret: str,
        password: str = "",
        replaces: Environment | None = None,
        begun_as: Environment | None = None,
        approves: Collection[RouteUse] | None = (),
        shown: Route | None = None,
    ) -> Environment:
        """Do what ``save`` does, the disk and the keyring in a thread.

        The tokens belong to the event loop.
        """
        typed = {SecretName.KEY: secret, SecretName.PASSWORD: password}
        approval = await asyncio.to_thread(
            self._plan_approval, environment, typed, begun_as or replaces, approves, shown
        )
        before = self.all
        saved = await asyncio.to_thread(self._write, environment, typed, replaces)
        await self._tokens.network.warm_up()
        self._tokens.follow_edit(saved, replaces, typed)
        await asyncio.to_thread(self._approve, saved, replaces, approval)
        self._report_second(before)
        return saved

    def _report_second(self, before: tuple[Environment, ...]) -> None:
        """Stay with the environment that was the only one where there are more now."""
        if len(before) == 1 < len(self.all):
            self._settings.keep_only_one(before[0].name)

    def _plan_approval(
        self,
        environment: Environment,
        typed: Mapping[SecretName, str],
        begun_as: Environment | None,
        approves: Collection[RouteUse] | None,
        shown: Route | None,
    ) -> _Approval:
        """Return what saving approves. Raises ``FileError`` while nothing is written yet."""
        self._routes.load_approvals()  # raises before anything is written
        self._limits.check()  # as well
        route = self._routes.describe(environment).route
        if shown is not None:
            self._routes.check_shown(environment, shown)
            route = shown
        given = {RouteUse(name.value) for name, secret in typed.items() if secret}
        if approves is None:
            uses = {*self._routes.written_uses(environment, begun_as, given)}
            is_whole = begun_as is None or self._routes.has_approved(begun_as)
            return _Approval(uses, route, is_whole)
        uses, is_whole = given | {*approves}, ALL_USES.issubset(approves)
        return _Approval(uses | {RouteUse.CERTIFICATE} if uses else uses, route, is_whole)

    def _approve(
        self, saved: Environment, replaces: Environment | None, approval: _Approval
    ) -> None:
        """Approve the route that was written; what it replaces goes."""
        if replaces is not None:
            self._routes.follow_edit(replaces, saved, is_approved=bool(approval.uses))
        if approval.uses:
            status = self._routes.status(saved)
            planned = msgspec.structs.replace(status, route=approval.route)
            self._routes.approve(planned, approval.uses)
        if approval.is_whole:
            self._limits.accept(saved)
        elif approval.uses and replaces is not None:
            self._limits.follow(replaces, saved)
        self._limits.keep_tighter(saved)

    def _write(
        self,
        environment: Environment,
        typed: Mapping[SecretName, str],
        replaces: Environment | None,
    ) -> Environment:
        new = {name: secret for name, secret in typed.items() if secret}
        known = self._loaded.texts.get(replaces.name) if replaces else None
        renamed = replaces if replaces and replaces.name != environment.name else None
        if replaces is None or renamed:  # before the secret kept under that name is written over
            check_free(self._folder, environment.name, replaced=renamed.name if renamed else None)
        text = save_environment(
            self._folder,
            environment,
            renamed_from=renamed.name if renamed and known is not None else None,
            known_text=known,
        )
        try:
            if new:
                environment = self._keep_secrets(environment, new, text, replaces)
            if replaces:
                for name in SecretName:
                    self._drop_secret(name, replaces, environment, is_new=name in new)
                self._transient.pop(replaces.name, None)
        finally:
            self.reload()
        return environment

    def set_variable(self, name: str, variable: str, value: str, env_type: str = "") -> None:
        """Give a variable of an environment a value, in its file or for as long as it lives.

        The file is read again first and keeps its comments. Raises ``FileError``,
        ``ENVIRONMENT_UNKNOWN`` where it is gone, ``SECRET_IN_REQUEST`` for a secret, also as the
        variable's name, whatever its first letter became.
        """
        masker, other = self._gate.masker(), f"{variable[:1].swapcase()}{variable[1:]}"
        if any(masker.text(each) != each for each in (variable, other, value)):
            raise FileError(ErrorCode.SECRET_IN_REQUEST, part=masker.text(variable))
        self.reload()
        environment = next((each for each in self.all if each.name == name), None)
        if environment is None:
            raise FileError(ErrorCode.ENVIRONMENT_UNKNOWN, name=name, nearest="")
        changed = environment.with_variable(variable, value, env_type)
        if name in self._transient:
            self._transient[name] = changed
        else:
            save_environment(self._folder, changed, known_text=self._loaded.texts.get(name))
            self.reload()

    def _keep_secrets(
        self,
        environment: Environment,
        new: Mapping[SecretName, str],
        text: str,
        replaces: Environment | None,
    ) -> Environment:
        """Keep secrets and write where they are into the file, which holds ``text``.

        A reference to a kept secret stays as it is: it serves machines with and without a keyring.
        When one cannot be kept, a new name does not stay: saving again must find it free.
        """
        folder = self._folder
        try:
            references = {
                name.value: self._keep_secret(environment, name, secret, replaces)
                for name, secret in new.items()
            }
        except FileError:
            if replaces is None or replaces.name not in self._loaded.texts:
                remove_environment(folder, environment.name)
            elif replaces.name != environment.name:
                save_environment(folder, replaces, renamed_from=environment.name, known_text=text)
            raise
        kept = msgspec.structs.replace(environment, **references)
        if kept != environment:
            save_environment(folder, kept, known_text=text)
        return kept

    def _keep_secret(
        self, environment: Environment, name: SecretName, secret: str, replaces: Environment | None
    ) -> SecretRef:
        """Keep a secret and return the reference that finds it."""
        place = self._store.save(environment.name, environment.host, secret, name)
        self._routes.forget_others(environment, RouteUse(name.value))
        self._secrets.forget(environment, name)
        written = environment.secret_ref(name) or (replaces.secret_ref(name) if replaces else None)
        if written is None or not written.is_kept:
            return place
        known = msgspec.structs.replace(environment, **{name.value: written})
        return written if self._store.read(known, name) == secret else place

    def _drop_secret(
        self, name: SecretName, replaces: Environment, environment: Environment, *, is_new: bool
    ) -> None:
        """Leave nothing under a name and a host that are no longer in use, or for nobody.

        A secret that is elsewhere now, in a variable, is not kept here any longer.
        """
        old, new = (replaces.name, replaces.origin), (environment.name, environment.origin)
        reference = environment.secret_ref(name)
        is_wanted = reference is not None and reference.is_kept
        if old != new and replaces.origin == environment.origin and is_wanted and not is_new:
            self._store.rename(replaces.name, environment.name, environment.host, name)
        elif old != new or (replaces.secret_ref(name) is not None and not is_wanted):
            self._store.remove(*old, name)

    def use_sandbox(
        self, name: str, *, seed: int | None = None, is_written: bool = False
    ) -> Environment:
        """Start the sandbox in this process and return an environment that points at it.

        It has both credentials, and values for the variables of the catalogue's calls. The
        environment lives as long as the session; nothing of it is written unless
        ``is_written``: then other processes may use it, too.
        """
        from weda_tui.sandbox.server.sockets import background

        info = self._closing.enter_context(background(seed=seed))
        environment = Environment(
            name=name,
            host=info.base,
            env_types=tuple(EnvTypeSetting(t, preset_guard(t)) for t in info.env_types),
            env_id=info.env_id,
            secret_id=info.secret_id,
            secret_key=SecretRef("file"),
            username=info.username,
            password=SecretRef("file"),
            variables=info.variables,
        )
        self._secrets.give(environment, SecretName.KEY, info.secret_key)
        self._secrets.give(environment, SecretName.PASSWORD, info.password)
        self._transient[name] = environment
        self._sandboxes.add(info.base)
        self._routes.approve_own(environment)
        if is_written:
            secret, password = info.secret_key, info.password
            self.save(environment, secret=secret, password=password, replaces=environment)
        return environment

    def close(self) -> None:
        """End the sandbox."""
        self._closing.close()


class EnvironmentTrash:
    """Removes environments, and brings removed ones back."""

    def __init__(
        self,
        environments: Environments,
        paths: Paths,
        clock: Clock,
        tokens: Tokens,
        transient: dict[str, Environment],
        report_second: Callable[[tuple[Environment, ...]], None],
        settings: Settings,
    ) -> None:
        """``transient`` are those that live only as long as the session.

        ``report_second`` gets the environments of before one came back; ``settings`` do not keep
        the choice of one that is removed.
        """
        self._settings = settings
        self._environments, self._paths, self._clock = environments, paths, clock
        self._tokens, self._transient, self._report_second = tokens, transient, report_second

    def remove(self, environment: Environment) -> None:
        """Move an environment to the trash; its secrets and tokens go. Raises ``FileError``."""
        self._trash(environment)
        self._tokens.drop(environment)
        self._tokens.routes.forget(environment)

    async def discard(self, environment: Environment) -> None:
        """Do what ``remove`` does, the disk and the keyring in a thread."""
        await asyncio.to_thread(self._trash, environment)
        await self._tokens.network.warm_up()
        self._tokens.drop(environment)
        await asyncio.to_thread(self._tokens.routes.forget, environment)

    def _trash(self, environment: Environment) -> None:
        """Move an environment's file to the trash, and drop its secrets for good."""
        from weda_tui.store.environments.trash import trash_environment

        self._tokens.routes.load_approvals()  # raises before anything is written
        if self._transient.pop(environment.name, None) is None:
            now = self._clock.wall()
            trash_environment(self._paths.environments, self._paths.trash, environment.name, now)
            self._environments.reload()
            self._settings.forget_place(environment.name)
            for name in SecretName:
                self._tokens.secrets.store.remove(environment.name, environment.host, name)

    def removed(self):
        """Return what ``restore`` can bring back, newest first. Raises ``FileError``."""
        from weda_tui.store.environments.trash import list_trash

        return list_trash(self._paths.trash)

    def restore(self, name: str) -> None:
        """Bring the environment of a name that was removed last back. Raises ``FileError``."""
        from weda_tui.store.environments.trash import restore_environment

        before = self._environments.all
        try:
            restore_environment(self._paths.environments, self._paths.trash, name)
        finally:
            self._environments.reload()
        self._report_second(before)


def _not_chosen(chosen: str, names: list[str]) -> FileError:
    """Return why none of several environments is used; ``chosen`` is one that is gone, or empty."""
    known = ", ".join(names)
    if not chosen:
        return FileError(ErrorCode.ENVIRONMENT_NOT_CHOSEN, known=known)
    return FileError(ErrorCode.CHOSEN_ENVIRONMENT_GONE, name=chosen, known=known)
