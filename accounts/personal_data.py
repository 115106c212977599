"""The account, the profile and what surrounds signing in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import F, Model, QuerySet, Value
from django.utils import timezone

from accounts.models import (
    Absence,
    Block,
    Consent,
    Evidence,
    Export,
    LegalHold,
    Membership,
    Teacher,
    TeacherStatus,
    User,
)
from core.models import Activity
from core.personal_data import delete, drop_files, empty_details, holds, keeps, refers
from core.slugs import new_slug


def _close_account(rows: QuerySet[User], person: User) -> None:
    """The row stays, because others' work refers to it; nothing in it says who it was."""
    _forget_what_was_noted_about(person)
    rows.update(
        email=f"former-{person.pk}@erased.invalid",
        given_name="",
        family_name="",
        password=make_password(None),
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
        erased_at=timezone.now(),
    )


def _empty_profile(rows: QuerySet[Teacher], person: User) -> None:
    for teacher in rows:
        _forget_what_was_noted_about(teacher)
    rows.update(
        slug=new_slug("", fallback="former-member"),
        status=TeacherStatus.INCOMPLETE,
        decision_reason="",
        country=None,
        portal=None,
        school=None,
        role="",
        subjects=[],
        vocational=[],
        languages=[],
        language_levels={},
        levels=[],
        age_from=None,
        age_to=None,
        is_available=False,
        looking_for="",
        interests="",
        photo="",
        limits={},
        open_groups=[],
        hidden_at=None,
    )


def _forget_what_was_noted_about(row: Model) -> None:
    """What the record and the desk's log say about a person or profile: that something was done."""
    empty_details(Activity.objects.of(row))
    noted = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    )
    noted.update(object_repr="", change_message="")


def _end_sessions(rows: QuerySet[UserSession], person: User) -> None:
    Session.objects.filter(
        session_key__in=list(rows.values_list("session_key", flat=True))
    ).delete()
    rows.delete()


def _forget_evidence(rows: QuerySet[Evidence], person: User) -> None:
    """Evidence for the person goes; their own word for a colleague loses their mailbox."""
    rows.delete()
    Evidence.objects.filter(by=person).update(address="")


def _forget_exports(rows: QuerySet[Export], person: User) -> None:
    """An export is not part of the next export, so its file is dropped here."""
    drop_files([str(name) for name in rows.values_list("file", flat=True) if name])
    rows.delete()


holds(
    User,
    paths=["pk"],
    export=[
        "email",
        "given_name",
        "family_name",
        "language",
        "date_joined",
        "last_login",
        "seen_at",
    ],
    forget=_close_account,
)
holds(User.groups.through, paths=["user"], export=["group__name"], forget=delete)
holds(User.user_permissions.through, paths=["user"], export=["permission__codename"], forget=delete)
holds(
    Teacher,
    paths=["user"],
    export=[
        "slug",
        "country",
        "portal",
        "role",
        "school__name",
        "subjects",
        "vocational",
        "languages",
        "language_levels",
        "levels",
        "age_from",
        "age_to",
        "is_available",
        "looking_for",
        "interests",
        "status",
        "status_since",
        "decision_reason",
        "limits",
        "open_groups",
        "last_active_at",
        "hidden_at",
    ],
    files={"photo": Value("photo.webp")},
    forget=_empty_profile,
)
holds(
    Membership,
    paths=["teacher__user"],
    export=["school__name", "starts", "ends"],
    forget=delete,
)
holds(
    Block,
    paths=["blocker__user"],
    refs=["blocked__user"],
    export=["blocked__slug", "since"],
    forget=delete,
)
holds(
    Evidence,
    paths=["teacher__user"],
    refs=["by"],
    export=["kind", "state", "school__name", "address", "name", "asked_at", "answered_at"],
    files={"file": F("name")},
    forget=_forget_evidence,
)
keeps(
    Consent,
    "Proof that somebody agreed, by number; which text, in which language and when.",
    paths=["user"],
    export=["agreement", "version", "language", "text_hash", "agreed_at"],
)
holds(
    Export,
    paths=["user"],
    export=["state", "asked_at", "ready_at", "used_at"],
    forget=_forget_exports,
)
holds(Absence, paths=["user"], export=["hiding_warned_at", "erasure_warned_at"], forget=delete)
refers(
    LegalHold,
    "While it stands nothing can be erased, and telling about it could defeat its purpose.",
    refs=["user", "by"],
)
holds(EmailAddress, paths=["user"], export=["email", "verified", "primary"], forget=delete)
holds(
    SocialAccount,
    paths=["user"],
    export=["provider", "uid", "extra_data", "date_joined", "last_login"],
    forget=delete,
)
holds(SocialToken, paths=["account__user"], export=["app__name"], forget=delete)
holds(Authenticator, paths=["user"], export=["type", "created_at", "last_used_at"], forget=delete)
holds(
    UserSession,
    paths=["user"],
    export=["ip", "user_agent", "created_at", "last_seen_at"],
    forget=_end_sessions,
)
keeps(
    LogEntry,
    "The desk's log of what staff opened, by number; entries about the person lose their name.",
    paths=["user"],
    export=["action_time", "content_type__model", "object_id", "action_flag"],
)
