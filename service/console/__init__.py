"""The editors' pages, written by the service and readable without a script; a script makes them live and quick."""

from service.console.acts import ActsController
from service.console.drafting import DraftController
from service.console.entry import EntryController
from service.console.files import FILES, VERSION
from service.console.links import LinksPageController
from service.console.messages import MessagesController
from service.console.pages import ConsoleController
from service.console.tabling import TableController

__all__ = [
    "FILES",
    "VERSION",
    "ActsController",
    "ConsoleController",
    "DraftController",
    "EntryController",
    "LinksPageController",
    "MessagesController",
    "TableController",
]
