"""Every sentence in Chinese."""

from functools import cached_property

from weda_tui.i18n.strings import Strings


class _Chinese(Strings):
    language = "zh"

    @cached_property
    def errors(self):
        from weda_tui.i18n.errors_zh import ERRORS

        return ERRORS

    @cached_property
    def error_details(self):
        from weda_tui.i18n.errors_zh import DETAILS

        return DETAILS

    @cached_property
    def verdicts(self):
        from weda_tui.i18n.errors_zh import VERDICTS

        return VERDICTS

    @cached_property
    def gateway_codes(self):
        from weda_tui.i18n.errors_zh import GATEWAY_CODES

        return GATEWAY_CODES

    @cached_property
    def auth_codes(self):
        from weda_tui.i18n.errors_zh import AUTH_CODES

        return AUTH_CODES

    @cached_property
    def token_kinds(self):
        from weda_tui.i18n.errors_zh import TOKEN_KINDS

        return TOKEN_KINDS

    @cached_property
    def facts(self):
        from weda_tui.i18n.facts_zh import FACTS

        return FACTS

    @cached_property
    def fields(self):
        from weda_tui.i18n.fields_zh import FIELDS

        return FIELDS

    @cached_property
    def filters(self):
        from weda_tui.i18n.filters_zh import FILTERS_ZH

        return FILTERS_ZH

    @cached_property
    def following(self):
        from weda_tui.i18n.following_zh import FOLLOWING_ZH

        return FOLLOWING_ZH

    @cached_property
    def copying(self):
        from weda_tui.i18n.following_zh import COPYING_ZH

        return COPYING_ZH

    @cached_property
    def keeping(self):
        from weda_tui.i18n.following_zh import KEEPING_ZH

        return KEEPING_ZH

    @cached_property
    def history(self):
        from weda_tui.i18n.history_zh import HISTORY_ZH

        return HISTORY_ZH

    @cached_property
    def comparison(self):
        from weda_tui.i18n.comparison_zh import COMPARISON_ZH

        return COMPARISON_ZH

    @cached_property
    def models(self):
        from weda_tui.i18n.models_zh import MODELS_ZH

        return MODELS_ZH

    @cached_property
    def body(self):
        from weda_tui.i18n.body_zh import BODY_ZH

        return BODY_ZH

    @cached_property
    def path(self):
        from weda_tui.i18n.path_zh import PATH_ZH

        return PATH_ZH

    @cached_property
    def table(self):
        from weda_tui.i18n.table_zh import TABLE_ZH

        return TABLE_ZH

    @cached_property
    def view(self):
        from weda_tui.i18n.body_zh import VIEW_ZH

        return VIEW_ZH

    @cached_property
    def notes(self):
        from weda_tui.i18n.body_zh import NOTES_ZH

        return NOTES_ZH

    @cached_property
    def imported(self):
        from weda_tui.i18n.imported_zh import IMPORTED_ZH

        return IMPORTED_ZH

    @cached_property
    def network(self):
        from weda_tui.i18n.network_zh import NETWORK_ZH

        return NETWORK_ZH

    @cached_property
    def check(self):
        from weda_tui.i18n.check_zh import CHECK_ZH

        return CHECK_ZH

    @cached_property
    def saved(self):
        from weda_tui.i18n.saved_zh import SAVED_ZH

        return SAVED_ZH

    @cached_property
    def timing(self):
        from weda_tui.i18n.timing_zh import TIMING_ZH

        return TIMING_ZH

    @cached_property
    def transfer(self):
        from weda_tui.i18n.transfer_zh import TRANSFER_ZH

        return TRANSFER_ZH

    @cached_property
    def environments(self):
        from weda_tui.i18n.environment_zh import ENVIRONMENTS_ZH

        return ENVIRONMENTS_ZH

    @cached_property
    def routes(self):
        from weda_tui.i18n.routes_zh import ROUTES

        return ROUTES

    @cached_property
    def rules(self):
        from weda_tui.i18n.book_zh import RULES_ZH

        return RULES_ZH

    @cached_property
    def book(self):
        from weda_tui.i18n.book_zh import BOOK_ZH

        return BOOK_ZH

    @cached_property
    def doctor(self):
        from weda_tui.i18n.doctor_zh import DOCTOR_ZH

        return DOCTOR_ZH

    @cached_property
    def explanation(self):
        from weda_tui.i18n.explanation_zh import EXPLANATION_ZH

        return EXPLANATION_ZH

    @cached_property
    def assertions(self):
        from weda_tui.i18n.run_zh import ASSERTIONS_ZH

        return ASSERTIONS_ZH

    @cached_property
    def run(self):
        from weda_tui.i18n.run_zh import RUN_ZH

        return RUN_ZH

    @cached_property
    def run_command(self):
        from weda_tui.i18n.run_zh import RUN_COMMAND_ZH

        return RUN_COMMAND_ZH

    @cached_property
    def cli(self):
        from weda_tui.i18n.cli_zh import CLI_ZH

        return CLI_ZH

    @cached_property
    def tui(self):
        from weda_tui.i18n.tui_zh import TUI_ZH

        return TUI_ZH


ZH = _Chinese()
