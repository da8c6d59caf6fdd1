"""Reading a workbook of Device Models (xlsx or csv) into rows of the one vocabulary."""

from sec_registry.submissions.workbook.reading import read_workbook
from sec_registry.submissions.workbook.result import Workbook, WorkbookUnusable

__all__ = ["Workbook", "WorkbookUnusable", "read_workbook"]
