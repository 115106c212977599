"""The pages of the main job, by the role that sees them on its way."""

PAGES = {
    "visitor": [
        "/en/", "/en/countries/", "/en/national/es/", "/en/national/es/join/", "/en/support/",
        "/en/support/es/", "/en/support/es/vc/", "/en/projects/", "/en/projects/rivers/",
        "/en/twinspaces/rivers/", "/en/accounts/login/", "/en/accounts/signup/",
        "/en/accounts/password/reset/", "/en/schools/mar-blau/",
    ],
    "newcomer": ["/en/", "/en/welcome/next/", "/en/profile/", "/en/partners/"],
    "founder": [
        "/en/", "/en/partners/", "/en/partners/connections/", "/en/people/maja-nowak/",
        "/en/partners/connect/maja-nowak/", "/en/projects/new/", "/en/projects/mine/",
        "/en/projects/songs/", "/en/projects/bread/", "/en/projects/rivers/edit/", "/en/profile/",
        "/en/twinspaces/", "/en/twinspaces/rivers/", "/en/twinspaces/rivers/pages/",
        "/en/twinspaces/rivers/materials/", "/en/twinspaces/rivers/announcements/",
        "/en/twinspaces/rivers/members/", "/en/notifications/", "/en/notifications/preferences/",
    ],
    "cofounder": ["/en/projects/songs/"],
    "representative": ["/en/", "/en/support/es/vc/edit/"],
    "staff_es": ["/admin/", "/admin/accounts/teacher/", "/admin/projects/approval/"],
}  # fmt: skip
