"""What is said of imported and exported requests."""

import msgspec


class LossStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Why something did not come along as it was; a field for each of ``importing.Lost``."""

    token_script: str
    script: str
    example: str
    secret: str
    token: str
    env_type: str
    header: str
    option: str
    file: str
    auth: str
    disabled: str
    body: str
    variable: str
    twice: str
    command: str
    request: str
    method: str  # name
    base: str
    host: str


class PartStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a request that an export leaves out; a field for each of ``unwritten.Part``."""

    body: str
    binary: str


class ImportedStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The report of an import, before and after it is done, and of an export."""

    new_folder: str  # path
    known_folder: str  # path
    beside: str  # path
    counts: str  # requests, folders
    losses: str  # count, kinds
    nothing_lost: str
    kind_count: str  # kind, count
    everywhere: str
    loss: LossStrings
    """Each takes ``{name}``."""
    host_offer: str  # name, host
    """In place of ``loss.host`` where an environment can have the address: the command for it."""
    kind: LossStrings
    """A field for each of ``loss``, as a word for a count."""
    pasted: str
    export: str
    export_details: str
    export_format: str
    export_env: str
    env_apart: str
    env_unused: str  # format
    env_twice: str  # name, env
    exported: str  # name, count, file
    left_behind: str  # what
    part: PartStrings
    part_of: str  # path, what
    unresolved: str  # path, reason
    cleaned: str
    empty: str  # names
    copy_title: str
    copy_about: str
    copied_needs: str  # format, names
