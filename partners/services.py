"""The steps by which two teachers come into contact, and part."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Block, Teacher, User
from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications.services import notify, withdraw_notice
from partners import notices, rules
from partners.models import MOVES, Connection, ConnectionStatus, Dismissal, past_requests


@transaction.atomic
def connect(*, teacher_id: int, message: str, by: User) -> Connection:
    """Ask a teacher to be in contact. Two people who ask each other at once: the second is told."""
    require(rules.can_connect(by, Teacher.objects.select_related("user").get(pk=teacher_id)))
    asker, asked = _lock_both(by.teacher_or_none, teacher_id)
    by.forget_blocked()  # one may have blocked the other while we waited for the lock
    require(rules.can_connect(by, asked))
    _require_no_contact_yet(asker, asked)
    require(rules.can_ask_again(by, past_requests(asker, asked)))

    connection = Connection.objects.create(asker=asker, asked=asked, message=message)

    record("partners.connected", by=by, target=connection)
    notify(notices.CONNECTION_ASKED, to=[asked.user], about=connection, by=by)
    return connection


@transaction.atomic
def accept(*, connection_id: int, by: User) -> Connection:
    """Say yes: from now on the two can found a project together."""
    connection = _lock(connection_id, moving_to=ConnectionStatus.ACCEPTED)
    require(rules.can_accept(by, connection))

    _move(connection, ConnectionStatus.ACCEPTED)

    record("partners.accepted", by=by, target=connection)
    notify(notices.CONNECTION_ACCEPTED, to=[connection.asker.user], about=connection, by=by)
    return connection


@transaction.atomic
def decline(*, connection_id: int, by: User, answer: str = "") -> Connection:
    """Say no, with a word if one likes. The asker is told either way, so that nobody waits in vain."""
    connection = _lock(connection_id, moving_to=ConnectionStatus.DECLINED)
    require(rules.can_decline(by, connection))

    _move(connection, ConnectionStatus.DECLINED, answer=answer)

    record("partners.declined", by=by, target=connection)
    notify(notices.CONNECTION_DECLINED, to=[connection.asker.user], about=connection, by=by)
    return connection


@transaction.atomic
def withdraw(*, connection_id: int, by: User) -> Connection:
    """Take back a request nobody has answered; the notice of it goes as well."""
    connection = _lock(connection_id, moving_to=ConnectionStatus.WITHDRAWN)
    require(rules.can_withdraw(by, connection))

    _move(connection, ConnectionStatus.WITHDRAWN)

    record("partners.withdrawn", by=by, target=connection)
    withdraw_notice(notices.CONNECTION_ASKED, about=connection)
    return connection


@transaction.atomic
def end(*, connection_id: int, by: User) -> Connection:
    """Part quietly: projects they have together go on, the other person is not written to."""
    connection = _lock(connection_id, moving_to=ConnectionStatus.ENDED)
    require(rules.can_end(by, connection))

    _move(connection, ConnectionStatus.ENDED)

    record("partners.ended", by=by, target=connection)
    return connection


@transaction.atomic
def block(*, teacher_id: int, by: User) -> Block:
    """The two never meet again: what they have with each other ends quietly, and nobody is told."""
    require(rules.can_block(by, Teacher.objects.get(pk=teacher_id)))
    mine, other = _lock_both(by.teacher_or_none, teacher_id)
    made, is_new = Block.objects.get_or_create(blocker=mine, blocked=other)
    if not is_new:
        raise WrongState(_("You have blocked %(name)s already.") % {"name": other.name})
    for connection in Connection.objects.select_for_update().between(mine, other).live():
        _part(connection)

    record("partners.blocked", by=by, target=made)
    by.forget_blocked()
    return made


@transaction.atomic
def unblock(*, block_id: int, by: User) -> Teacher:
    """The two can meet again. A connection that ended stays ended."""
    found = Block.objects.select_for_update(of=("self",)).filter(pk=block_id)
    taken_back = found.select_related("blocked__user").first()
    if taken_back is None:
        raise WrongState(_("You have unblocked this person already."))
    require(rules.can_unblock(by, taken_back))

    record("partners.unblocked", by=by, target=taken_back)
    taken_back.delete()
    by.forget_blocked()
    return taken_back.blocked


@transaction.atomic
def dismiss(*, teacher_id: int, by: User) -> Dismissal:
    """Say "not for me": this person is not suggested again. Said twice, it counts once."""
    person = Teacher.objects.select_related("user").get(pk=teacher_id)
    require(rules.can_dismiss(by, person))
    said, is_new = Dismissal.objects.get_or_create(teacher=by.teacher_or_none, person=person)

    if is_new:
        record("partners.dismissed", by=by, target=said)
    return said


@transaction.atomic
def suggest_again(*, teacher_id: int, by: User) -> Teacher:
    """Take "not for me" back."""
    person = Teacher.objects.select_related("user").get(pk=teacher_id)
    require(rules.can_dismiss(by, person))
    for said in Dismissal.objects.select_for_update().filter(
        teacher=by.teacher_or_none, person=person
    ):
        record("partners.suggested_again", by=by, target=said)
        said.delete()
    return person


def _part(connection: Connection) -> None:
    """A request that waits is taken back together with its notice, a connection ends."""
    if connection.status == ConnectionStatus.ACCEPTED:
        _move(connection, ConnectionStatus.ENDED)
        return
    _move(connection, ConnectionStatus.WITHDRAWN)
    withdraw_notice(notices.CONNECTION_ASKED, about=connection)


def _lock_both(mine: Teacher, teacher_id: int) -> tuple[Teacher, Teacher]:
    """Both profiles, always locked in the same order; keys stay free for rows that refer to them."""
    people = Teacher.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    found = {one.pk: one for one in people.filter(pk__in=[mine.pk, teacher_id]).order_by("pk")}
    return found[mine.pk], found[teacher_id]


def _require_no_contact_yet(asker: Teacher, asked: Teacher) -> None:
    live = Connection.objects.between(asker, asked).live().first()
    if live is None:
        return
    if live.status == ConnectionStatus.ACCEPTED:
        raise WrongState(_("You and %(name)s are connected already.") % {"name": asked.name})
    if live.asker_id == asker.pk:
        raise WrongState(
            _("You have asked %(name)s already. Wait for the answer, or withdraw your request.")
            % {"name": asked.name}
        )
    raise WrongState(
        _("%(name)s has just asked you. Accept their request and you are connected.")
        % {"name": asked.name}
    )


def _lock(connection_id: int, *, moving_to: ConnectionStatus) -> Connection:
    """Read the row for update, so that two answers cannot both count."""
    connection = (
        Connection.objects.select_for_update(of=("self",))
        .select_related("asker__user", "asked__user")
        .get(pk=connection_id)
    )
    if moving_to not in MOVES[connection.status]:
        raise WrongState(_what_happened(connection))
    return connection


def _what_happened(connection: Connection) -> str:
    sentences: dict[str, str] = {
        ConnectionStatus.WAITING: _("%(asked)s has not answered this request yet."),
        ConnectionStatus.ACCEPTED: _("%(asked)s and %(asker)s are connected already."),
        ConnectionStatus.DECLINED: _("%(asked)s has declined this request already."),
        ConnectionStatus.WITHDRAWN: _(
            "%(asker)s has withdrawn this request. If you would like to be in contact, ask them."
        ),
        ConnectionStatus.ENDED: _("This connection has ended already."),
    }
    names = {"asker": connection.asker.name, "asked": connection.asked.name}
    return sentences[connection.status] % names


def _move(connection: Connection, status: ConnectionStatus, answer: str = "") -> None:
    connection.status = status
    connection.answer = answer
    connection.answered_at = timezone.now()
    connection.save(update_fields=["status", "answer", "answered_at"])
