"""Who may do what: one row per address of the site. An address without a row fails the tests.

Keys are routes as the resolver has them. A row says for each method which audience gets past the
door; everybody else is sent to sign in (nobody) or told that there is no such page (404).
"""

from __future__ import annotations

EVERYBODY = frozenset(
    {
        *("nobody", "stranger", "other handler", "starter", "district", "sibling", "finance"),
        *("expired", "revoked", "closed", "superuser", "other matter"),
    }
)
# An account that is closed is nobody: its session does not count.
NOBODY = frozenset({"nobody", "closed"})
SIGNED = EVERYBODY - NOBODY
STARTER = frozenset({"starter"})
STAFF = frozenset({"district", "sibling", "finance", "other matter"})
OF_THE_MATTER = STAFF - {"other matter"}
# Who may see the application of 林晓岚 as staff: her district and everything above it.
OF_THE_CASE = frozenset({"district", "finance"})


def viewers(state: str) -> frozenset[str]:
    """A draft is its starter's alone."""
    return STARTER if state == "draft" else STARTER | OF_THE_CASE


def officers(state: str) -> frozenset[str]:
    return frozenset() if state == "draft" else OF_THE_CASE


# route -> (audience of GET, audience of POST). A function is asked with the state of the case.
MATRIX = {
    "display/": (EVERYBODY, EVERYBODY),
    "sign-in/": (EVERYBODY, EVERYBODY),
    "sign-in/code/": (EVERYBODY, EVERYBODY),
    "sign-out/": (SIGNED, SIGNED),
    "account/": (SIGNED, SIGNED),
    "account/help/": (EVERYBODY, EVERYBODY),
    "outbox/": (frozenset(), frozenset()),
    "": (EVERYBODY, EVERYBODY),
    "matters/<slug:key>/": (EVERYBODY, EVERYBODY),
    "matters/<slug:key>/samples/<slug:material>/": (EVERYBODY, EVERYBODY),
    "matters/<slug:key>/conditions/": (SIGNED, SIGNED),
    "matters/<slug:key>/cases/": (SIGNED, SIGNED),
    "matters/<slug:key>/history/": (SIGNED, SIGNED),
    "cases/": (SIGNED, SIGNED),
    "cases/<str:key>/": (STARTER, STARTER),
    "cases/<str:key>/form/": (STARTER, STARTER),
    "cases/<str:key>/form/<slug:step>/": (STARTER, STARTER),
    "cases/<str:key>/state/<slug:step>/": (STARTER, STARTER),
    "cases/<str:key>/lookups/<str:path>/": (STARTER, STARTER),
    "cases/<str:key>/materials/": (STARTER, STARTER),
    "cases/<str:key>/check/": (STARTER, STARTER),
    "cases/<str:key>/submission/": (STARTER, STARTER),
    "cases/<str:key>/done/": (STARTER, STARTER),
    "cases/<str:key>/withdrawal/": (STARTER, STARTER),
    "cases/<str:key>/deletion/": (STARTER, STARTER),
    "cases/<str:key>/refresh/": (STARTER, STARTER),
    "files/<str:key>/": (viewers, viewers),
    "files/<str:key>/preview/": (viewers, viewers),
    "office/": (STAFF, STAFF),
    "office/queue/<str:process_key>/": (OF_THE_MATTER, OF_THE_MATTER),
    "office/cases/<str:case_key>/": (officers, officers),
    "office/cases/<str:case_key>/decision/": (officers, officers),
    "office/cases/<str:case_key>/look/": (officers, officers),
    "office/opinions/": (STAFF, STAFF),
    # whose opinion it is decides: the one asked for is of 思江区总工会
    "office/opinions/<str:opinion_key>/deletion/": (frozenset({"district"}), frozenset({"district"})),
    "office/registers/<str:register_key>/": (OF_THE_MATTER, OF_THE_MATTER),
}


def audience(route: str, method: str, state: str) -> frozenset[str]:
    """Actors that get past the door of an address."""
    found = MATRIX[route][0 if method in ("GET", "HEAD") else 1]
    return found(state) if callable(found) else found
