"""Other datasets' layouts from a newsbeam dataset, each with a table of what could not be filled."""

from pipeline.export.exporter import FORMATS as FORMATS
from pipeline.export.exporter import Exported as Exported
from pipeline.export.exporter import export as export
from pipeline.export.summary import show_losses as show_losses
