"""How the person of a request is read."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class Backend(AuthenticationBackend):
    """allauth's own, with the teacher profile in the same query: hardly a page does without it."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = User.objects.with_profile().filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.keep_profile()
        return user
