"""weda-tui: explore and debug the OpenAPI of WeDa private deployments, from a terminal.

Where does new code go? Read downwards; the first match wins. Imports point down only.

    the code…                                                       goes in      may import
    is a sentence that the user reads                               i18n/        core
    draws, or reacts to a key                                       tui/         session, i18n, core
    prints, or decides an exit status                               cli/         session, i18n, core
    serves a coding agent                                           mcp/         session, i18n, core
    combines the rows below into a task of the user                 session/     all below
    uses the network                                                gateway/     core
    uses the disk or the keyring                                    store/       formats, core
    simulates WeDa                                                  sandbox/     core
    converts text into values, or back                              formats/     core
    describes WeDa, requests, tokens or errors, and has no I/O      core/        -
    is a fact that could have been typed in by hand                 catalogue/   data only
"""

__version__ = "0.1.0"
