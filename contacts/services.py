"""Steps that keep the support directory right. Each one is a whole transaction."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import rules
from contacts.models import PostRole, SupportPost, SupportUnit
from core.errors import Stale
from core.models import record
from core.rules import require
from core.sessions import end_sessions

EDITABLE = ("city", "address", "phone", "email", "website", "hours", "about_en", "about_es")


@transaction.atomic
def change_entry(*, unit_id: int, by: Any, version: int, changes: dict[str, str]) -> SupportUnit:
    """Put a directory entry right; it is public at once. Raises Stale if somebody saved meanwhile."""
    unit = _lock(unit_id)
    require(rules.can_change_entry(by, unit))
    if unit.version != version:
        raise Stale(_("Somebody else changed this entry while you were writing."))

    changed = {
        field: [getattr(unit, field), changes[field]]
        for field in EDITABLE
        if field in changes and changes[field] != getattr(unit, field)
    }
    for field, (_before, after) in changed.items():
        setattr(unit, field, after)
    _confirm(unit, by)
    unit.save()

    record("contacts.entry_changed", by=by, target=unit, changed=changed)
    return unit


@transaction.atomic
def confirm_entry(*, unit_id: int, by: Any) -> SupportUnit:
    """Say that an entry is still right, without changing it."""
    unit = _lock(unit_id)
    require(rules.can_change_entry(by, unit))
    _confirm(unit, by)
    unit.save()

    record("contacts.entry_confirmed", by=by, target=unit)
    return unit


@transaction.atomic
def appoint(*, unit_id: int, user_id: int, role: str, by: Any) -> SupportPost:
    """Give a person a post at a unit. Staff may enter the desk from then on. Twice appoints once."""
    unit = _lock(unit_id)
    require(rules.can_appoint(by, unit))
    person = get_user_model().objects.select_for_update(of=("self",)).get(pk=user_id)
    post, _new = SupportPost.objects.update_or_create(
        unit=unit, user=person, defaults={"role": role, "ends": None}
    )
    if role == PostRole.STAFF and not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])

    record("contacts.appointed", by=by, target=post, role=role, unit=unit.code)
    return post


@transaction.atomic
def end_post(*, post_id: int, by: Any) -> SupportPost:
    """End a post today: the person is signed out everywhere, and comes back without its rights."""
    post: SupportPost = SupportPost.objects.select_for_update(of=("self",)).get(pk=post_id)
    require(rules.can_appoint(by, post.unit))
    post.ends = timezone.localdate() - timedelta(days=1)
    post.starts = min(filter(None, [post.starts, post.ends]))
    post.save(update_fields=["starts", "ends"])
    if not post.user.support_posts.current().filter(role=PostRole.STAFF).exists():
        post.user.is_staff = post.user.is_superuser
        post.user.save(update_fields=["is_staff"])

    end_sessions(post.user)
    record("contacts.post_ended", by=by, target=post, unit=post.unit.code)
    return post


def _lock(unit_id: int) -> SupportUnit:
    units = SupportUnit.objects.select_for_update(of=("self",))
    unit: SupportUnit = units.select_related("territory__country").get(pk=unit_id)
    return unit


def _confirm(unit: SupportUnit, by: Any) -> None:
    unit.version += 1
    unit.confirmed_at = timezone.now()
    unit.confirmed_by = by
