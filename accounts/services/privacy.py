"""A person's own data: what they agreed to, who sees what, taking it with them, being forgotten."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from accounts import agreements, rules
from accounts.export import nudge
from accounts.locks import own_teacher
from accounts.models import (
    Audience,
    Consent,
    Export,
    ExportState,
    Group,
    LegalHold,
    Teacher,
    User,
)
from core import files, personal_data
from core.errors import WrongState
from core.files import CheckedFile
from core.models import record
from core.rules import require
from notifications import texts
from notifications.services import post_email


@transaction.atomic
def agree(*, by: User) -> list[str]:
    """The person agrees to the texts as they stand now. Agreeing twice writes nothing new."""
    wanted = agreements.missing(by)
    language = get_language() or by.language
    Consent.objects.bulk_create(
        [
            Consent(
                user=by,
                agreement=one.name,
                version=one.version,
                language=language,
                text_hash=one.text_hash(),
            )
            for one in wanted
        ],
        ignore_conflicts=True,
    )
    if wanted:
        versions = {one.name: one.version for one in wanted}
        record("accounts.agreed", by=by, target=by, language=language, **versions)
    return [one.name for one in wanted]


@transaction.atomic
def change_visibility(*, by: User, audiences: Mapping[str, str]) -> Teacher:
    """Who sees which group of one's profile from now on."""
    teacher = own_teacher(by)
    require(rules.can_change_visibility(by, teacher))
    teacher.limits = {
        Group(group).value: Audience(audience).value
        for group, audience in audiences.items()
        if audience not in (Audience.MEMBERS, Audience.EVERYBODY)
    }
    teacher.open_groups = [
        Group(group).value
        for group, audience in audiences.items()
        if audience == Audience.EVERYBODY
    ]
    teacher.save(update_fields=["limits", "open_groups"])
    by.__dict__.pop("teacher_or_none", None)
    record(
        "accounts.changed_visibility",
        by=by,
        target=teacher,
        limits=teacher.limits,
        open_groups=teacher.open_groups,
    )
    return teacher


@transaction.atomic
def change_photo(*, by: User, photo: CheckedFile | None) -> Teacher:
    """Show another photo, or none. The old file goes once the change is final."""
    teacher = own_teacher(by)
    require(rules.can_change_photo(by, teacher))
    personal_data.drop_files([teacher.photo.name] if teacher.photo else [])
    teacher.photo = files.store(photo, "photos") if photo else ""
    teacher.save(update_fields=["photo"])
    by.__dict__.pop("teacher_or_none", None)
    record("accounts.changed_photo", by=by, target=teacher, is_there=bool(photo))
    return teacher


@transaction.atomic
def ask_for_export(*, by: User) -> Export:
    """Have everything about the person gathered by a worker. They are told when it is ready."""
    User.objects.select_for_update().get(pk=by.pk)
    exports = Export.objects.of(by)
    going_on = exports.filter(state__in=[ExportState.WAITING, ExportState.MAKING]).first()
    if going_on:
        return going_on
    today = exports.of_last_day().exclude(state=ExportState.FAILED).count()
    require(rules.can_ask_for_export(by, today))
    export = Export.objects.create(user=by)
    record("accounts.asked_for_export", by=by, target=by)
    transaction.on_commit(partial(nudge, export.pk), robust=True)
    return export


@transaction.atomic
def fetch_export(*, export_id: int, by: User) -> Export:
    """Hand the file over, once: of two who press at the same time one gets it."""
    export = Export.objects.of(by).select_for_update().get(pk=export_id)
    if not export.is_ready:
        raise WrongState(
            gettext(
                "This link does not work any more: an export is kept for 24 hours and handed over "
                "once. Ask for a new one on the page “My data”."
            )
        )
    export.state, export.used_at = ExportState.USED, timezone.now()
    export.save(update_fields=["state", "used_at"])
    record("accounts.fetched_export", by=by, target=by)
    return export


@transaction.atomic
def erase(*, by: User) -> None:
    """Close one's account and forget who one was. What was made with others stays, without a name."""
    person = _lock_person(by.pk)
    require(rules.can_erase(by, person))
    _forget(person)
    record("accounts.erased", by=person, target=person)


@transaction.atomic
def erase_absent(*, user_id: int) -> bool:
    """Forget somebody who has been away for years. False when they came back or must be kept."""
    person = _lock_person(user_id)
    if person.erased_at or hasattr(person, "legal_hold"):
        return False
    _forget(person)
    record("accounts.erased_absent", by=None, target=person)
    return True


def _lock_person(user_id: int) -> User:
    people = User.objects.select_for_update(of=("self",)).select_related("legal_hold")
    return people.get(pk=user_id)


def _forget(person: User) -> None:
    """Everything that is registered is forgotten; a last e-mail says so."""
    address = person.email
    personal_data.forget(person)
    with override(person.language):
        facts = {"name": person.get_short_name()}
        post_email(
            to=address,
            subject=texts.plain("accounts/erased_subject.txt", facts),
            text=texts.plain("accounts/erased_message.txt", facts),
        )


@transaction.atomic
def hold_person(*, user_id: int, by: User, reason: str) -> LegalHold:
    """Keep a person's data for a reason in law, until it is released."""
    person = _lock_person(user_id)
    require(rules.can_hold_person(by, person))
    hold, _new = LegalHold.objects.update_or_create(
        user=person, defaults={"reason": reason, "by": by}
    )
    record("accounts.held_person", by=by, target=person)
    return hold


@transaction.atomic
def release_person(*, user_id: int, by: User) -> None:
    """The reason in law is gone: the person and the clock may erase again."""
    person = _lock_person(user_id)
    require(rules.can_release_person(by, person))
    LegalHold.objects.filter(user=person).delete()
    record("accounts.released_person", by=by, target=person)
