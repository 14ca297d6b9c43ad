"""The stages and controllers that the main screen loads after its first picture, as one import."""

from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.screens.controllers import Controllers
from weda_tui.tui.screens.main_bench import MainBench
from weda_tui.tui.screens.pane_layout import Stages
from weda_tui.tui.screens.summary_strip import SummaryStrip
from weda_tui.tui.screens.whole_screens import WholeScreens

__all__ = [
    "BodyController",
    "Controllers",
    "EndpointTree",
    "MainBench",
    "RequestEditor",
    "RequestForm",
    "ResponsePane",
    "Stages",
    "SummaryStrip",
    "WholeScreens",
]
