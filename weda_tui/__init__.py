"""weda-tui: explore and debug the OpenAPI of WeDa private deployments, from a terminal.

Where does my line go? Read downwards; the first match wins. Imports point down only.

    the line…                                                       goes in      may import
    is a sentence that a person reads                               i18n/        core
    draws, or answers a key                                         tui/         session, i18n, core
    prints, or decides an exit status                               cli/         session, i18n, core
    answers a coding agent                                          mcp/         session, i18n, core
    joins the rows below into something a user asks for             session.py   all below
    touches the network                                             gateway/     core
    touches the disk or the keyring                                 store/       formats, core
    pretends to be WeDa                                             sandbox/     core
    turns text into values, or back                                 formats/     core
    is true of WeDa, requests, tokens or errors, and does nothing   core/        -
    is a fact that could have been typed in by hand                 catalogue/   data only
"""

__version__ = "0.1.0"
