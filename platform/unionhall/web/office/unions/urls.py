"""Addresses below /office/unions/."""

from __future__ import annotations

from django.urls import path

from unionhall.web.office.unions import contacts, editing, listing, structure

urlpatterns = [
    path("", listing.show, name="unions"),
    path("<str:union_key>/", listing.entry, name="union"),
    path("<str:union_key>/change/", editing.change, name="union_change"),
    path("<str:union_key>/new/", editing.add, name="union_add"),
    path("<str:union_key>/contacts/", contacts.change, name="union_contacts"),
    path("<str:union_key>/move/", structure.move, name="union_move"),
    path("<str:union_key>/merge/", structure.merge, name="union_merge"),
    path("<str:union_key>/dissolve/", structure.dissolve, name="union_dissolve"),
]
