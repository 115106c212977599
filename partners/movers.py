"""Connections of two profiles that become one. None is lost; two live ones with one person become one."""

from accounts.models import Block, Teacher
from core.merging import TEACHER, moves, moves_once
from partners.models import Connection, ConnectionStatus


@moves(TEACHER, "partners.connection.asker", "partners.connection.asked")
def connections(kept: Teacher, gone: Teacher) -> None:
    """A connection between the two stays with the profile that closes, ended."""
    Connection.objects.between(kept, gone).live().update(status=ConnectionStatus.ENDED)
    between = Connection.objects.between(kept, gone).values_list("pk", flat=True)
    rows = Connection.objects.of(gone).exclude(pk__in=list(between))
    for connection in rows.live().order_by("pk"):
        _end_the_lesser(connection, kept, connection.other(gone))
    rows = list(rows)
    for connection in rows:
        if connection.asker_id == gone.pk:
            connection.asker = kept
        else:
            connection.asked = kept
        connection.save(update_fields=["asker", "asked"])
    apart = Block.objects.teacher_ids_around(kept)  # accounts has moved the blocks by now
    Connection.objects.with_any(kept, apart).live().update(status=ConnectionStatus.ENDED)


moves_once(TEACHER, "partners.dismissal.teacher", "person")
moves_once(TEACHER, "partners.dismissal.person", "teacher")


def _end_the_lesser(connection: Connection, kept: Teacher, other: Teacher) -> None:
    """Of two live connections with one person, the accepted one goes on."""
    twin = Connection.objects.between(kept, other).live().first()
    if twin is None:
        return
    is_better = connection.status == ConnectionStatus.ACCEPTED != twin.status
    lesser = twin if is_better else connection
    lesser.status = ConnectionStatus.ENDED
    lesser.save(update_fields=["status"])
