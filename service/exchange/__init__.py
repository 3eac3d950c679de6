"""Exchange: claims and conflicts as files of other programs, written and read in bounded memory."""

from service.exchange.exports import Export, ExportFormat, export_claims, export_conflicts
from service.exchange.writers import MEDIA_TYPES, write_export

__all__ = ["MEDIA_TYPES", "Export", "ExportFormat", "export_claims", "export_conflicts", "write_export"]
