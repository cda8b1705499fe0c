"""Codes of domain.md 4.6 and GB/T 4754 with their words: industries, categories of units."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

INDUSTRIES: Final[tuple[tuple[str, Any], ...]] = (
    ("A", _("Agriculture, forestry, fishing")),
    ("B", _("Mining")),
    ("C", _("Manufacturing")),
    ("D", _("Electricity, heat, gas and water")),
    ("E", _("Construction")),
    ("F", _("Wholesale and retail")),
    ("G", _("Transport, storage and post")),
    ("H", _("Lodging and catering")),
    ("I", _("Information technology")),
    ("J", _("Finance")),
    ("K", _("Real estate")),
    ("L", _("Leasing and business services")),
    ("M", _("Research and technical services")),
    ("N", _("Water, environment, public facilities")),
    ("O", _("Residential and other services")),
    ("P", _("Education")),
    ("Q", _("Health and social work")),
    ("R", _("Culture, sports, entertainment")),
    ("S", _("Public administration and associations")),
    ("T", _("International organisations")),
)
CATEGORIES: Final[tuple[tuple[str, Any], ...]] = (
    ("110", _("State-owned")),
    ("120", _("Collective")),
    ("130", _("Cooperative shares")),
    ("140", _("Associated enterprise")),
    ("151", _("Wholly state-owned company")),
    ("159", _("Other limited company")),
    ("160", _("Company limited by shares")),
    ("170", _("Private")),
    ("190", _("Other domestic enterprise")),
    ("200", _("Invested from Hong Kong, Macao or Taiwan")),
    ("300", _("Foreign-invested")),
    ("400", _("Public institution")),
    ("500", _("Government agency")),
    ("600", _("Self-employed")),
    ("700", _("Private non-enterprise unit")),
)
