"""What a text means as a number or as a day: the one reading that cells and files share."""

from kpi_core.values.dates import ReadDate, parse_date
from kpi_core.values.locales import day_order
from kpi_core.values.numbers import Number, parse_number
from kpi_core.values.serials import from_serial

__all__ = ["Number", "ReadDate", "day_order", "from_serial", "parse_date", "parse_number"]
