"""The person who signs in. What they are at school is `Teacher`; what they support, `SupportPost`."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import GeneratedField
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.block import blocks_around
from contacts.models import PostRole, UnitKind
from core.search import normal_of


class UserQuerySet(models.QuerySet):
    def with_profile(self):
        """With the teacher profile, its school, and the blocks around it: see `keep_profile`."""
        people = self.select_related("teacher__school", "teacher__country")
        return people.annotate(**blocks_around("teacher"))

    def on_desk_of(self, user):
        """People whose teacher profile is in a country of this desk; for the central one, everybody."""
        if user.is_central:
            return self.all()
        return self.filter(teacher__country__in=user.desk_countries)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an e-mail address. Pupils are not here."""

    email = models.EmailField(_("e-mail address"), unique=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the desk"), default=False)
    date_joined = models.DateTimeField(_("registered"), default=timezone.now)
    # The last day on which the person was here; written once a day.
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    # Since when nobody can say any more who this was. What they made with others stays.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    name_normal = GeneratedField(
        expression=normal_of("given_name", "family_name"),
        output_field=models.TextField(),
        db_persist=True,
    )

    # By which lists of people are sorted: accents do not put anybody behind Z.
    sort_name = GeneratedField(
        expression=normal_of("family_name", "given_name"),
        output_field=models.TextField(),
        db_persist=True,
    )

    # Set for each request by accounts.second_factor.
    posts_sleep = False

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is already an account with this address."),
            ),
        ]
        indexes = [
            GinIndex(fields=["name_normal"], name="user_name_trgm", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if self.erased_at:
            return gettext("Former member")
        return f"{self.given_name} {self.family_name}".strip() or self.email.split("@")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.given_name or self.name

    @cached_property
    def held_posts(self) -> list:
        """Current posts at support units; one query a request, then free."""
        return list(self.support_posts.current().select_related("unit__territory"))

    @cached_property
    def posts(self) -> list:
        """The posts this person acts with: none in a session without a second factor."""
        return [] if self.posts_sleep else self.held_posts

    @property
    def holds_a_post(self) -> bool:
        """Does somebody rely on this person, awake or asleep?"""
        return self.is_staff or bool(self.held_posts)

    @cached_property
    def is_central(self) -> bool:
        """On the staff of the Central Support Service: its desk is all of Europe."""
        return any(
            post.role == PostRole.STAFF and post.unit.kind == UnitKind.CSS for post in self.posts
        )

    @property
    def looks_after_all(self) -> bool:
        """Central staff, and whoever runs the portal."""
        return self.is_superuser or self.is_central

    @cached_property
    def desk_countries(self) -> frozenset[str]:
        """ISO codes of the countries whose National Support Organisation this person works for."""
        return frozenset(
            post.unit.territory.country_id
            for post in self.posts
            if post.role == PostRole.STAFF and post.unit.kind == UnitKind.NSO
        )

    @cached_property
    def edited_unit_ids(self) -> frozenset[int]:
        """Directory entries this person keeps: represented ones, and their own organisation's."""
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def represented_territory_ids(self) -> frozenset[int]:
        """Territories whose regional representative this person is."""
        return frozenset(
            post.unit.territory_id for post in self.posts if post.role == PostRole.REPRESENTATIVE
        )

    def represents(self, school: Any) -> bool:
        """Is the school in a territory of theirs, or right below one? Reads `school.territory`."""
        territory = school.territory if school else None
        if territory is None:
            return False
        return not self.represented_territory_ids.isdisjoint({territory.pk, territory.parent_id})

    def serves(self, country_id: str | None) -> bool:
        """Is this country's desk theirs?"""
        return self.is_central or (country_id is not None and country_id in self.desk_countries)

    @cached_property
    def teacher_or_none(self):
        """The person's teacher profile with its school; None for support staff without one."""
        from accounts.models.teacher import Teacher  # noqa: PLC0415 -- the profile refers back here

        return (
            Teacher.objects.with_blocks()
            .select_related("school", "country")
            .filter(user=self)
            .first()
        )

    def keep_profile(self) -> None:
        """What `with_profile` has read is `teacher_or_none` from now on."""
        profile = getattr(self, "teacher", None)
        if profile is not None:
            profile.blocked_ids, profile.blocked_by_ids = self.blocked_ids, self.blocked_by_ids
        self.teacher_or_none = profile

    @cached_property
    def blocked_teacher_ids(self) -> frozenset[int]:
        """Teachers this person never meets, whoever of the two blocked the other; read with the profile."""
        mine = self.teacher_or_none
        return frozenset([*mine.blocked_ids, *mine.blocked_by_ids]) if mine else frozenset()

    def forget_blocked(self) -> None:
        """Read them again at the next question: a step has changed them, or waited for a lock."""
        self.__dict__.pop("teacher_or_none", None)
        self.__dict__.pop("blocked_teacher_ids", None)

    @property
    def is_validated_teacher(self) -> bool:
        return bool(self.teacher_or_none and self.teacher_or_none.is_validated)

    @property
    def is_member(self) -> bool:
        """Validated teachers, and whoever has a post: those who meet each other here.

        `accounts.models.is_member` asks the same of anybody, visitors included.
        """
        return self.is_validated_teacher or bool(self.posts)


def is_member(user: Any) -> bool:
    """Whether somebody who may be a visitor is a member."""
    return bool(user.is_authenticated and user.is_member)
