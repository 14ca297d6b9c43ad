"""Imports and calls of one's own: the records that ``own_zh`` and ``own_en`` fill."""

import msgspec


class ImportingStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog behind Ctrl+O."""

    title: str
    file: str
    path: str
    name: str
    name_hint: str
    other_name: str
    enter: str
    about: str
    look: str
    apply: str
    reading: str
    writing: str  # done, count
    new_module: str  # name
    known_module: str  # name
    new: str  # count
    changed: str  # count
    gone: str  # count
    same: str  # count
    kept: str  # count
    done: str  # name


class OwnStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The form for a call, and taking one away."""

    new_title: str  # module
    edit_title: str  # title
    define_title: str  # title
    title: str
    method: str
    path: str
    action: str
    effect: str
    auth: str
    parameters: str
    path_hint: str
    action_hint: str
    parameters_hint: str
    pick: str
    missing: str  # field
    bad_method: str  # methods
    bad_path: str
    bad_action: str
    taken: str
    not_an_object: str
    not_yet: str
    unsaved: str
    saved: str  # id
    choose: str
    bundled: str
    from_document: str
    remove_call: str  # title
    remove_module: str  # name, count
    keep: str
    remove: str
    removed: str
