"""The messages of the RESULT pane to the screen around it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weda_tui.core.sending.exchange import Exchange
from weda_tui.tui.widgets.messages import Intent

if TYPE_CHECKING:  # imported with the first response or failure
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.doctor.remedies import Remedy
    from weda_tui.core.links.finder import Link, Links


@dataclass
class RuleRequested(Intent):
    """Request to edit the success rule of the endpoint of this response."""

    exchange: Exchange


@dataclass
class StepTaken(Intent):
    """Request to start a step of the doctor."""

    diagnosis: "Diagnosis"
    step: "Remedy"


@dataclass
class FollowRequested(Intent):
    """Request to open a call with a value."""

    link: "Link"


@dataclass
class LinkListRequested(Intent):
    """Request to list all actions on the value under the cursor.

    With ``is_all``, the list has only the calls, but all of them.
    """

    following: "Links"
    is_all: bool


@dataclass
class ActRequested(Intent):
    """Request to do something with the value under the cursor."""

    action: str
