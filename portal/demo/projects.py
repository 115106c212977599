"""The projects of the demo world, in every state, and the TwinSpaces of those that were approved."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from accounts.models import Teacher, User
from partners.models import Connection
from portal.demo.people import fresh, table
from projects import services
from projects.models import Approval, Project
from twinspaces import services as spaces
from twinspaces.models import TwinSpace

# What becomes of the projects, in turn: most are active.
FATES = ["active"] * 7 + ["waiting_cofounder", "waiting_approval", "refused", "draft", "closed"]
MOST = 66
REFUSAL = "The plan does not say yet what the pupils will do together. Add two or three activities."


def invite_who_waits() -> None:
    """Carmen waits for validation, and Ana has asked her into her room."""
    ana = fresh(User.objects.get(email="ana@demo.example"))
    space = TwinSpace.objects.filter(project__founder__user=ana).earliest("pk")
    spaces.invite(twinspace_id=space.pk, address="carmen@demo.example", by=ana)
    spaces.tell_invited()


class Workshop:
    def __init__(self, chance: Random, staff: dict[str, User]):
        self.chance = chance
        self.staff = staff
        self.ideas = table("projects")
        self.pages = table("pages")

    def build(self, teachers: list[Teacher]) -> None:
        pairs = self._pairs()
        for number, pair in enumerate(pairs[:MOST]):
            fate = "active" if number == 0 else FATES[number % len(FATES)]
            self._live_through(self._found(number, pair), fate)

    def _pairs(self) -> list[tuple[Teacher, Teacher]]:
        """Connected teachers of two schools; Ana and Luca come first."""
        rows = Connection.objects.accepted().for_cards().order_by("pk")
        pairs = [
            (row.asker, row.asked) for row in rows if row.asker.school_id != row.asked.school_id
        ]
        cast = {"ana@demo.example", "luca@demo.example"}
        pairs.sort(key=lambda pair: {one.user.email for one in pair} != cast)
        maja = "maja@demo.example"  # she is in no project yet
        return [pair for pair in pairs if maja not in {one.user.email for one in pair}]

    def _found(self, number: int, pair: tuple[Teacher, Teacher]) -> Project:
        founder, cofounder = pair
        idea = self.ideas[number % len(self.ideas)]
        again = number >= len(self.ideas)
        towns = f"{founder.school.town} – {cofounder.school.town}"
        return services.found(
            cofounder_id=cofounder.pk,
            by=fresh(founder.user),
            title=f"{idea['title']}: {towns}"[:120] if again else idea["title"],
            summary=idea["summary"],
            subjects=idea["subjects"].split("|"),
            vocational=[],
            languages=sorted(set(founder.languages) & set(cofounder.languages)) or ["en"],
            age_from=int(idea["age_from"]),
            age_to=int(idea["age_to"]),
            pupils=self.chance.randrange(18, 120),
            aims="Pupils meet others of their age, ask each other real questions and find answers together.",
            process="Three months: introductions, common work in mixed teams, presentations at each school.",
            results="A shared collection that both schools keep, and pupils who know each other by name.",
        )

    def _live_through(self, project: Project, fate: str) -> None:
        """Let a project come as far as its fate says."""
        cofounder = fresh(project.cofounder.user)
        if fate == "waiting_cofounder":
            return
        if fate == "draft":
            services.decline(project_id=project.pk, by=cofounder, reason="Next year gladly.")
            return
        services.accept(project_id=project.pk, by=cofounder)
        if fate == "refused":
            self._refuse(project)
        elif fate != "waiting_approval":
            self._approve(project)
            self._furnish(project)
            if fate == "closed":
                services.close(project_id=project.pk, by=fresh(project.founder.user))
        self._set_back_the_clock(project)

    def _approve(self, project: Project) -> None:
        for approval in Approval.objects.filter(project=project):
            services.approve(approval_id=approval.pk, by=fresh(self.staff[approval.country_id]))

    def _refuse(self, project: Project) -> None:
        approval = Approval.objects.filter(project=project).order_by("pk")[0]
        staff = fresh(self.staff[approval.country_id])
        services.refuse(approval_id=approval.pk, reason=REFUSAL, by=staff)

    def _set_back_the_clock(self, project: Project) -> None:
        moment = timezone.now() - timedelta(
            days=self.chance.randrange(1, 60), minutes=self.chance.randrange(1440)
        )
        Project.objects.filter(pk=project.pk).update(status_since=moment)
        Approval.objects.filter(project=project).update(asked_at=moment)

    # --- the room ----------------------------------------------------------------

    def _furnish(self, project: Project) -> None:
        """Pages and an announcement; the first page is published, the rest stays in the room."""
        space = TwinSpace.objects.get(project=project)
        founders = [fresh(project.founder.user), fresh(project.cofounder.user)]
        for number, page in enumerate(self.pages):
            written = spaces.write_page(
                twinspace_id=space.pk,
                by=founders[number % 2],
                title=page["title"],
                body=page["body"],
            )
            if number == 0:
                spaces.publish(kind="page", item_id=written.pk, by=founders[0])
        spaces.announce(
            twinspace_id=space.pk, by=founders[0], title="We start on Monday",
            body="Please check that every pupil has written the three sentences.",
        )  # fmt: skip
