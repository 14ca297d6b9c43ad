"""Every sentence in Chinese."""

from weda_tui.i18n import errors_zh, facts_zh, fields_zh
from weda_tui.i18n.body_zh import BODY_ZH, NOTES_ZH, VIEW_ZH
from weda_tui.i18n.book_zh import BOOK_ZH, RULES_ZH
from weda_tui.i18n.check_zh import CHECK_ZH
from weda_tui.i18n.cli_zh import CLI_ZH
from weda_tui.i18n.comparison_zh import COMPARISON_ZH
from weda_tui.i18n.doctor_zh import DOCTOR_ZH
from weda_tui.i18n.environment_zh import ENVIRONMENTS_ZH
from weda_tui.i18n.explanation_zh import EXPLANATION_ZH
from weda_tui.i18n.filters_zh import FILTERS_ZH
from weda_tui.i18n.history_zh import HISTORY_ZH
from weda_tui.i18n.imported_zh import IMPORTED_ZH
from weda_tui.i18n.models_zh import MODELS_ZH
from weda_tui.i18n.network_zh import NETWORK_ZH
from weda_tui.i18n.run_zh import ASSERTIONS_ZH, RUN_COMMAND_ZH, RUN_ZH
from weda_tui.i18n.saved_zh import SAVED_ZH
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.timing_zh import TIMING_ZH
from weda_tui.i18n.transfer_zh import TRANSFER_ZH
from weda_tui.i18n.tui_zh import TUI_ZH

ZH = Strings(
    language="zh",
    errors=errors_zh.ERRORS,
    error_details=errors_zh.DETAILS,
    verdicts=errors_zh.VERDICTS,
    gateway_codes=errors_zh.GATEWAY_CODES,
    auth_codes=errors_zh.AUTH_CODES,
    token_kinds=errors_zh.TOKEN_KINDS,
    facts=facts_zh.FACTS,
    fields=fields_zh.FIELDS,
    filters=FILTERS_ZH,
    history=HISTORY_ZH,
    comparison=COMPARISON_ZH,
    models=MODELS_ZH,
    body=BODY_ZH,
    view=VIEW_ZH,
    notes=NOTES_ZH,
    imported=IMPORTED_ZH,
    network=NETWORK_ZH,
    check=CHECK_ZH,
    saved=SAVED_ZH,
    timing=TIMING_ZH,
    transfer=TRANSFER_ZH,
    environments=ENVIRONMENTS_ZH,
    rules=RULES_ZH,
    book=BOOK_ZH,
    doctor=DOCTOR_ZH,
    explanation=EXPLANATION_ZH,
    assertions=ASSERTIONS_ZH,
    run=RUN_ZH,
    run_command=RUN_COMMAND_ZH,
    cli=CLI_ZH,
    tui=TUI_ZH,
)
