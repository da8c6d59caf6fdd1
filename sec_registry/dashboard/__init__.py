"""What the desk's first page says: what waits for whom, and what is coming."""

from sec_registry.dashboard.lines import Line
from sec_registry.dashboard.whole import Dashboard, dashboard_of

__all__ = ["Dashboard", "Line", "dashboard_of"]
