"""How the person of a request is read."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.models.user import UserQuerySet


class Backend(AuthenticationBackend):
    """allauth's own, with the teacher profile in the same query: hardly a page does without it."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = next(iter(_people().filter(pk=user_id)), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.keep_profile()
        return user


@cache
def _people() -> UserQuerySet:
    """Put together once, because every page begins with it."""
    return User.objects.with_profile()
