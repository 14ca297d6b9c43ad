"""Every sentence in English."""

from weda_tui.i18n import errors_en, facts_en, fields_en
from weda_tui.i18n.body_en import BODY_EN, NOTES_EN, VIEW_EN
from weda_tui.i18n.book_en import BOOK_EN, RULES_EN
from weda_tui.i18n.check_en import CHECK_EN
from weda_tui.i18n.cli_en import CLI_EN
from weda_tui.i18n.comparison_en import COMPARISON_EN
from weda_tui.i18n.doctor_en import DOCTOR_EN
from weda_tui.i18n.environment_en import ENVIRONMENTS_EN
from weda_tui.i18n.explanation_en import EXPLANATION_EN
from weda_tui.i18n.filters_en import FILTERS_EN
from weda_tui.i18n.history_en import HISTORY_EN
from weda_tui.i18n.imported_en import IMPORTED_EN
from weda_tui.i18n.models_en import MODELS_EN
from weda_tui.i18n.network_en import NETWORK_EN
from weda_tui.i18n.run_en import ASSERTIONS_EN, RUN_COMMAND_EN, RUN_EN
from weda_tui.i18n.saved_en import SAVED_EN
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.timing_en import TIMING_EN
from weda_tui.i18n.transfer_en import TRANSFER_EN
from weda_tui.i18n.tui_en import TUI_EN

EN = Strings(
    language="en",
    errors=errors_en.ERRORS,
    error_details=errors_en.DETAILS,
    verdicts=errors_en.VERDICTS,
    gateway_codes=errors_en.GATEWAY_CODES,
    auth_codes=errors_en.AUTH_CODES,
    token_kinds=errors_en.TOKEN_KINDS,
    facts=facts_en.FACTS,
    fields=fields_en.FIELDS,
    filters=FILTERS_EN,
    history=HISTORY_EN,
    comparison=COMPARISON_EN,
    models=MODELS_EN,
    body=BODY_EN,
    view=VIEW_EN,
    notes=NOTES_EN,
    imported=IMPORTED_EN,
    network=NETWORK_EN,
    check=CHECK_EN,
    saved=SAVED_EN,
    timing=TIMING_EN,
    transfer=TRANSFER_EN,
    environments=ENVIRONMENTS_EN,
    rules=RULES_EN,
    book=BOOK_EN,
    doctor=DOCTOR_EN,
    explanation=EXPLANATION_EN,
    assertions=ASSERTIONS_EN,
    run=RUN_EN,
    run_command=RUN_COMMAND_EN,
    cli=CLI_EN,
    tui=TUI_EN,
)
