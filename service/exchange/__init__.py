"""Exchange: claims and conflicts as files of other programs, written and read in bounded memory."""

from service.exchange.cells import harmless
from service.exchange.differences import DifferenceCells, export_differences
from service.exchange.exports import Export, ExportFormat, export_claims, export_conflicts
from service.exchange.guessed import NOTHING_GUESSED, Guessed
from service.exchange.json_rows import JsonLineRows, JsonRows
from service.exchange.jsonld import MEDIA_TYPE as LINKED_MEDIA_TYPE
from service.exchange.jsonld import as_linked
from service.exchange.laying_out import tell_columns
from service.exchange.layout import Column, Head, Layout, read_layout
from service.exchange.lines import LinkedReader
from service.exchange.making import Row, letters_of, with_content_id
from service.exchange.offers import offers_for
from service.exchange.parting import DELIMITERS
from service.exchange.spreadsheets import WORKBOOK_START, WORKBOOK_TYPES, WorkbookRows
from service.exchange.tables import Beginning, TableReader
from service.exchange.writers import MEDIA_TYPES, write_export

__all__ = [
    "DELIMITERS",
    "LINKED_MEDIA_TYPE",
    "MEDIA_TYPES",
    "NOTHING_GUESSED",
    "WORKBOOK_START",
    "WORKBOOK_TYPES",
    "Beginning",
    "Column",
    "DifferenceCells",
    "Export",
    "ExportFormat",
    "Guessed",
    "Head",
    "JsonLineRows",
    "JsonRows",
    "Layout",
    "LinkedReader",
    "Row",
    "TableReader",
    "WorkbookRows",
    "as_linked",
    "export_claims",
    "export_conflicts",
    "export_differences",
    "harmless",
    "letters_of",
    "offers_for",
    "read_layout",
    "tell_columns",
    "with_content_id",
    "write_export",
]
