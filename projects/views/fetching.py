"""Fetching a project for the person who asks."""

from django.shortcuts import get_object_or_404

from projects.models import Project


def visible(request, slug) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).for_cards(), slug=slug)


def addressed(request, slug) -> Project:
    """Also a draft that was once offered to this person: they are told what became of it."""
    offered = Project.objects.of(request.user.teacher_or_none)
    projects = Project.objects.visible_to(request.user) | offered
    return get_object_or_404(projects.for_cards(), slug=slug)
