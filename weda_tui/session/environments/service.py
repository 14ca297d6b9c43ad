"""The environments of a workspace, and the sandbox that replaces a real one."""

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
    """The approvals given by saving an environment."""

    uses: set[RouteUse]
    route: Route
    """The route before the write: if a file of it is replaced meanwhile, the route changes."""
    is_whole: bool
    """Whether the user entered or was shown the whole environment."""


class Environments:
    """The environments that requests can be sent to."""

    def __init__(
        self,
        paths: Paths,
        clock: Clock,
        tokens: Tokens,
        gate: FileGate,
        settings: Settings,
        limits: AgentLimits,
    ) -> None:
        """``tokens``, and the secrets they are fetched with, are updated with every change.

        ``gate`` knows the secrets that no file may contain. ``settings`` know which target was
        chosen last. ``limits`` store what agents may do according to a file that is read or
        written.
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
        """Whether there is an environment that lives only as long as this session."""
        return bool(self._transient)

    def is_kept(self, environment: Environment) -> bool:
        """Return whether an environment outlives this session."""
        return environment.name not in self._transient

    def is_sandbox(self, environment: Environment) -> bool:
        """Return whether an environment points at a sandbox of this process."""
        return environment.host in self._sandboxes

    @property
    def all(self) -> tuple[Environment, ...]:
        """The environments of the workspace, then those that live only as long as this session."""
        stored = tuple(e for e in self._loaded.environments if e.name not in self._transient)
        return stored + tuple(self._transient.values())

    @property
    def problems(self) -> tuple[FileError, ...]:
        """Errors of environment files that cannot be opened."""
        return self._loaded.problems

    @property
    def is_empty(self) -> bool:
        """Whether there is no environment yet, not even one whose file cannot be opened."""
        return not self.all and not self.problems

    def reload(self) -> None:
        """Read the environments folder again.

        If a file allows agents less than before, that is binding from now on, even if the file is
        changed again later.
        """
        self._loaded: LoadedEnvironments = load_environments(self._folder)
        with suppress(FileError):  # judging a call of an agent raises it again
            self._limits.keep_tighter(*self._loaded.environments)

    def knows(self, name: str) -> bool:
        """Return whether an environment of this name exists, even if its file cannot be opened."""
        return self._problem_of(name) is not None or name in {each.name for each in self.all}

    def _problem_of(self, name: str) -> FileError | None:
        """Return why the file of an environment, or the folder, cannot be opened; else ``None``."""
        files = ((Path(str(each.parameters.get("file", ""))).name, each) for each in self.problems)
        wanted = {f"{name}.toml", self._folder.name} if name else set[str]()
        return next((each for file, each in files if file in wanted), None)

    def where(self, name: str = "", env_type: str = "") -> Target | None:
        """Return the target last chosen; if none was ever chosen, the first one.

        ``None`` if there is no environment, if the named or chosen environment is broken or was
        removed, and if the chosen env type was removed from it: the user has to choose another one.
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
        """Return the named target, for callers that must not guess.

        ``None`` as name means the environment last chosen in the explorer or, if none was chosen,
        the only environment; ``None`` as env type means its first one. An empty name names nothing.
        If the chosen env type was removed, the first one is returned only without
        ``needs_env_type``. Raises ``FileError``: ``NO_ENVIRONMENT``, ``ENVIRONMENT_NOT_CHOSEN``,
        ``CHOSEN_ENVIRONMENT_GONE``, ``ENVIRONMENT_UNKNOWN``, ``CHOSEN_ENV_TYPE_GONE``,
        ``ENV_TYPE_UNKNOWN``, or the problem of the environment's own file or of the folder.
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
                raise self.problems[0]  # the file that cannot be opened counts, too
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
        """Write an environment's file and store its secrets outside the workspace.

        An empty secret does not change the stored one. Returns the environment as written, with the
        references to its stored secrets. Secrets stored under an old name or host are removed, and
        so are the tokens of credentials that changed. Raises ``FileError``; the secrets of other
        environments never change, and those of this environment only if its file could be written.

        The written route is approved for the secrets that are given here, and for ``approves``: the
        other uses that the user was shown. ``None`` stands for what the form approves, whose fields
        were filled from ``begun_as``, or from ``replaces``; see ``Routes.written_uses``. If the
        route has changed since it was ``shown``, nothing is saved: ``RouteError``
        (``ROUTE_CHANGED_MEANWHILE``).
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
        """Do the same as ``save``, but use the disk and the keyring in a thread.

        The tokens are used on the event loop only.
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
        """Choose the environment that was the only one before, now that there is another."""
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
        """Return what saving approves. Raises ``FileError`` before anything is written."""
        self._routes.load_approvals()  # raises before anything is written
        self._limits.check()  # raises before, too
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
        """Approve the written route; remove the approvals of the replaced one."""
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
        if replaces is None or renamed:  # before the secret of that name is overwritten
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
        """Set a variable of an environment, in its file or in memory if it is not stored.

        The file is read again first and keeps its comments. Raises ``FileError``:
        ``ENVIRONMENT_UNKNOWN`` if the environment was removed, ``SECRET_IN_REQUEST`` for a secret,
        also if it is the variable's name, with its first letter in either case.
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
        """Store secrets and write their references into the file, which contains ``text``.

        An existing reference to a stored secret does not change, because it works on machines with
        and without a keyring. If a secret cannot be stored, a new name is removed again, so that
        the user can save once more.
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
        """Store a secret and return the reference that finds it."""
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
        """Remove a secret stored under a name and a host that are no longer used.

        A secret that is now in a variable is removed as well.
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
        environment lives as long as the session, and nothing of it is written. With ``is_written``
        it is written, so that other processes can use it too.
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
        """Stop the sandbox."""
        self._closing.close()


class EnvironmentTrash:
    """Removes environments, and restores removed ones."""

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
        """``transient`` are the environments that live only as long as the session.

        ``report_second`` is called with the environments before a restore; ``settings`` forget the
        choice of a removed environment.
        """
        self._settings = settings
        self._environments, self._paths, self._clock = environments, paths, clock
        self._tokens, self._transient, self._report_second = tokens, transient, report_second

    def remove(self, environment: Environment) -> None:
        """Move an environment to the trash; remove its secrets and tokens. Raises ``FileError``."""
        self._trash(environment)
        self._tokens.drop(environment)
        self._tokens.routes.forget(environment)

    async def discard(self, environment: Environment) -> None:
        """Do the same as ``remove``, but use the disk and the keyring in a thread."""
        await asyncio.to_thread(self._trash, environment)
        await self._tokens.network.warm_up()
        self._tokens.drop(environment)
        await asyncio.to_thread(self._tokens.routes.forget, environment)

    def _trash(self, environment: Environment) -> None:
        """Move an environment's file to the trash, and delete its secrets permanently."""
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
        """Restore the environment of a name that was removed last. Raises ``FileError``."""
        from weda_tui.store.environments.trash import restore_environment

        before = self._environments.all
        try:
            restore_environment(self._paths.environments, self._paths.trash, name)
        finally:
            self._environments.reload()
        self._report_second(before)


def _not_chosen(chosen: str, names: list[str]) -> FileError:
    """Return why none of several environments is used; ``chosen`` is a removed one, or empty."""
    known = ", ".join(names)
    if not chosen:
        return FileError(ErrorCode.ENVIRONMENT_NOT_CHOSEN, known=known)
    return FileError(ErrorCode.CHOSEN_ENVIRONMENT_GONE, name=chosen, known=known)
