"""Notices and preferences of two accounts that become one. What both were told is there once."""

from core.merging import USER, moves_once, moves_plainly

moves_plainly(USER, "notifications.notice.by")
moves_once(USER, "notifications.notice.recipient", "once_key")
moves_once(USER, "notifications.preference.user", "kind")
