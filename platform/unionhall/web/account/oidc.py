"""The city's own accounts over OpenID Connect: allauth speaks the protocol, we decide.

One provider, from the settings only. Whoever comes back is handed to `views.outside`, every
failure becomes a sentence on the page of signing in; allauth itself signs nobody in or up.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from unionhall.people.account_store import OUTSIDE


class Protocol(OpenIDConnectOAuth2Adapter):
    """The way back is an address of ours, on the site of the settings."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return settings.SITE_URL + reverse("account:outside_back")


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Protocol

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what they tell is kept beside the account."""
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> Any:
        login = super().sociallogin_from_response(request, response)
        login.claims = response.get("userinfo") or response.get("id_token") or {}
        return login


class Adapter(DefaultSocialAccountAdapter):
    """Our decisions in the places allauth asks for them."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[Any]:
        """What settings say; a row in the database opens no door."""
        return [app()] if is_offered() else []

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Provider:
        return Provider(request, app=app())

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever has come back: ours to sign in or to ask for his details."""
        from unionhall.web.account.views import outside  # which imports this

        raise ImmediateHttpResponse(outside.arrived(request, sociallogin))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        from unionhall.web.account.views import outside  # which imports this

        # some send no state along when somebody cancels; nothing is done either way
        refused = request.GET.get("error") == Protocol.login_cancelled_error
        is_cancelled = refused or error == AuthError.CANCELLED
        raise ImmediateHttpResponse(outside.failed(request, is_cancelled=is_cancelled))


def is_offered() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def app() -> SocialApp:
    """The one provider; never saved."""
    return SocialApp(
        provider=Provider.id,
        provider_id=OUTSIDE,
        name=settings.OIDC_TITLE,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={
            "server_url": settings.OIDC_ISSUER,
            "scope": settings.OIDC_SCOPE,
            "oauth_pkce_enabled": True,
        },
    )
