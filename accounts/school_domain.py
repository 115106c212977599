"""The domain of a school's own e-mail addresses, as far as its website tells."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from accounts.models import School, SchoolStatus
from core.reference import FOLDER, read


@cache
def public_hosts() -> frozenset[str]:
    """Providers where anybody gets an address or a website: they prove nothing."""
    return frozenset(row["domain"] for row in read(FOLDER, "public_hosts.csv"))


def is_public(host: str) -> bool:
    parts = host.split(".")
    return any(".".join(parts[start:]) in public_hosts() for start in range(len(parts)))


def domain_of(school: School | None) -> str:
    """ "iesmarblau.es", or nothing where the school has no domain of its own. At most one query.

    A website that a teacher typed counts only once staff have confirmed the school. A host that
    another school of the country uses as well belongs to neither.
    """
    if school is None or school.status != SchoolStatus.CONFIRMED:
        return ""
    host = _host(school.website)
    if not host or is_public(host):
        return ""
    neighbours = School.objects.filter(country=school.country_id, website__icontains=host)
    shared = any(
        _host(website) == host
        for website in neighbours.exclude(pk=school.pk).values_list("website", flat=True)[:20]
    )
    return "" if shared else host


def is_at(address: str, domain: str) -> bool:
    """Exactly this domain: pupils often have one below it."""
    return bool(domain) and address.rpartition("@")[2].casefold() == domain


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses reach one mailbox: case and "+something" do not matter."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(address: str) -> str:
    name, _at, host = address.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _host(website: str) -> str:
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.").rstrip(".")
