"""Forward cursors with the way back carried along."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import QueryDict

from unionhall.web.office import filters, trail

LIST = filters.read(QueryDict("q=x"), url="/q/", text_label="")


def follow(url: str) -> trail.Trail:
    return trail.read(QueryDict(urlsplit(url).query))


def test_the_first_page_has_no_way_back():
    first = follow("/q/")
    assert (first.previous_url(LIST.address), first.next_url(LIST.address, "")) == ("", "")


def test_forward_twice_and_back_twice():
    first = follow("/q/")
    second = follow(first.next_url(LIST.address, "aa"))
    third = follow(second.next_url(LIST.address, "bb"))
    assert (second.cursor, third.cursor) == ("aa", "bb")
    back = follow(third.previous_url(LIST.address))
    assert (back.cursor, back.before) == (second.cursor, second.before)
    home = second.previous_url(LIST.address)
    assert parse_qs(urlsplit(home).query) == {"q": ["x"]}
    assert follow(home) == first


def test_a_made_up_trail_is_left_out():
    found = follow("/q/?cursor=a%00b&trail=..%2F..%2Fx.ok")
    assert (found.cursor, found.before) == ("", ("ok",))


def test_a_long_trail_stays_short():
    way = follow("/q/")
    for number in range(100):
        way = follow(way.next_url(LIST.address, f"c{number}"))
    assert len(way.before) == 30
