"""What TwinSpace pages show of a file."""

from django import template

register = template.Library()

ICONS = {
    "image": "file-earmark-image",
    "video": "file-earmark-play",
    "audio": "file-earmark-music",
    "text": "file-earmark-text",
}
BY_ENDING = {
    "pdf": "file-earmark-pdf",
    "docx": "file-earmark-word",
    "odt": "file-earmark-word",
    "xlsx": "file-earmark-spreadsheet",
    "ods": "file-earmark-spreadsheet",
    "csv": "file-earmark-spreadsheet",
    "pptx": "file-earmark-slides",
    "odp": "file-earmark-slides",
    "ogg": "file-earmark-music",
}


@register.filter
def file_icon(material) -> str:
    """The icon of a file's type; the name beside it says the same in letters."""
    ending = material.name.rpartition(".")[2].lower()
    family = material.content_type.partition("/")[0]
    return BY_ENDING.get(ending) or ICONS.get(family, "file-earmark")
