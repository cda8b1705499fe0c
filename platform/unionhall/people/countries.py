"""Countries and regions that issue documents, by the three letters of GB/T 2659."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

COUNTRIES: Final[Mapping[str, Any]] = {
    "HKG": _("Hong Kong, China"),
    "MAC": _("Macao, China"),
    "TWN": _("Taiwan, China"),
    "AUS": _("Australia"),
    "BRA": _("Brazil"),
    "CAN": _("Canada"),
    "DEU": _("Germany"),
    "EGY": _("Egypt"),
    "ESP": _("Spain"),
    "FRA": _("France"),
    "GBR": _("United Kingdom"),
    "IDN": _("Indonesia"),
    "IND": _("India"),
    "ITA": _("Italy"),
    "JPN": _("Japan"),
    "KAZ": _("Kazakhstan"),
    "KOR": _("Korea (Republic)"),
    "MMR": _("Myanmar"),
    "MNG": _("Mongolia"),
    "MYS": _("Malaysia"),
    "NGA": _("Nigeria"),
    "NLD": _("Netherlands"),
    "NZL": _("New Zealand"),
    "PAK": _("Pakistan"),
    "PHL": _("Philippines"),
    "RUS": _("Russia"),
    "SGP": _("Singapore"),
    "THA": _("Thailand"),
    "TUR": _("Türkiye"),
    "UKR": _("Ukraine"),
    "USA": _("United States"),
    "VNM": _("Viet Nam"),
    "ZAF": _("South Africa"),
    "OTH": _("another country"),
}
