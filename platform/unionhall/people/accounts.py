"""How accounts are made and found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager):
    """Accounts by name; the system account acts where no person does."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Any:
        user: Any = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> Any:
        """Return the account under which the platform itself acts; it cannot sign in."""
        user, _ = self.get_or_create(
            username=settings.SYSTEM_USERNAME, defaults={"password": "!", "is_active": False}
        )
        return user
