"""Environments in English."""

from weda_tui.i18n.environment_strings import (
    AddStrings,
    EnvironmentStrings,
    ShowStrings,
    TransferStrings,
    TrashStrings,
)

ENVIRONMENTS_EN = EnvironmentStrings(
    add=AddStrings(
        alias="an ASCII alias that guards take for the name",
        guard="guard of an env type, as prod=read-only: none, confirm, type-name or read-only",
        variable="a variable; may be given often",
        env_type_variable="a variable of one env type only, as dev:approver=1; may be given often",
        env_id="envId; else that of the address",
        timeout="most seconds for one call",
        no_verify="do not check the TLS certificate (unwise; the screen marks it all the time)",
        ca_file="PEM file of a private CA",
        client_certificate="PEM file of a client certificate",
        client_key="PEM file of its private key, unless both are in one file",
        proxy="system, none (direct) or http(s)://proxy[:port]",
        client_id="a client_id to send with a sign-in",
        device_id="an x-device-id to send with a sign-in, 16 to 48 characters",
        token_body="write the body of a token call as json or form",
        bad_alias='"{value}" is no alias: letters, digits and . _ -, 40 at most.',
        bad_guard='"{value}" is not TYPE=GUARD; a guard is none, confirm, type-name or read-only.',
        unknown_type="The environment has no env type {value}; add it with --env-type.",
        bad_variable='"{value}" is not NAME=VALUE; a name has no blanks and no braces.',
        bad_env_type_variable=(
            '"{value}" is not TYPE:NAME=VALUE; a name has no blanks and no braces.'
        ),
        built_in="{name} is built in and takes no other value.",
        bad_client_id='"{value}" cannot be sent: a client_id is ASCII without blanks.',
        bad_device_id='"{value}" cannot be sent: 16 to 48 ASCII characters without blanks.',
        key_without_certificate="--client-key needs --client-certificate.",
        added_unverified="! TLS certificates are not checked here: anybody can pose as this host.",
    ),
    show=ShowStrings(
        alias="alias",
        proxy="proxy",
        client_certificate="client certificate",
        client_key="client key",
        client_id="client_id",
        device_id="x-device-id",
        token_body="token body",
        variables_at="variables, in {env_type} only",
    ),
    trash=TrashStrings(
        restore="bring a removed environment back; without a name, list them",
        restore_details=(
            "What was removed stays in this machine's state folder, not in the workspace: the last "
            "50. Its SecretKey and password went with the removal and are to be given again."
        ),
        empty="No environment was removed.",
        ask_remove="Remove {name}? The file can be brought back, its secrets cannot.",
        removed=(
            "Removed {name}; weda-tui env restore {name} brings the file back, not the secrets."
        ),
        restored=(
            "{name} is back; its SecretKey and password went with the removal: give them again in "
            "its form."
        ),
        title="Removed environments, Enter brings back",
        restored_short="{name} is back; give its secrets again",
        nothing="No environment was removed",
    ),
    transfer=TransferStrings(
        export="an environment for another program",
        export_details=(
            "Writes a Postman environment. SecretKey, password, tokens and variables that look "
            "like a secret are left empty, and each is named: fill them in there."
        ),
        export_format="what to write",
        export_file="write this file, else stdout",
        export_env_type="which env type; else the first one",
        exported="Wrote {name} to {file}.",
        emptied="Left empty: {names}.",
        new="new environment {name}",
        more="more variables for {name}; its address, key and guards stay",
        address="address",
        secret_id="SecretId",
        username="user name",
        summary="variables: {added} new, {changed} changed; {left_out} left out",
        left_out="left out",
        secret="looks like a secret: not for the workspace",
        disabled="disabled in Postman",
        bad_name="no name for a variable",
        twice="the name came before",
        secrets_next="SecretKey and password were not taken over: open {name}'s form to give them.",
        imported="Imported the environment {name}",
    ),
)
